"""Filters kept under a name: a person's own, nobody else's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from workflows.models import SavedView
from workflows.queue.filters import LISTS, DeskQuery, desk_query

MOST_VIEWS = 20


@transaction.atomic
def save_view(*, user: Any, name: str, query: str) -> SavedView:
    """Keep a query string, in the one form the desk itself writes.

    Raises ValidationError for a name that is empty, too long or taken, and
    for one view too many; the person's row is locked, so that two at once
    cannot pass the limit together.
    """
    kept = desk_query(query).text or DeskQuery(tab=LISTS[0]).text
    get_user_model().objects.select_for_update(no_key=True).filter(pk=user.pk).values_list("pk").first()
    if SavedView.objects.filter(user=user).count() >= MOST_VIEWS:
        raise ValidationError(_("You have %(most)s saved views: delete one first.") % {"most": MOST_VIEWS})
    # No form stands before this name, and PostgreSQL holds no NUL.
    view = SavedView(user=user, name=" ".join(name.replace("\x00", " ").split()), query=kept)
    view.full_clean()
    view.save()
    return view


def delete_view(*, user: Any, pk: int) -> SavedView:
    """Delete one's own view. Raises SavedView.DoesNotExist for anybody else's."""
    view = SavedView.objects.get(user=user, pk=pk)
    view.delete()
    return view
