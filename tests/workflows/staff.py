"""The staff of a stateful test: each act drawn, foreseen by the model, and carried out as the portal does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from honors.models import Unit
from tests.factories import PDF, make_evidence, make_nomination
from tests.workflows import invariants
from tests.workflows.acts import a_refusal, a_return, approval, open_step_id
from tests.workflows.believed import Case, Rules, World
from tests.workflows.step_stages import ask, fresh, step_aside
from tests.workflows.web import decision_data, save
from workflows import decisions, dossiers, submission
from workflows.consultations import answer
from workflows.errors import DecisionError
from workflows.handovers import hand_over, name_stand_in
from workflows.models import Assignment, Guideline, NoBasis, Nomination, Role
from workflows.states import VERDICTS, Action, State

WHY = "Đã đối chiếu."
MOST_CASES = 5
JUDGEMENTS: dict[Action, Callable[[Nomination], Any]] = {
    Action.APPROVE: lambda nomination: approval(nomination, justification=WHY),
    Action.RETURN: lambda nomination: a_return(justification=WHY),
    Action.REFUSE: lambda nomination: a_refusal(),
}


class Staff(RuleBasedStateMachine):
    """The whole staff at once; each example is taken back at its end."""

    people: dict[str, Any]
    browsers: dict[str, Any]

    def __init__(self) -> None:
        super().__init__()
        self._example = transaction.atomic()
        self._example.__enter__()
        self.world = World(order=sorted(self.people, key=lambda name: self.people[name].pk))
        for name, unit, role in Assignment.objects.values_list("user__username", "unit__code", "role"):
            self.world.posts.add((name, unit, role))
        self.versions = {Guideline.objects.in_force().get().pk: Rules()}
        self.past_steps: list[tuple[int, int]] = []
        self.may_change: set[str] = set()
        self.rows = invariants.written_rows()
        self.last_notice = 0
        self.actor = ""

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self._example.__exit__(None, None, None)

    # --- choosing: mostly somebody who may, so that cases get somewhere --------------

    def one_of(self, data: st.DataObject, everything: Iterable[Any], fitting: Iterable[Any]) -> Any:
        """Draw mostly what fits, else anything."""
        fits = sorted(fitting)
        among = fits if fits and self.chance(data) else sorted(everything)
        return data.draw(st.sampled_from(among))

    def chance(self, data: st.DataObject) -> bool:
        """Four times in five."""
        return data.draw(st.sampled_from([True, True, True, True, False]))

    def someone(self, data: st.DataObject, fitting: Iterable[str] = ()) -> str:
        """Draw a person."""
        self.actor = self.one_of(data, self.people, fitting)
        return self.actor

    def some_case(self, data: st.DataObject, *fitting: State) -> tuple[Nomination, Case]:
        """Draw a case, mostly in one of these states."""
        cases = self.world.cases
        pk = self.one_of(data, cases, [pk for pk, case in cases.items() if case.state in fitting])
        return fresh(Nomination(pk=pk)), cases[pk]

    def attempt(self, expected: bool, act: Callable[[], Any]) -> Any:
        """Carry out an act that goes through if, and only if, it should."""
        try:
            done = act()
        except (DecisionError, PermissionDenied) as refusal:
            assert not expected, f"{self.actor} was refused: {refusal}"
            return None
        assert expected, f"{self.actor} went through"
        return done

    def user(self, name: str) -> Any:
        """The account of a name."""
        return self.people[name]

    # --- writing ---------------------------------------------------------------------

    def make(self, name: str, code: str, *, has_basis: bool) -> int:
        """Begin a case; return its number."""
        basis = {} if has_basis else {"basis_ground": NoBasis.NONE}
        unit = Unit.objects.get(code=code)
        nomination = make_nomination(unit, self.user(name), with_evidence=False, **basis)
        for document in nomination.guideline.documents.filter(required=True, level=None):
            make_evidence(nomination, document)
        rules = self.versions[nomination.guideline_id]
        self.world.cases[nomination.pk] = Case(code, name, rules, has_basis, last_writer=name)
        return nomination.pk

    def create(self, data: st.DataObject) -> None:
        """Begin a case, as an editor of its unit."""
        unit = data.draw(st.sampled_from(["X029", "X021"]))
        editors = sorted(self.world.staff(unit, Role.EDITOR))
        if editors and len(self.world.cases) < MOST_CASES:
            self.actor = data.draw(st.sampled_from(editors))
            self.make(self.actor, unit, has_basis=data.draw(st.booleans()))

    def edit(self, data: st.DataObject) -> None:
        """Save the form, over HTTP."""
        nomination, case = self.some_case(data, State.DRAFT, State.RETURNED)
        name = self.someone(data, self.world.staff(case.unit, Role.EDITOR))
        before = nomination.latest_revision_id
        response = save(self.browsers[name], nomination)
        assert response.status_code < 500
        if case.state in {State.DRAFT, State.RETURNED} and self.world.edits(name, case):
            assert response.status_code == 302
            case.last_writer = name
        else:
            assert fresh(nomination).latest_revision_id == before

    def submit(self, data: st.DataObject) -> None:
        """Submit."""
        nomination, case = self.some_case(data, State.DRAFT, State.RETURNED)
        self.submit_as(self.someone(data, self.world.staff(case.unit, Role.EDITOR)), nomination, case)

    def submit_as(self, name: str, nomination: Nomination, case: Case) -> None:
        """Submit as somebody, who may or may not."""
        self.actor = name
        act = partial(submission.submit, nomination_id=nomination.pk, user=self.user(name), justification=WHY)
        if self.attempt(self.world.may_submit(name, case), act):
            case.was_submitted, case.asked_by, case.run = True, name, case.run + 1
            case.goes_to(case.route[0])
            self.past_steps.append((nomination.pk, open_step_id(nomination)))

    def withdraw(self, data: st.DataObject) -> None:
        """Take a case back."""
        nomination, case = self.some_case(data, State.RETURNED)
        name = self.someone(data)
        expected = case.state in {State.IN_REVIEW, State.RETURNED} and self.world.edits(name, case)
        act = partial(submission.withdraw, nomination_id=nomination.pk, user=self.user(name), reason=WHY)
        if self.attempt(expected, act):
            case.goes_to(None, State.WITHDRAWN)

    # --- deciding --------------------------------------------------------------------

    def decide(self, data: st.DataObject) -> None:
        """Decide, one time in five over HTTP."""
        verdict = data.draw(st.sampled_from([*[Action.APPROVE] * 6, Action.RETURN, Action.RETURN, Action.REFUSE]))
        nomination, case = self.some_case(data, State.IN_REVIEW)
        if case.level is None:
            return
        name = self.someone(data, self.world.deciders(case))
        expected = self.world.may_decide(name, verdict, case)
        giver = self.world.acts_as(name, case)
        if self.chance(data):
            judgement = JUDGEMENTS[verdict](nomination)
            act = partial(
                decisions.decide, task_state_id=open_step_id(nomination), user=self.user(name), judgement=judgement
            )
            self.attempt(expected, act)
        else:
            form = decision_data(nomination, verdict, justification=WHY)
            response = self.browsers[name].post(f"/admin/desk/{nomination.pk}/decide/", form)
            allowed = {302} if expected else {302, 403, 404, 422} - ({302} if self.world.sees(name, case) else set())
            assert response.status_code in allowed, (response.status_code, name, verdict)
        if expected:
            self._decided(nomination, case, verdict, name, giver)

    def _decided(self, nomination: Nomination, case: Case, verdict: Action, name: str, giver: str | None) -> None:
        counted = case.judge(verdict, name, giver)
        record = nomination.records.filter(action=counted).latest("pk")
        on_behalf = record.on_behalf_of.username if record.on_behalf_of else name
        assert record.actor is not None
        assert (record.actor.username, on_behalf) == (name, giver)
        if case.state == State.IN_REVIEW:
            self.past_steps.append((nomination.pk, open_step_id(nomination)))

    def decide_late(self, data: st.DataObject) -> None:
        """Send a form that was open for a while: its step may be long over."""
        verdict = data.draw(st.sampled_from(sorted(VERDICTS)))
        pk, step = data.draw(st.sampled_from(sorted(self.past_steps)))
        nomination, case = fresh(Nomination(pk=pk)), self.world.cases[pk]
        is_over = case.level is None or open_step_id(nomination) != step
        name = self.someone(data, {judged.actor for judged in case.judged})
        if is_over:
            judgement = JUDGEMENTS[verdict](nomination)
            self.attempt(
                False, partial(decisions.decide, task_state_id=step, user=self.user(name), judgement=judgement)
            )

    def hand_over(self, data: st.DataObject) -> None:
        """Give a case to somebody."""
        nomination, case = self.some_case(data, State.IN_REVIEW)
        name = self.someone(data, self.world.deciders(case))
        receiver = self.one_of(data, self.people, self.world.deciders(case) - {name})
        act = partial(hand_over, nomination_id=nomination.pk, user=self.user(name), to_id=self.user(receiver).pk)
        if self.attempt(self.world.may_hand_over(name, receiver, case), act):
            case.holder = receiver

    def declare_tie(self, data: st.DataObject) -> None:
        """Step aside."""
        nomination, case = self.some_case(data, State.IN_REVIEW)
        name = self.someone(data, self.world.deciders(case))
        if self.attempt(self.world.acts_as(name, case) is not None, partial(step_aside, nomination, self.user(name))):
            case.tied.add(name)
            case.holder = None

    def name_stand_in(self, data: st.DataObject) -> None:
        """Name somebody from above."""
        nomination, case = self.some_case(data, State.IN_REVIEW)
        name = self.someone(data, ["huyen", "huyen-2", "tinh"])
        to = self.some_reviewer(data)
        act = partial(name_stand_in, nomination_id=nomination.pk, user=self.user(name), person_id=self.user(to).pk)
        if self.attempt(self.world.may_name(name, to, case), act):
            assert case.level is not None
            case.stand_ins.add((case.level, to))
            case.holder = to

    def some_reviewer(self, data: st.DataObject) -> str:
        """Draw a person, mostly a reviewer."""
        return str(
            self.one_of(data, self.people, {name for name, _unit, role in self.world.posts if role == Role.REVIEWER})
        )

    def consult_or_answer(self, data: st.DataObject) -> None:
        """Ask another agency, or write down what it said."""
        nomination, case = self.some_case(data, State.IN_REVIEW)
        asks = self.chance(data) != case.is_consulting
        name = self.someone(data, self.world.deciders(case))
        expected = self.world.acts_as(name, case) is not None and case.is_consulting != asks
        question = partial(ask, nomination, self.user(name))
        reply = partial(answer, nomination_id=nomination.pk, user=self.user(name), text=WHY)
        if self.attempt(expected, question if asks else reply):
            case.is_consulting = asks

    def attach(self, data: st.DataObject) -> None:
        """Add the document of a step."""
        nomination, case = self.some_case(data, State.IN_REVIEW)
        if case.state != State.IN_REVIEW:
            return
        name = self.someone(data, self.world.deciders(case))
        document = nomination.guideline.documents.filter(level=case.level).first()
        upload = SimpleUploadedFile("bien-ban.pdf", PDF, content_type="application/pdf")
        act = partial(
            dossiers.add_evidence, nomination_id=nomination.pk, user=self.user(name), upload=upload, document=document
        )
        if self.attempt(document is not None and self.world.acts_as(name, case) is not None, act):
            case.documents.add(case.level or 0)
