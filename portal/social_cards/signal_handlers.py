"""A card goes with its page: on the machine that takes it down at once, on others when they are asked for it."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_unpublished

from portal.social_cards.drawing import forget
from portal.social_cards.names import card_name


def _forget_card(sender: Any, instance: Page, **kwargs: Any) -> None:
    forget(card_name(instance.pk))


def _forget_card_of_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        forget(card_name(instance.pk))


def connect() -> None:
    """Listen for pages that are taken down or deleted."""
    page_unpublished.connect(_forget_card, dispatch_uid="social-card-of-unpublished")
    post_delete.connect(_forget_card_of_deleted, dispatch_uid="social-card-of-deleted")
