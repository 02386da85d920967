"""Anybody does anything in any order: after every step what stands is what should, and each invariant holds.

A model in plain Python (`believed`) says beforehand whether an act goes
through; the portal has to agree, by its verbs and over HTTP.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from honors.levels import Level
from honors.models import PublicationBasis, Unit
from tests.cast import Cast
from tests.factories import given, make_assignment, make_guideline, make_user
from tests.workflows import invariants
from tests.workflows.believed import Rules
from tests.workflows.staff import WHY, Staff
from tests.workflows.step_stages import fresh
from tests.workflows.web import signed_in
from workflows import delegating, publication
from workflows.guidelines import versions as guidelines
from workflows.handovers import colleagues
from workflows.models import Assignment, Delegation, Guideline, Nomination, Notice, RequiredDocument, Role
from workflows.permissions import visible_nominations
from workflows.runs import current_run_id
from workflows.staff import assign, end_assignment
from workflows.states import Action, State

# Acts between two draws of the machine: its first examples are short ones.
ACTS_A_STEP = 3


class Desk(Staff):
    """Everybody's acts in any order, and what has to hold after each."""

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """Begin under some guideline, with one case on its way in each cell."""
        self.put_guideline_in_force(data)
        for unit, name in (("X029", "chi-bo"), ("X021", "chi-bo-2")):
            pk = self.make(name, unit, has_basis=True)
            self.submit_as(name, fresh(Nomination(pk=pk)), self.world.cases[pk])
            self.look()

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        """Let a few things happen; look at everything after each."""
        for _turn in range(ACTS_A_STEP):
            act = data.draw(st.sampled_from(ACTS))
            act(self, data)
            self.look()

    def look(self) -> None:
        """Ask for everything that has to hold."""
        self.stands_as_it_should()
        self.deciders_are_who_they_should_be()
        self.nothing_written_was_rewritten()
        self.tables_agree()
        self.notices_reach_readers_alone()

    # --- the register ----------------------------------------------------------------

    def act_on_entry(self, data: st.DataObject) -> None:
        """Publish, take down, mask."""
        action = data.draw(st.sampled_from([Action.PUBLISH, Action.UNPUBLISH, Action.UNPUBLISH, Action.MASK]))
        nomination, case = self.some_case(data, State.REGISTERED, State.PUBLISHED)
        if nomination.entry_id is None:
            return
        name = self.someone(data, ["tinh-bt"])
        act, needed, after = {
            Action.PUBLISH: (partial(publication.publish, bases=PUBLISHING), {State.REGISTERED}, State.PUBLISHED),
            Action.UNPUBLISH: (partial(publication.unpublish, reason=WHY), {State.PUBLISHED}, State.REGISTERED),
            Action.MASK: (partial(publication.mask, reason=WHY), {State.REGISTERED, State.PUBLISHED}, State.MASKED),
        }[action]
        expected = case.state in needed and self.world.is_province_editor(name)
        if self.attempt(expected, partial(act, entry_id=nomination.entry_id, user=self.user(name))):
            case.state = after
            self.may_change = (
                {"DecisionRecord", "Assessment", "RegisterEntry"} if action == Action.MASK else {"RegisterEntry"}
            )

    # --- people and rules ------------------------------------------------------------

    def end_or_begin_assignment(self, data: st.DataObject) -> None:
        """Transfer a reviewer, or an editor, away; bring somebody in."""
        name, unit, role = data.draw(st.sampled_from(POSTS))
        self.actor = "quan-tri"
        by, today = self.user("quan-tri"), timezone.localdate()
        if (name, unit, role) in self.world.posts:
            row = Assignment.objects.current().get(user=self.user(name), unit__code=unit, role=role)
            end_assignment(assignment=row, until=today, by=by)
            self.world.posts.remove((name, unit, role))
        else:
            assign(user=self.user(name), unit=Unit.objects.get(code=unit), role=role, since=today, by=by)
            self.world.posts.add((name, unit, role))

    def delegate(self, data: st.DataObject) -> None:
        """Lend one's authority, or take it back."""
        receiver = data.draw(st.sampled_from(["thay-mat", "dong-nghiep", "huyen", "chi-bo"]))
        posts = sorted((name, unit) for name, unit, role in self.world.posts if role == Role.REVIEWER)
        giver, unit = data.draw(st.sampled_from(posts))
        self.actor, by = giver, self.user(giver)
        if (giver, receiver, unit) in self.world.lent:
            lent = Delegation.objects.current().get(giver=by, receiver=self.user(receiver), unit__code=unit)
            delegating.end_delegation(delegation=lent, by=by)
            self.world.lent.remove((giver, receiver, unit))
        elif receiver not in self.world.staff(unit, Role.REVIEWER):
            delegating.delegate(
                giver=by, receiver=self.user(receiver), unit=Unit.objects.get(code=unit), since=timezone.localdate(),
                until=None, by=by,
            )  # fmt: skip
            self.world.lent.append((giver, receiver, unit))

    def put_guideline_in_force(self, data: st.DataObject) -> None:
        """Succeed the guideline; cases stay with the version they began under."""
        quorum, asks_document = data.draw(st.booleans()), data.draw(st.booleans())
        by = self.user("quan-tri")
        draft = guidelines.succeed(guideline_id=Guideline.objects.in_force().get().pk, by=by)
        draft.steps.update(quorum=1)
        draft.documents.exclude(level=None).delete()
        rules = self.versions[draft.pk] = Rules()
        if quorum:
            draft.steps.filter(level=Level.CELL).update(quorum=2)
            rules.quorum[Level.CELL] = 2
        if asks_document:
            RequiredDocument.objects.create(guideline=draft, position=9, name="Biên bản thẩm tra", level=Level.DISTRICT)
            rules.documents.add(Level.DISTRICT)
        guidelines.put_in_force(guideline_id=draft.pk, by=by, accepts_findings=True)

    # --- what holds ------------------------------------------------------------------

    def stands_as_it_should(self) -> None:
        """Each row says what the model says, and each person sees what they should."""
        columns = (
            "pk", "state", "waiting_level", "waiting_unit__code", "holder__username", "is_consulting", "return_count",
        )  # fmt: skip
        found = {row[0]: row[1:] for row in Nomination.objects.values_list(*columns)}
        assert found == {
            pk: (case.state, case.level, case.waits_at, case.holder, case.is_consulting, case.returns)
            for pk, case in self.world.cases.items()
        }
        for name, person in self.people.items():
            seen = set(visible_nominations(person).values_list("pk", flat=True))
            assert seen == {pk for pk, case in self.world.cases.items() if self.world.sees(name, case)}, name

    def deciders_are_who_they_should_be(self) -> None:
        """Of every open case, asked of the portal as it offers them."""
        for nomination in Nomination.objects.filter(state=State.IN_REVIEW).select_related("latest_revision"):
            offered = colleagues(nomination, run=current_run_id(nomination)).values_list("username", flat=True)
            assert set(offered) == self.world.deciders(self.world.cases[nomination.pk])

    def nothing_written_was_rewritten(self) -> None:
        """Records and book stand as they stood, but for what an act on an entry changes by its name."""
        rows = invariants.written_rows()
        invariants.check_append_only(self.rows, rows, may_change=self.may_change)
        self.rows, self.may_change = rows, set()

    def tables_agree(self) -> None:
        """Runs, steps, records, book and pages."""
        invariants.check_everything()

    def notices_reach_readers_alone(self) -> None:
        """Whoever is told of a case may read it, and did not do it themselves."""
        for notice in Notice.objects.filter(pk__gt=self.last_notice).select_related("user").order_by("pk"):
            self.last_notice = notice.pk
            assert notice.nomination_id, "every notice here is about a case"
            assert self.world.sees(notice.user.username, self.world.cases[notice.nomination_id]), notice.key
            assert notice.user.username != self.actor


# What happens how often, of twenty-nine: a case needs three approvals and more to get to its end.
ACTS: list[Callable[[Desk, st.DataObject], None]] = [
    *[Desk.decide] * 10,
    *[Desk.submit] * 3,
    *[Desk.create] * 2,
    *[Desk.consult_or_answer] * 2,
    *[Desk.act_on_entry] * 2,
    Desk.edit,
    Desk.withdraw,
    Desk.decide_late,
    Desk.hand_over,
    Desk.declare_tie,
    Desk.name_stand_in,
    Desk.attach,
    Desk.end_or_begin_assignment,
    Desk.delegate,
    Desk.put_guideline_in_force,
]
PUBLISHING = [given(PublicationBasis.Kind.PUBLISH)]
# Who comes and goes.
POSTS = [
    ("bi-thu", "X029", Role.REVIEWER),
    ("dong-nghiep", "X029", Role.REVIEWER),
    ("chi-bo", "X029", Role.EDITOR),
    ("huyen", "D04", Role.REVIEWER),
    ("thay-mat", "D04", Role.REVIEWER),
    ("tinh", "P01", Role.REVIEWER),
    ("tinh-2", "P01", Role.REVIEWER),
]


@pytest.fixture
def staff(cast: Cast) -> dict[str, Any]:
    """The cast by user name, with a colleague in a cell, a second reviewer of the province, and somebody free."""
    people = {person.username: person for person in cast.everybody.values()}
    for name, unit in (("dong-nghiep", cast.units.cell), ("tinh-2", cast.units.province), ("thay-mat", None)):
        people[name] = make_user(name)
        if unit is not None:
            make_assignment(people[name], unit)
    return people


@pytest.mark.story
@pytest.mark.django_db
def test_anything_in_any_order__leaves_what_should_stand(staff: dict[str, Any]) -> None:
    make_guideline()
    Desk.people = staff
    Desk.browsers = {name: signed_in(person) for name, person in staff.items()}
    long = bool(os.environ.get("SOAK"))
    examples = int(os.environ.get("STORIES", "6"))
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=examples,
            stateful_step_count=60 if long else 25,
            # Looking for the shortest way to a failure takes minutes: only where there are hours.
            phases=list(Phase) if long else [Phase.generate],
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
