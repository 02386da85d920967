"""Accounts, guideline, ceremonies and nominations of the demo: the loop can be walked from where it stands."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.files.base import File
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision, TaskState, WorkflowState

from honors.levels import Level
from honors.models import Ceremony, HonoreeKind, ProgrammeEnrolment, Unit
from portal.accounts.models import User
from portal.demo.facts import PASSWORD, PROGRAMME_START, SAMPLE_MARK
from portal.demo.origin import Size, seeded_size
from tests.workflows.acts import a_return, approval, decide
from workflows.completeness import gaps_of
from workflows.file_types import sniff_type
from workflows.models import (
    Assessment,
    Assignment,
    DecisionRecord,
    Delegation,
    Evidence,
    Guideline,
    Nomination,
    Notice,
    NoticeKind,
    Role,
)
from workflows.queue.parts import waiting_in_vain
from workflows.route import route_of, stops_without_reviewer
from workflows.route_check import Fault, findings
from workflows.runs import nomination_type
from workflows.states import REGISTERED_STATES, Action, State
from workflows.submission import submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
USERNAMES = (
    "bien-tap", "chi-bo", "bi-thu", "huyen", "tinh", "tinh-bt", "quan-tri", "chi-bo-2", "bi-thu-2", "huyen-2",
)  # fmt: skip


def test_units__are_the_whole_file_with_sixty_saluting_and_forty_keeping() -> None:
    enrolled = ProgrammeEnrolment.objects.on(timezone.localdate())
    assert Unit.objects.count() == 190
    assert (enrolled.saluting().count(), enrolled.keeping_register().count()) == (60, 40)


def test_accounts__sign_in_with_the_demo_password_and_nobody_is_a_superuser() -> None:
    with_password = [user for user in User.objects.all() if user.has_usable_password()]
    assert {user.username for user in with_password} == set(USERNAMES)
    assert all(user.check_password(PASSWORD) for user in with_password)
    assert all(SAMPLE_MARK in user.full_name for user in User.objects.all())
    assert not User.objects.filter(is_superuser=True).exists()


def test_accounts__are_in_the_groups_of_their_work() -> None:
    groups = {user.username: sorted(user.groups.values_list("name", flat=True)) for user in User.objects.all()}
    assert groups["bien-tap"] == ["Biên tập bản tin"]
    assert groups["quan-tri"] == ["Quản trị"]
    assert groups["tinh-bt"] == ["Biên tập viên tỉnh", "Cán bộ đơn vị"]
    assert groups["chi-bo"] == groups["x033-bt"] == groups["c044-xd"] == ["Cán bộ đơn vị"]


def test_assignments__begin_with_the_programme_and_keep_editors_and_reviewers_apart() -> None:
    assert set(Assignment.objects.values_list("since", flat=True)) == {PROGRAMME_START}
    both = Counter(Assignment.objects.values_list("user", "unit"))
    assert set(both.values()) == {1}
    assert not Assignment.objects.of(User.objects.get(username="quan-tri")).exists()


def test_routes__of_all_forty_units_have_a_reviewer_at_every_step() -> None:
    guideline = Guideline.objects.in_force().get()
    walked = 0
    for enrolment in ProgrammeEnrolment.objects.keeping_register().select_related("unit"):
        editors = Assignment.objects.current().filter(unit=enrolment.unit, role=Role.EDITOR)
        barred = set(editors.values_list("user_id", flat=True))
        route = route_of(enrolment.unit, guideline.pk)
        assert barred and stops_without_reviewer(route, barred=barred) == []
        assert [stop.level for stop in route if not stop.is_skipped] in (
            [Level.CELL, Level.DISTRICT, Level.PROVINCE],
            [Level.GRASSROOTS, Level.DISTRICT, Level.PROVINCE],
        )
        walked += 1
    assert walked == 40


def test_successor_in_draft__adds_the_commune_and_is_staffed_too() -> None:
    successor = Guideline.objects.get(state=Guideline.State.DRAFT)
    cell = Unit.objects.get(code="X029")
    route = route_of(cell, successor.pk)
    assert [stop.level for stop in route if not stop.is_skipped] == list(Level)
    assert stops_without_reviewer(route, barred=set()) == []


def test_ceremonies__are_just_under_four_hundred_first_mondays_of_sixty_units() -> None:
    ceremonies = Ceremony.objects.all()
    assert 390 <= ceremonies.count() < 400
    days = set(ceremonies.values_list("held_on", flat=True))
    assert all(day.year == 2020 and day.weekday() == 0 and day.day <= 7 for day in days)
    assert Unit.objects.filter(ceremonies__isnull=False).distinct().count() == 60
    told = Ceremony.objects.exclude(units__name__contains=SAMPLE_MARK)
    assert set(told.values_list("place", "attended", "topics")) == {("", None, "")}


def test_nominations__stand_in_every_state_before_registered_and_of_every_kind() -> None:
    pending = Nomination.objects.exclude(state__in=REGISTERED_STATES)
    assert pending.count() >= 24
    assert set(pending.values_list("state", flat=True)) == set(State) - REGISTERED_STATES
    assert set(pending.values_list("kind", flat=True)) == set(HonoreeKind)
    waiting = set(pending.filter(state=State.IN_REVIEW).values_list("waiting_level", flat=True))
    assert waiting == set(Level)


def test_waiting_nominations__are_under_way_today_and_some_are_late() -> None:
    today = timezone.localdate()
    cases = list(Nomination.objects.filter(state=State.IN_REVIEW))
    assert all(case.waiting_since and case.waiting_since < timezone.now() for case in cases)
    assert all(case.due_on and abs((today - case.due_on).days) < 40 for case in cases)
    late = sum(case.due_on is not None and case.due_on < today for case in cases)
    assert 0 < late < len(cases) / 3


def test_desk__looks_in_use() -> None:
    """Somebody is away, a question is open, a case was handed over, and one waits for a stand-in."""
    assert Delegation.objects.current().get().receiver.username == "huyen-2"
    assert Nomination.objects.filter(is_consulting=True).get().waiting_unit == Unit.objects.get(code="D04")
    assert Nomination.objects.exclude(holder=None).get().holder == User.objects.get(username="huyen-2")
    assert [case.unit.code for case in waiting_in_vain()] == ["X021"]
    assert {finding.fault for finding in findings()} == {Fault.STUCK_CASE}
    assert Notice.objects.filter(user__username="huyen", kind=NoticeKind.WAITING).exists()
    assert Notice.objects.filter(user__username="huyen-2", kind=NoticeKind.STAND_IN_NEEDED).exists()


def test_submitted_nominations__lack_nothing_the_guideline_asks_for() -> None:
    submitted = Nomination.objects.filter(first_submitted_at__isnull=False)
    assert [n for n in submitted if gaps_of(n, submitter_id=n.created_by_id)] == []
    drafts = Nomination.objects.filter(state=State.DRAFT)
    assert 0 < sum(bool(gaps_of(draft)) for draft in drafts) < len(drafts)


def test_evidence__is_what_it_says() -> None:
    files = list(Evidence.objects.all())
    assert len(files) >= 2 * 30
    for evidence in files[:6]:
        with evidence.file.open("rb") as stored:
            assert sniff_type(File(stored)) == evidence.content_type
        assert evidence.file.size == evidence.size


def test_waiting_nominations__can_be_approved_to_the_end_by_those_whose_turn_it_is() -> None:
    for nomination in Nomination.objects.filter(state=State.IN_REVIEW).exclude(pk__in=waiting_in_vain().values("pk")):
        while nomination.state == State.IN_REVIEW:
            reviewer = Assignment.objects.current().filter(unit=nomination.waiting_unit, role=Role.REVIEWER).first()
            assert reviewer is not None
            nomination = decide(nomination, reviewer.user, approval(nomination)).nomination
        assert nomination.entry is not None and nomination.state in REGISTERED_STATES


def test_returned_nominations__can_be_submitted_again() -> None:
    returned = Nomination.objects.filter(state=State.RETURNED)
    for nomination in returned:
        again = submit(nomination_id=nomination.pk, user=nomination.created_by, justification="Đã đối chiếu (mẫu).")
        assert again.state == State.IN_REVIEW


def test_dossiers_of_entries__were_approved_at_every_step_on_the_days_the_public_reads() -> None:
    dossiers = Nomination.objects.filter(state__in=REGISTERED_STATES).select_related("entry")
    assert dossiers.count() == 12
    for nomination in dossiers:
        entry = nomination.entry
        assert entry is not None
        assert (nomination.name, nomination.citation) == (entry.honoree_name, entry.citation)
        approvals = nomination.records.filter(action=Action.APPROVE, revision_id=nomination.latest_revision_id)
        decided = {record.level: timezone.localdate(record.at) for record in approvals}
        assert decided == {step.level: step.decided_on for step in entry.steps.all() if not step.skipped}
        assert len({record.actor_id for record in approvals} | {nomination.created_by_id}) == len(approvals) + 1


def test_bulk_rows__are_those_the_verbs_write() -> None:
    """A nomination sent by hand through submit, approve and return leaves the rows of a seeded one like it."""
    seeded = next(n for n in Nomination.objects.filter(unit__code="X029", state=State.RETURNED) if _acts(n) == "SAR")
    editor, secretary, district = (User.objects.get(username=name) for name in ("chi-bo", "bi-thu", "huyen"))
    twin = next(n for n in Nomination.objects.filter(unit__code="X029", state=State.DRAFT) if not gaps_of(n))
    submit(nomination_id=twin.pk, user=editor)
    twin.refresh_from_db()
    decide(twin, secretary, approval(twin))
    twin.refresh_from_db()
    decide(twin, district, a_return())
    twin.refresh_from_db()
    assert _acts(twin) == "SAR"
    assert _shape(twin) == _shape(seeded)


def test_signature__says_how_much_was_seeded() -> None:
    assert seeded_size() == Size(entries=1140, pending=24)


def test_progress__tells_count_and_rate_of_every_phase(demo: list[str]) -> None:
    assert len(demo) >= 7
    assert any("1.140" in line for line in demo)


def test_seeding_again__does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = Nomination.objects.count()
    call_command("seed_demo")
    assert Nomination.objects.count() == before
    assert capsys.readouterr().out.strip()


def _acts(nomination: Nomination) -> str:
    letters = {Action.SUBMIT: "S", Action.APPROVE: "A", Action.RETURN: "R"}
    return "".join(letters.get(Action(record.action), "") for record in nomination.records.all())


def _shape(nomination: Nomination) -> dict[str, Any]:
    """Every row of a nomination's way, with moments, numbers and words taken out."""
    runs = WorkflowState.objects.filter(base_content_type=nomination_type(), object_id=str(nomination.pk))
    steps = TaskState.objects.filter(workflow_state__in=runs).order_by("pk")
    records = DecisionRecord.objects.filter(nomination=nomination).order_by("at", "pk")
    log = ModelLogEntry.objects.filter(content_type=nomination_type(), object_id=str(nomination.pk))
    acts = log.filter(action__startswith="ghidanh.").order_by("timestamp", "pk")
    revision = Revision.objects.get(pk=nomination.latest_revision_id)
    return {
        "nomination": _columns(nomination, "state waiting_level waiting_unit waiting_since entry live locked"),
        "runs": [_columns(run, "content_type workflow status requested_by") for run in runs],
        "current": [run.current_task_state_id == max(step.pk for step in steps) for run in runs],
        "steps": [_columns(step, "task status finished_by comment content_type") for step in steps],
        "revisions": [step.revision_id == nomination.latest_revision_id for step in steps],
        "records": [_columns(record, "action level unit unit_name actor on_behalf_of") for record in records],
        "same run": [record.run == runs.get().pk for record in records],
        "same revision": [record.revision_id == revision.pk for record in records],
        "answers": Assessment.objects.filter(record__nomination=nomination, record__action=Action.APPROVE).count()
        == len(approval(nomination).sheet),
        "log": [_columns(line, "action user content_changed deleted uuid") for line in acts],
        "told": [sorted(line.data) for line in acts],
        "content": sorted(revision.content),
        "content types": (revision.content_type_id, revision.base_content_type_id),
    }


def _columns(row: Any, names: str) -> dict[str, Any]:
    return {name: getattr(row, f"{name}_id", getattr(row, name, None)) for name in names.split()}
