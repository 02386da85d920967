"""Who decides instead: hand over to a colleague, step aside for a tie, name a stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from honors.models import path_within
from workflows.cases import OpenCase, locked_open_case
from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.models import Assignment, ConflictRule, DecisionRecord, Delegation, NoticeKind, Role
from workflows.notices.posting import Telling, post
from workflows.permissions import check_user_can, reasons_against
from workflows.records import write_record
from workflows.route import next_stop
from workflows.states import Action, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from workflows.models import Nomination


@transaction.atomic
def hand_over(*, nomination_id: int, user: Any, to_id: int, reason: str = "") -> DecisionRecord:
    """Give the case to a colleague who may decide here; it leaves the giver's own list. Authority is not touched.

    Raises NotYoursError, or IncompleteError for somebody who could not decide.
    """
    case = locked_open_case(nomination_id, user=user)
    standing = check_user_can(user, Action.HAND_OVER, case.nomination, run=case.run)
    colleague = colleagues(case.nomination, run=case.run).exclude(pk=user.pk).filter(pk=to_id).first()
    if colleague is None:
        raise IncompleteError([Gap("to", _("Choose a colleague who may decide this case."))])
    record = write_record(
        case.nomination, Action.HAND_OVER, run=case.run, user=user, at=case.at, stop=case.stop, standing=standing,
        addressee=colleague, reason=reason.strip(),
    )  # fmt: skip
    case.nomination.move(state=State.IN_REVIEW, holder=colleague)
    telling = Telling(kind=NoticeKind.HANDED_OVER, occasion=str(record.pk), people=(colleague.pk,))
    post(case.nomination, [telling], at=case.at, by=user)
    return record


@transaction.atomic
def recuse(*, nomination_id: int, user: Any, rule_id: int | None, note: str) -> DecisionRecord:
    """Declare a tie to the nominee: under the guideline's rule, or (None) in own words, which always bars.

    A tie that bars closes the case to this person for good; where nobody of the
    unit is left, the units above are told that a stand-in is needed.  Raises
    NotYoursError or IncompleteError.
    """
    case = locked_open_case(nomination_id, user=user)
    check_user_can(user, Action.RECUSE, case.nomination, run=case.run)
    rule = ConflictRule.objects.filter(guideline_id=case.nomination.guideline_id, pk=rule_id or 0).first()
    if rule is None and (rule_id is not None or not note.strip()):
        raise IncompleteError([Gap("tie", _("Choose the tie, or describe it."))])
    bars = rule is None or rule.bars
    record = write_record(
        case.nomination, Action.RECUSE if bars else Action.DECLARE, run=case.run, user=user, at=case.at,
        stop=case.stop, reason="\n".join(filter(None, [rule.text if rule else "", note.strip()])),
    )  # fmt: skip
    if bars:
        _pass_on(case, record, user)
    return record


def _pass_on(case: OpenCase, record: DecisionRecord, user: Any) -> None:
    """Tell the colleagues, or the level above where none is left."""
    nomination = case.nomination
    nomination.move(state=State.IN_REVIEW, holder=None)
    if colleagues(nomination, run=case.run).exists():
        telling = Telling(kind=NoticeKind.WAITING, occasion=str(record.pk), reviewers_of=nomination.waiting_unit_id)
    else:
        above = next_stop(case.route, after=case.stop.level)
        unit = above.unit if above else None
        telling = Telling(
            kind=NoticeKind.STAND_IN_NEEDED, occasion=str(record.pk), reviewers_of=unit.pk if unit else None
        )
    post(nomination, [telling], at=case.at, by=user)


@transaction.atomic
def name_stand_in(*, nomination_id: int, user: Any, person_id: int, reason: str = "") -> DecisionRecord:
    """Name somebody to decide at this step of this case, where nobody of the responsible unit is left.

    Raises NotYoursError, DecisionError while the unit can decide itself, or
    IncompleteError for a person who cannot stand in.
    """
    case = locked_open_case(nomination_id, user=user)
    check_user_can(user, Action.STAND_IN, case.nomination, run=case.run)
    if colleagues(case.nomination, run=case.run).exists():
        raise DecisionError(_("The unit still has a reviewer who may decide: no stand-in is needed."))
    person = possible_stand_ins(case.nomination, run=case.run, namer=user).filter(pk=person_id).first()
    if person is None:
        raise IncompleteError([Gap("person", _("Choose somebody who has no part in this case."))])
    record = write_record(
        case.nomination, Action.STAND_IN, run=case.run, user=user, at=case.at, stop=case.stop,
        addressee=person, reason=reason.strip(),
    )  # fmt: skip
    case.nomination.move(state=State.IN_REVIEW, holder=person)
    telling = Telling(kind=NoticeKind.HANDED_OVER, occasion=str(record.pk), people=(person.pk,))
    post(case.nomination, [telling], at=case.at, by=user)
    return record


def colleagues(nomination: Nomination, *, run: int) -> QuerySet[Any]:
    """People who may decide the open step: reviewers of the unit, who acts for them, and who was named. Two queries."""
    unit = nomination.waiting_unit_id
    reviewers = set(
        Assignment.objects.current().filter(unit=unit, role=Role.REVIEWER).values_list("user_id", flat=True)
    )
    # A person may act for several: one of them without a part in the case is enough.
    lent = list(
        Delegation.objects.current().filter(unit=unit, giver__in=reviewers).values_list("receiver_id", "giver_id")
    )
    named = set(
        DecisionRecord.objects.standing_in()
        .filter(nomination=nomination, level=nomination.waiting_level)
        .values_list("addressee_id", flat=True)
    )
    people = reviewers | named | {receiver for receiver, _giver in lent}
    barred = reasons_against(people, nomination, run=run).keys()
    able = (reviewers | named | {receiver for receiver, giver in lent if giver not in barred}) - barred
    return get_user_model().objects.filter(pk__in=able, is_active=True).order_by("full_name", "pk")


def possible_stand_ins(nomination: Nomination, *, run: int, namer: Any) -> QuerySet[Any]:
    """Reviewers in the namer's own part of the tree who have no part in the case. Three queries."""
    above = Assignment.objects.held_or_lent(namer).filter(role=Role.REVIEWER).values_list("unit__path", flat=True)
    own = nomination.waiting_unit.path if nomination.waiting_unit else ""
    paths = [path for path in above if own.startswith(path)]
    staff = set(
        Assignment.objects.current()
        .filter(path_within("unit__path", paths), role=Role.REVIEWER)
        .values_list("user_id", flat=True)
    ) - {namer.pk}
    barred = reasons_against(staff, nomination, run=run).keys()
    return get_user_model().objects.filter(pk__in=staff - barred, is_active=True).order_by("full_name", "pk")
