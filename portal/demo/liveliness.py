"""What makes the demo's desk look like one in use: somebody away, a question asked, a tie declared, notices."""

from __future__ import annotations

import datetime

from django.utils import timezone

from honors.models import Unit
from portal.demo.accounts import Staff
from workflows.consultations import consult
from workflows.delegating import delegate
from workflows.handovers import hand_over, recuse
from workflows.models import Nomination, NominationBatch, NoticeKind
from workflows.notices.posting import Telling, post
from workflows.states import State

# A reviewer away for two weeks, and who acts for them: of districts whose cases nobody else of the loop sees.
AWAY, HELPER = "D09", "huyen-2"
ABSENCE = datetime.timedelta(days=14)
# Cases whose reviewers find a notice: the first of them, whatever the size.
MOST_TOLD = 24
# Nominees of the demo's letter.
LISTED = 8


def liven_up(staff: Staff) -> None:
    """Act by the verbs on some of the cases that wait, where there are such; about 150 queries."""
    _tell_of_the_first()
    _send_somebody_away(staff)
    _put_under_a_letter(staff)
    if case := _first("X029", "D04"):
        consult(
            nomination_id=case.pk,
            user=staff.named("huyen"),
            agency="Phòng Văn hóa và Thông tin huyện (mẫu)",
            question="Đề nghị cho biết việc làm đã được biểu dương ở đợt nào chưa.",
        )
    if case := _first("X021", "X021"):
        recuse(nomination_id=case.pk, user=staff.named("bi-thu-2"), rule_id=None, note="Là anh em họ (mẫu).")


def _first(nominating: str, waiting: str) -> Nomination | None:
    """The oldest case of a unit that waits at a unit."""
    here = Nomination.objects.filter(state=State.IN_REVIEW, unit__code=nominating, waiting_unit__code=waiting)
    return here.order_by("pk").first()


def _tell_of_the_first() -> None:
    """Notices that the verbs would have written on the day each case reached its step."""
    waiting = Nomination.objects.filter(state=State.IN_REVIEW).order_by("pk")[:MOST_TOLD]
    for case in waiting:
        telling = Telling(kind=NoticeKind.WAITING, occasion=f"demo:{case.pk}", reviewers_of=case.waiting_unit_id)
        post(case, [telling], at=case.waiting_since or case.created_at)


def _put_under_a_letter(staff: Staff) -> None:
    """One proposal letter of the demo's cell, with cases that went different ways since."""
    unit = Unit.objects.get(code="X029")
    cases = Nomination.objects.of_units([unit.pk]).filter(first_submitted_at__isnull=False).order_by("pk")[:LISTED]
    if not cases:
        return
    first = timezone.localdate(min(case.first_submitted_at for case in cases if case.first_submitted_at))
    letter = NominationBatch.objects.create(
        unit=unit,
        number="02-TTr/CB (mẫu)",
        signed_on=first,
        subject="Đề nghị ghi danh “Người tốt - Việc tốt” (mẫu)",
        created_by=staff.editor(unit),
    )
    Nomination.objects.filter(pk__in=[case.pk for case in cases]).update(batch=letter)


def _send_somebody_away(staff: Staff) -> None:
    """Let a reviewer lend their authority for two weeks, and hand the oldest case over."""
    unit, today = Unit.objects.get(code=AWAY), timezone.localdate()
    giver, receiver = staff.reviewer(unit), staff.named(HELPER)
    delegate(giver=giver, receiver=receiver, unit=unit, since=today, until=today + ABSENCE, by=giver)
    case = Nomination.objects.waiting_at([unit.pk]).first()
    if case is not None:
        hand_over(nomination_id=case.pk, user=giver, to_id=receiver.pk, reason="Đi công tác hai tuần (mẫu).")
