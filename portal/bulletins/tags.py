"""Tags have addresses without tone marks, whoever makes them: the editor's would keep those of the name."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.utils.text import slugify
from taggit.models import Tag

from honors.vietnamese import fold


def connect() -> None:
    """Listen to new tags; called once when the app is ready."""
    pre_save.connect(_fold_slug, sender=Tag, dispatch_uid="bulletin-tag-slug")


def _fold_slug(*, instance: Tag, raw: bool, **kwargs: Any) -> None:
    """Fold the slug of a new tag, with a number behind it where another has it. One query, as many more as have it."""
    folded = slugify(fold(instance.slug.replace("-", " ")))
    if raw or not instance._state.adding or not folded:
        return
    slug, number = folded, 1
    while Tag.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{folded}-{number}"
    instance.slug = slug
