"""Corrections and erasures of the book, by the province's editors; the book does the work (`honors.amendments`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from honors.amendments import amend_entry
from honors.erasure import erase_entry_fields
from workflows.models import Role
from workflows.permissions import NotYoursError, visible_entries
from workflows.publication import check_province

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honors.models import Decision, RegisterEntry

AMENDED, ERASED = "ghidanh.amend", "ghidanh.erase"


@transaction.atomic
def amend(
    *, entry_id: int, user: Any, changes: Mapping[str, Any], reason: str, decision: Decision | None = None
) -> RegisterEntry:
    """Correct an entry; raises NotYoursError for anybody but an editor of the province, ValidationError by field."""
    _check(entry_id, user)
    entry = amend_entry(entry_id=entry_id, changes=changes, reason=reason, decision=decision, actor=user)
    _log(entry, AMENDED, user)
    return entry


@transaction.atomic
def erase(*, entry_id: int, user: Any) -> RegisterEntry:
    """Erase the person's words of a masked entry for good; raises as `amend` does."""
    _check(entry_id, user)
    entry = erase_entry_fields(entry_id=entry_id, actor=user)
    _log(entry, ERASED, user)
    return entry


def _check(entry_id: int, user: Any) -> None:
    check_province(user, Role.EDITOR)
    if not visible_entries(user).filter(pk=entry_id).exists():
        raise NotYoursError(_("Only editors of the province unit do this."))


def _log(entry: RegisterEntry, action: str, user: Any) -> None:
    """A line in Wagtail's log of the profile; the words are in the event, where a request can erase them."""
    if entry.page_id:
        log(instance=entry.page, action=action, user=user, data={"entry": entry.pk})
