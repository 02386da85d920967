"""The row lock every verb takes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail.models import Revision

from workflows.models import Nomination
from workflows.permissions import NotYoursError

if TYPE_CHECKING:
    from workflows.shared_reads import SharedReads


def locked_nomination(nomination_id: int, *, shared: SharedReads | None = None) -> Nomination:
    """Lock a nomination's row and read it again; the caller holds a transaction.

    Alone on purpose: joined to the locking query, rows of other tables would
    be those of the moment before the lock was had (PostgreSQL, READ
    COMMITTED).  What the row refers to is read when it is asked for.  Raises
    NotYoursError for one that was deleted meanwhile. Two queries; one where
    `shared` has what the row refers to.
    """
    nomination = Nomination.objects.select_for_update().order_by().filter(pk=nomination_id).first()
    if nomination is None:
        raise NotYoursError(_("This nomination was deleted."))
    if (shared is None or not shared.attach(nomination)) and nomination.latest_revision_id:
        # Who wrote it is asked, what it says is not.
        nomination.latest_revision = Revision.objects.only("user_id").get(pk=nomination.latest_revision_id)
    return nomination
