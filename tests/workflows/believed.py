"""What should be true, kept beside the portal in plain Python: who may do what, and where each case is.

Written from docs/workflow.md, without a look at the code under test: sets and
lists, no query.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from honors.levels import Level
from workflows.models import Role
from workflows.states import Action, State

# Unit codes from a unit up to the province.
LINES = {"X029": ("X029", "C044", "D04", "P01"), "X021": ("X021", "C014", "D02", "P01")}
UNIT_LINES = {code: line[place:] for line in LINES.values() for place, code in enumerate(line)}
LEVEL_OF = {"X": Level.CELL, "C": Level.GRASSROOTS, "D": Level.DISTRICT, "P": Level.PROVINCE}
# The guideline of the tests leaves the commune out.
PASSED_OVER = Level.GRASSROOTS


@dataclass
class Rules:
    """What a version of the guideline asks at the levels."""

    quorum: dict[int, int] = field(default_factory=dict)
    documents: set[int] = field(default_factory=set)


@dataclass
class Judged:
    """A verdict somebody gave."""

    run: int
    level: int
    action: Action
    actor: str
    giver: str | None


@dataclass
class Case:
    """One nomination, as everybody should find it."""

    unit: str
    creator: str
    rules: Rules
    has_basis: bool
    last_writer: str
    state: State = State.DRAFT
    level: int | None = None
    run: int = 0
    was_submitted: bool = False
    asked_by: str = ""
    holder: str | None = None
    is_consulting: bool = False
    returns: int = 0
    documents: set[int] = field(default_factory=set)
    judged: list[Judged] = field(default_factory=list)
    tied: set[str] = field(default_factory=set)
    stand_ins: set[tuple[int, str]] = field(default_factory=set)

    @property
    def route(self) -> list[int]:
        """Levels that decide."""
        return [LEVEL_OF[code[0]] for code in LINES[self.unit] if LEVEL_OF[code[0]] != PASSED_OVER]

    def unit_at(self, level: int) -> str:
        """The responsible unit of a level."""
        return next(code for code in LINES[self.unit] if LEVEL_OF[code[0]] == level)

    @property
    def waits_at(self) -> str | None:
        """The unit whose turn it is."""
        return None if self.level is None else self.unit_at(self.level)

    @property
    def with_a_part(self) -> set[str]:
        """Who may not decide it now, whatever their unit."""
        judges = {name for judged in self.judged if judged.run == self.run for name in (judged.actor, judged.giver)}
        people = {self.creator, self.last_writer, self.asked_by, *self.tied, *judges}
        return {name for name in people if name}

    def goes_to(self, level: int | None, state: State = State.IN_REVIEW) -> None:
        """Arrive at a step, or nowhere."""
        self.level, self.state, self.holder, self.is_consulting = level, state, None, False

    def judge(self, verdict: Action, actor: str, giver: str | None) -> Action:
        """Take a verdict in; return what it counts as."""
        assert self.level is not None
        here = [judged for judged in self.judged if (judged.run, judged.level) == (self.run, self.level)]
        lacks = verdict == Action.APPROVE and len(here) + 1 < self.rules.quorum.get(self.level, 1)
        counted = Action.CONCUR if lacks else verdict
        self.judged.append(Judged(self.run, self.level, counted, actor, giver))
        if counted == Action.CONCUR:
            self.holder = None
        elif verdict == Action.APPROVE:
            following = [level for level in self.route if level > self.level]
            end = State.PUBLISHED if self.has_basis else State.REGISTERED
            self.goes_to(following[0] if following else None, State.IN_REVIEW if following else end)
        else:
            self.returns += verdict == Action.RETURN
            self.goes_to(None, State.RETURNED if verdict == Action.RETURN else State.REFUSED)
        return counted


@dataclass
class World:
    """Who works where, who acts for whom, and the cases by their numbers."""

    posts: set[tuple[str, str, str]] = field(default_factory=set)
    lent: list[tuple[str, str, str]] = field(default_factory=list)
    cases: dict[int, Case] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)

    def staff(self, unit: str, role: str) -> set[str]:
        """People of a unit."""
        return {name for name, where, what in self.posts if (where, what) == (unit, role)}

    def edits(self, name: str, case: Case) -> bool:
        """Whether somebody edits for the case's unit."""
        return (name, case.unit, Role.EDITOR) in self.posts

    def reviews(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield units and as whom: for oneself, and for those who lent what they still have."""
        for unit in UNIT_LINES:
            reviewers = self.staff(unit, Role.REVIEWER)
            if name in reviewers:
                yield unit, name
            for giver, receiver, where in self.lent:
                if (receiver, where) == (name, unit) and giver in reviewers:
                    yield unit, giver

    def acts_as(self, name: str, case: Case) -> str | None:
        """As whom somebody may decide the open step: themselves, a giver, or None for not at all."""
        if case.level is None or name in case.with_a_part:
            return None
        people = {giver for unit, giver in self.reviews(name) if unit == case.waits_at}
        if not people and (case.level, name) in case.stand_ins and self.reviews_somewhere(name):
            return name
        free = [person for person in self.order if person in people - case.with_a_part]
        return name if name in free else next(iter(free), None)

    def deciders(self, case: Case) -> set[str]:
        """Everybody who may decide the open step."""
        return {name for name in self.order if self.acts_as(name, case)}

    def sees(self, name: str, case: Case) -> bool:
        """Whether somebody may read the case: own units from the draft on, units above once it was submitted."""
        own = {unit for who, unit, _role in self.posts if who == name}
        reviewed = {unit for unit, _giver in self.reviews(name)}
        named = self.reviews_somewhere(name) and self.stood_in(name, case)
        above = case.was_submitted and bool(reviewed & set(LINES[case.unit]))
        return case.unit in own | reviewed or above or named

    def reviews_somewhere(self, name: str) -> bool:
        """Whether somebody is a reviewer of any unit: being named for a case is no authority by itself."""
        return any((who, role) == (name, Role.REVIEWER) for who, _unit, role in self.posts)

    @staticmethod
    def stood_in(name: str, case: Case) -> bool:
        """Whether somebody was named for the step that is open, or for one and judged the case."""
        named = {level for level, person in case.stand_ins if person == name}
        return case.level in named or bool(named and any(judged.actor == name for judged in case.judged))

    def may_submit(self, name: str, case: Case) -> bool:
        """The unit's editor, while it may change, where every step has enough people without a part."""
        if case.state not in {State.DRAFT, State.RETURNED} or not self.edits(name, case):
            return False
        barred = {case.creator, case.last_writer, name}
        return all(
            len(self.staff(case.unit_at(level), Role.REVIEWER) - barred) >= case.rules.quorum.get(level, 1)
            for level in case.route
        )

    def may_decide(self, name: str, verdict: Action, case: Case) -> bool:
        """Who may decide here, with the step's document where they approve."""
        has_papers = case.level not in case.rules.documents or case.level in case.documents
        return self.acts_as(name, case) is not None and (verdict != Action.APPROVE or has_papers)

    def may_hand_over(self, name: str, to: str, case: Case) -> bool:
        """To another who may decide."""
        return self.acts_as(name, case) is not None and to != name and to in self.deciders(case)

    def may_name(self, name: str, to: str, case: Case) -> bool:
        """From above, where nobody is left, somebody of one's own part of the tree without a part in the case."""
        if case.waits_at is None or self.deciders(case) or {name, to} & case.with_a_part or name == to:
            return False
        line = UNIT_LINES[case.waits_at]
        reviewed = {unit for unit, _giver in self.reviews(name)}
        below = {unit for unit, above in UNIT_LINES.items() if reviewed & set(line) & set(above)}
        return bool(reviewed & set(line[1:])) and any(to in self.staff(unit, Role.REVIEWER) for unit in below)

    def is_province_editor(self, name: str) -> bool:
        """Whether somebody edits for the province."""
        return (name, "P01", Role.EDITOR) in self.posts
