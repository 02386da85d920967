"""Fifty reviewers click at once, over real HTTP: every click is answered, and each case is decided once."""

from __future__ import annotations

import logging
import os
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from honors.levels import Level
from honors.models import RegisterEntry, Unit
from tests.cast import Cast
from tests.factories import enrol, make_assignment, make_nomination, make_unit, make_user
from tests.workflows import invariants
from tests.workflows.clicking import Answer, Reviewer, let_click
from tests.workflows.server import served
from tests.workflows.web import signed_in
from workflows import submission
from workflows.models import DecisionRecord, Nomination, Role
from workflows.states import JUDGED, REGISTERED_STATES, Action, State

pytestmark = [pytest.mark.postgres, pytest.mark.race, pytest.mark.django_db(transaction=True)]

logger = logging.getLogger(__name__)
SECONDS = float(os.environ.get("STORM_SECONDS", "10"))
# Many hands on few cases: several have the same one open.
CASES_A_CELL = 4 if SECONDS <= 20 else 20
CELLS_A_DISTRICT = 3
STAFF = {Level.CELL: 4, Level.DISTRICT: 8, Level.PROVINCE: 10}
LEAST_DECISIONS = 10
# Done, overtaken, incomplete, not theirs any more.
ACCOUNTED = {302, 409, 422, 403, 404}


@pytest.fixture
def people(cast: Cast) -> dict[int, list[Any]]:
    """Fifty reviewers by unit: of six cells, two districts and the province."""
    units = cast.units
    cells = [
        make_unit(f"X9{number}", f"Chi bộ Mẫu 9{number} (mẫu)", level=Level.CELL, parent=parent)
        for number, parent in enumerate([units.quang_bach] * CELLS_A_DISTRICT + [units.khang_ninh] * CELLS_A_DISTRICT)
    ]
    for cell in cells:
        enrol(cell)
    staff: dict[int, list[Any]] = {}
    for unit in [*cells, units.cho_don, units.ba_be, units.province]:
        staff[unit.pk] = [make_user(f"can-bo-{unit.code}-{number}") for number in range(STAFF[Level(unit.level)])]
        for person in staff[unit.pk]:
            make_assignment(person, unit, Role.REVIEWER)
    assert sum(map(len, staff.values())) == 50
    return staff


@pytest.fixture
def cases(people: dict[int, list[Any]]) -> list[int]:
    """Cases that wait at each cell."""
    numbers = []
    for cell in Unit.objects.filter(pk__in=people, level=Level.CELL):
        editor = make_user(f"bien-tap-{cell.code}")
        make_assignment(editor, cell, Role.EDITOR)
        for number in range(CASES_A_CELL):
            deed = f"Việc làm thứ {number} của {cell.code}: hiến đất vườn để mở rộng đường thôn, góp ba mươi ngày công."
            nomination = make_nomination(cell, editor, achievement=deed)
            submission.submit(nomination_id=nomination.pk, user=editor)
            numbers.append(nomination.pk)
    return numbers


@pytest.fixture
def port() -> Iterator[int]:
    """A served portal."""
    with served() as found:
        yield found


def cookie_of(person: Any) -> str:
    return signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value


def test_storm__of_fifty_reviewers_loses_doubles_and_contradicts_nothing(
    people: dict[int, list[Any]], cases: list[int], port: int
) -> None:
    over = threading.Event()
    reviewers = [
        Reviewer(port=port, user=person.pk, cookie=cookie_of(person), cases=within(unit), until=over)
        for unit, staff in people.items()
        for person in staff
    ]
    let_click(reviewers, SECONDS, enough=lambda: is_enough(told(reviewers)))
    assert not [trouble for reviewer in reviewers for trouble in reviewer.trouble]
    pages = Counter(status for reviewer in reviewers for status in reviewer.pages)
    answers = [answer for reviewer in reviewers for answer in reviewer.answers]
    said = told(reviewers)
    story = f"{SECONDS:g} s: pages {dict(pages)}, decisions {dict(said)}, cases {dict(states())}"
    logger.info(story)
    assert set(pages) <= {200}, story
    assert set(said) <= ACCOUNTED, [answer for answer in answers if answer.status not in ACCOUNTED][:3]
    expect_each_click_accounted_for(answers)
    invariants.check_everything()
    assert is_enough(said), f"too little happened to prove anything: {story}"


def told(reviewers: list[Reviewer]) -> Counter[int]:
    """How often each status was the answer to a decision."""
    return Counter(answer.status for reviewer in reviewers for answer in list(reviewer.answers))


def is_enough(said: Counter[int]) -> bool:
    """Whether there were decisions, and people who came too late."""
    return said[302] >= LEAST_DECISIONS and said[409] > 0


def within(unit_id: int) -> list[int]:
    """Cases a unit may read, in the order they came."""
    path = Unit.objects.values_list("path", flat=True).get(pk=unit_id)
    return list(Nomination.objects.filter(unit__path__startswith=path).order_by("pk").values_list("pk", flat=True))


def states() -> Counter[str]:
    return Counter(Nomination.objects.values_list("state", flat=True))


def expect_each_click_accounted_for(answers: list[Answer]) -> None:
    """Exactly the clicks that were told so decided: as many records, by the same people, with the same verdict."""
    done = Counter((a.user, a.nomination, a.verdict) for a in answers if a.status == 302)
    written = DecisionRecord.objects.filter(action__in=JUDGED).values_list("actor_id", "nomination_id", "action")
    assert done == Counter((actor, nomination, Action(action)) for actor, nomination, action in written)
    steps = [answer.step for answer in answers if answer.status == 302]
    assert len(steps) == len(set(steps)), "one step was decided twice"
    registered = Nomination.objects.filter(state__in=REGISTERED_STATES)
    assert registered.count() == RegisterEntry.objects.count()
    returned = DecisionRecord.objects.filter(action=Action.RETURN).count()
    refused = DecisionRecord.objects.filter(action=Action.REFUSE).count()
    assert (states()[State.RETURNED], states()[State.REFUSED]) == (returned, refused)
