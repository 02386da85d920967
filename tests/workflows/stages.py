"""A nomination of the first cell at every point of its life, carried there by the verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cast import Cast
from tests.factories import make_decision, make_nomination
from tests.workflows.acts import a_refusal, a_return, approve, decide
from workflows import publication, submission
from workflows.models import NoBasis, Nomination
from workflows.states import State

SECRET = "Hoàng Thị Bí Mật"
# Two cases of one test bear the same name: a submission says why.
NAMESAKE = "Đã đối chiếu: hai người trùng tên."


def draft(cast: Cast, **fields: Any) -> Nomination:
    """Saved, complete, never submitted."""
    return make_nomination(cast.units.cell, cast.chi_bo, **{"name": SECRET, **fields})


def at_cell(cast: Cast, **fields: Any) -> Nomination:
    """Submitted: the cell's own reviewer has it."""
    nomination = draft(cast, **fields)
    submission.submit(nomination_id=nomination.pk, user=cast.chi_bo, justification=NAMESAKE)
    nomination.refresh_from_db()
    return nomination


def at_district(cast: Cast, **fields: Any) -> Nomination:
    """Approved by the cell."""
    nomination = at_cell(cast, **fields)
    approve(nomination, cast.bi_thu)
    return nomination


def at_province(cast: Cast, **fields: Any) -> Nomination:
    """Approved by cell and district."""
    nomination = at_cell(cast, **fields)
    approve(nomination, cast.bi_thu, cast.huyen)
    return nomination


def returned(cast: Cast) -> Nomination:
    """Sent back by the district."""
    nomination = at_district(cast)
    decide(nomination, cast.huyen, a_return())
    nomination.refresh_from_db()
    return nomination


def refused(cast: Cast) -> Nomination:
    """Refused by the district."""
    nomination = at_district(cast)
    decide(nomination, cast.huyen, a_refusal())
    nomination.refresh_from_db()
    return nomination


def withdrawn(cast: Cast) -> Nomination:
    """Taken back by its unit."""
    nomination = at_cell(cast)
    submission.withdraw(nomination_id=nomination.pk, user=cast.chi_bo, reason="Nhầm người.")
    nomination.refresh_from_db()
    return nomination


def registered(cast: Cast) -> Nomination:
    """Entered without a basis for publication."""
    nomination = at_cell(cast, basis_ground=NoBasis.NONE)
    approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    return nomination


def published(cast: Cast, **fields: Any) -> Nomination:
    """Entered and published."""
    nomination = at_cell(cast, **fields)
    approve(nomination, cast.bi_thu, cast.huyen, cast.tinh)
    return nomination


def masked(cast: Cast) -> Nomination:
    """Taken down for good."""
    nomination = published(cast)
    assert nomination.entry_id is not None
    publication.mask(entry_id=nomination.entry_id, user=cast.tinh_bt, reason="Theo yêu cầu.")
    nomination.refresh_from_db()
    return nomination


def revoked(cast: Cast) -> Nomination:
    """Struck through by decision."""
    nomination = published(cast)
    assert nomination.entry_id is not None
    publication.revoke(
        entry_ids=[nomination.entry_id], user=cast.tinh, decision=make_decision(), reason="Khai không đúng (mẫu)."
    )
    nomination.refresh_from_db()
    return nomination


STAGES: dict[str, Callable[[Cast], Nomination]] = {
    "draft": draft,
    "at_cell": at_cell,
    "at_district": at_district,
    "at_province": at_province,
    "returned": returned,
    "refused": refused,
    "withdrawn": withdrawn,
    "registered": registered,
    "published": published,
    "revoked": revoked,
    "masked": masked,
}
STATE_OF_STAGE = {
    "draft": State.DRAFT,
    "at_cell": State.IN_REVIEW,
    "at_district": State.IN_REVIEW,
    "at_province": State.IN_REVIEW,
    "returned": State.RETURNED,
    "refused": State.REFUSED,
    "withdrawn": State.WITHDRAWN,
    "registered": State.REGISTERED,
    "published": State.PUBLISHED,
    "revoked": State.REVOKED,
    "masked": State.MASKED,
}
