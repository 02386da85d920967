"""What the loop may cost in queries: pinned, so that a growth is a decision and not an accident.

`make bench` measures the same acts against Wagtail's stock engine; this test
holds the numbers in every run, on both databases.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from honors import generation
from tests.cast import Cast
from tests.factories import make_category, make_entry, make_evidence, make_guideline, make_nomination
from tests.workflows.acts import approval, open_step_id
from workflows import decisions, submission
from workflows.models import Guideline, Nomination
from workflows.states import State

# The contract with the sheet, every verb in a transaction of its own.
BUDGET = 175
# What each act costs today: more than this is a change of the design and needs its reason.
# Whoever comes first after a public change reads the rules of the guideline and the calendar: here the submission.
PINNED = {"create": 16, "submit": 30, "own unit": 21, "district": 19, "province": 58}
REVIEWERS = {"own unit": "bi_thu", "district": "huyen", "province": "tinh"}


@pytest.fixture
def guideline(cast: Cast) -> Guideline:
    """The guideline in force, read once as a form would have it."""
    return make_guideline()


@pytest.mark.django_db(transaction=True)
def test_loop__costs_what_is_pinned_however_full_the_register_is(
    cast: Cast, guideline: Guideline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "READ_EVERY", 3600)  # else a slow machine asks for it once more
    _loop(cast, guideline, "Nông Văn Một (mẫu)")  # begins the register, warms content types
    small = _loop(cast, guideline, "Nông Văn Hai (mẫu)")
    for number in range(30):
        make_entry(cast.units.cell, name=f"Triệu Thị {number} (mẫu)")
    large = _loop(cast, guideline, "Nông Văn Ba (mẫu)")
    assert small == large
    assert all(small[act] <= PINNED[act] for act in PINNED), (small, sum(small.values()))
    assert sum(small.values()) <= BUDGET


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("members_present", {"members_total": 5, "members_present": 6, "votes_for": 5}),
        ("votes_for", {"members_total": 9, "members_present": 6, "votes_for": 7}),
    ],
)
def test_meeting__impossible_numbers_are_refused_by_the_form_and_by_the_table(
    cast: Cast, guideline: Guideline, field: str, numbers: dict[str, int]
) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo)
    for name, value in numbers.items():
        setattr(nomination, name, value)
    with pytest.raises(ValidationError) as refused:
        nomination.full_clean()
    assert set(refused.value.message_dict) == {field}
    with pytest.raises(IntegrityError), transaction.atomic():
        nomination.save()


def _loop(cast: Cast, guideline: Guideline, name: str) -> dict[str, int]:
    """Carry one nomination from nothing to its public profile; the queries of each act."""
    made: list[Nomination] = []
    category = make_category()

    def create() -> None:
        made.append(
            make_nomination(
                cast.units.cell, cast.chi_bo, name=name, category=category, guideline=guideline, with_evidence=False
            )
        )

    costs = {"create": _queries(create)}
    [nomination] = made
    for document in guideline.documents.all():
        make_evidence(nomination, document)
    costs["submit"] = _queries(partial(submission.submit, nomination_id=nomination.pk, user=cast.chi_bo))
    for act, reviewer in REVIEWERS.items():
        verdict = partial(
            decisions.decide,
            task_state_id=open_step_id(nomination),
            user=cast.everybody[reviewer],
            judgement=approval(nomination),
        )
        costs[act] = _queries(verdict)
    nomination.refresh_from_db()
    assert nomination.state == State.PUBLISHED
    return costs


def _queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
