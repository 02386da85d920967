"""The guideline in the search index: the version in force, in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_save
from django.urls import reverse

from honors.models import SearchKind
from honors.search.index import Indexable, forget_documents, write_documents
from workflows.models import Guideline

if TYPE_CHECKING:
    from collections.abc import Sequence


class GuidelineSource:
    """The version in force, for the rebuild."""

    kind = SearchKind.GUIDELINE

    def keys(self) -> list[int]:
        """One at most. One query."""
        return list(Guideline.objects.in_force().values_list("pk", flat=True))

    def indexables(self, keys: Sequence[int]) -> list[Indexable]:
        """Lock it and return it. Four queries."""
        return [_indexable(version) for version in Guideline.objects.in_force().select_for_update().filter(pk__in=keys)]


def connect() -> None:
    """Listen to versions; called once when the app is ready."""
    post_save.connect(_version_saved, sender=Guideline, dispatch_uid="search-guideline")


def _version_saved(*, instance: Guideline, raw: bool, created: bool, **kwargs: Any) -> None:
    """A version is put in force by a save after all its parts were written (`workflows.guidelines.versions`)."""
    if raw:
        return
    if instance.state == Guideline.State.IN_FORCE:
        write_documents([_indexable(instance)])
    elif not created:
        forget_documents(kind=SearchKind.GUIDELINE, keys=[instance.pk])


def _indexable(version: Guideline) -> Indexable:
    rules = [
        *version.criteria.values_list("text", flat=True),
        *version.documents.values_list("name", flat=True),
        *version.conflict_rules.values_list("text", flat=True),
    ]
    return Indexable(
        kind=SearchKind.GUIDELINE,
        key=version.pk,
        day=version.valid_from,
        title=f"{version.number} · {version.title}",
        url=reverse("guideline:current"),
        parts=[version.summary, *rules],
    )
