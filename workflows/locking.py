"""The row lock every verb takes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from workflows.models import Nomination
from workflows.permissions import NotYoursError

if TYPE_CHECKING:
    from workflows.shared_reads import SharedReads


def locked_nomination(nomination_id: int, *, shared: SharedReads | None = None) -> Nomination:
    """Lock a nomination's row and read it again; the caller holds a transaction.

    Two steps on purpose: joined to the locking query, rows of other tables
    would be those of the moment before the lock was had (PostgreSQL, READ
    COMMITTED).  Raises NotYoursError for one that was deleted meanwhile. Two
    queries; one where `shared` has what the row refers to, since then nothing
    is joined.
    """
    locked = Nomination.objects.select_for_update().filter(pk=nomination_id)
    if shared is not None and (alone := locked.first()) is not None and shared.attach(alone):
        return alone
    locked.values_list("pk").first()
    nomination = (
        Nomination.objects.select_related("unit", "guideline", "category", "latest_revision")
        # Who wrote it is asked, what it says is not.
        .defer("latest_revision__content")
        .filter(pk=nomination_id)
        .first()
    )
    if nomination is None:
        raise NotYoursError(_("This nomination was deleted."))
    return nomination
