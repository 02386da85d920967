"""What a screen of the queue costs in queries: the same for a few cases and for many, in every list."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.queue.scenes import DESK, at_cell, at_district, due_in
from tests.workflows.web import signed_in
from workflows.queue.columns import COLUMN_KEYS
from workflows.queue.succession import next_case

EVERY_COLUMN = "&".join(f"cols={key}" for key in COLUMN_KEYS)
ASKED = [
    "?tab=mine",
    f"?tab=unit&{EVERY_COLUMN}",
    "?tab=subtree&filters=1&due=overdue&unit=D04",
    "?tab=stand_in",
    "?tab=decided&own=1",
]


def costs(cast: Cast) -> dict[str, int]:
    browser = signed_in(cast.huyen)
    found = {}
    for query in ASKED:
        browser.get(reverse(DESK) + query)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(reverse(DESK) + query).status_code == 200
        found[query] = len(captured)
    return found


def fill(cast: Cast, number: int) -> None:
    for turn in range(number):
        due_in(at_district(cast, f"Ở huyện {number} {turn}"), turn - number // 2)
        at_cell(cast, f"Ở chi bộ {number} {turn}")


@pytest.mark.django_db
def test_queue__costs_the_same_queries_for_two_cases_and_for_thirty(cast: Cast) -> None:
    fill(cast, 2)
    small = costs(cast)
    fill(cast, 15)
    assert costs(cast) == small
    assert small["?tab=mine"] <= 33
    assert max(small.values()) <= 50
    with CaptureQueriesContext(connection) as captured:
        next_case(cast.huyen, after=1, query="due=overdue")
    assert len(captured) <= 9
