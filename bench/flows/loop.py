"""From the first save to the public profile: our verbs, and the same steps with Wagtail's own engine.

Both sides start from a filled object: `full_clean` as a form does it, then the
action Wagtail's editor saves with (row, revision, line in the log).  Evidence
is stored between saving and submitting and not counted: the stock side has
none.  The stock side ends with a profile added and published the usual way.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils import timezone
from wagtail.actions.create import CreateAction
from wagtail.models import Workflow

from bench.figures import Figure
from bench.measuring import Step, count_queries, cpu_medians, warmed
from bench.stock.content import WORKFLOW, new_profile, stock_parent, stock_people
from bench.stock.models import Case, Place, Topic
from honors.models import HonoreeKind, MeritCategory, Unit
from portal.accounts.models import User
from workflows import decisions, submission
from workflows.decisions import Judgement
from workflows.models import Assessment, Evidence, Guideline, Nomination
from workflows.registration import NEW_PROFILE
from workflows.runs import current_task_state_id
from workflows.sheet import GivenAnswer, criteria_of
from workflows.states import Action, State

# The contract: queries of the whole loop, and its processor time over the stock engine's.
MOST_QUERIES, MOST_RATIO = 175, 0.55
ROUNDS = 25
CELL = "X029"
EDITOR, REVIEWERS = "chi-bo", ("bi-thu", "huyen", "tinh")
ACTS = ("create", "submit", "approve: own unit", "approve: district", "approve: province, register, publish")
CONTENT: dict[str, Any] = {
    "kind": HonoreeKind.INDIVIDUAL,
    "honorific": "ông",
    "birth_year": 1970,
    "role": "trưởng thôn",
    "achievement": "Hiến 310 m² đất vườn để mở rộng đường thôn.",
    "deed_period": "Tháng 9 năm 2020",
    "deed_place": "Thôn Nà Mẫu (mẫu)",
    "citation": "Hiến 310 m² đất vườn để mở rộng đường thôn.",
    "meeting_on": datetime.date(2020, 10, 2),
    "members_total": 14,
    "members_present": 12,
    "votes_for": 11,
}
_numbers = itertools.count(1)


def measure() -> list[Figure]:
    """Count each act of both loops, and time one loop against the other."""
    ours = count_queries(our_loop, what="our loop")
    stock = count_queries(stock_loop, what="the stock loop")
    medians = cpu_medians({"ours": warmed(our_loop), "stock": warmed(stock_loop)}, rounds=ROUNDS)
    whole = Figure(
        what="create, submit, 3 approvals, registered and published",
        queries=sum(ours),
        cpu_ms=medians["ours"],
        ratio=medians["ours"] / medians["stock"],
        most_queries=MOST_QUERIES,
        most_ratio=MOST_RATIO,
    )
    theirs = Figure(what="the same with the stock engine", queries=sum(stock), cpu_ms=medians["stock"], ratio=1.0)
    acts = zip(ACTS, ours, stock, strict=True)
    return [whole, theirs, *(Figure(what=f"· {act} (stock {theirs})", queries=count) for act, count, theirs in acts)]


def our_loop() -> Iterator[Step]:
    """One nomination by the verbs a screen calls."""
    editor = User.objects.get(username=EDITOR)
    nomination = Nomination(
        unit=Unit.objects.get(code=CELL),
        category=MeritCategory.objects.filter(applies_to_individual=True).order_by("pk")[0],
        guideline=Guideline.objects.in_force().get(),
        created_by=editor,
        live=False,
        name=f"Nông Văn {next(_numbers)} (mẫu)",
        basis_ground="consent",
        basis_given_by="Người được đề nghị (mẫu)",
        basis_given_on=datetime.date(2020, 10, 1),
        **CONTENT,
    )
    yield partial(_create, nomination, editor)
    bring_evidence(nomination, editor)
    yield partial(submission.submit, nomination_id=nomination.pk, user=editor)
    answers = {criterion.pk: GivenAnswer(Assessment.Answer.MET) for criterion in criteria_of(nomination)}
    for username in REVIEWERS:
        yield partial(
            decisions.decide,
            nomination_id=nomination.pk,
            task_state_id=current_task_state_id(nomination) or 0,
            user=User.objects.get(username=username),
            judgement=Judgement(verdict=Action.APPROVE, sheet=answers, profile=NEW_PROFILE),
        )
    nomination.refresh_from_db()
    assert nomination.state == State.PUBLISHED


def stock_loop() -> Iterator[Step]:
    """One case by Wagtail's own workflow of three groups, and its profile."""
    people, workflow = stock_people(), Workflow.objects.get(name=WORKFLOW)
    number = next(_numbers)
    case = Case(
        place=Place.objects.get(),
        topic=Topic.objects.get(),
        created_by=people.submitter,
        name=f"Nông Văn {number}",
        **CONTENT,
    )
    yield partial(_create, case, people.submitter)
    case = Case.objects.get(pk=case.pk)
    yield partial(workflow.start, case, people.submitter)
    first, second, last = people.reviewers
    yield partial(_approve, case.pk, first)
    yield partial(_approve, case.pk, second)
    parent, profile = stock_parent(), new_profile(number)

    def finish() -> None:
        _approve(case.pk, last)
        parent.add_child(instance=profile)
        profile.save_revision(user=last).publish(user=last)

    yield finish
    case.refresh_from_db()
    profile.refresh_from_db()
    assert case.live
    assert profile.live


def _create(instance: Any, user: User) -> None:
    instance.full_clean()
    CreateAction(instance, user=user).execute(skip_permission_checks=True)


def _approve(case_id: int, user: User) -> None:
    task_state = Case.objects.get(pk=case_id).current_workflow_task_state
    task_state.task.specific.on_action(task_state, user, "approve")


def bring_evidence(nomination: Nomination, editor: User) -> None:
    """Rows alone: the bytes have their own flow, the upload."""
    required = nomination.guideline.documents_for(kind=nomination.kind, category_id=nomination.category_id).filter(
        required=True
    )
    Evidence.objects.bulk_create(
        Evidence(
            nomination=nomination,
            document=document,
            name="bien-ban.pdf",
            content_type="application/pdf",
            size=1,
            added_by=editor,
            added_at=timezone.now(),
            file="evidence/bench.pdf",
        )
        for document in required
    )
