"""What a bulk decision costs in queries: pinned at two sizes, everything counted, the taking and leaving included."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honors import generation
from tests.batches.cases import begun, many_at_district, outcomes
from tests.cast import Cast
from workflows.bulk.carrying_out import carry_on

# The contract is 15 a row on average; 14 is what a row costs today, beside what the whole costs once.
PER_ROW, ONCE = 14, 20


@pytest.mark.django_db(transaction=True)
def test_bulk_approval__costs_fourteen_queries_a_row_at_10_and_at_40(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "READ_EVERY", 3600)  # else a slow machine asks for it now and then
    costs = {}
    for size in (10, 40):
        bulk = begun(cast.huyen, many_at_district(cast, size))
        with CaptureQueriesContext(connection) as captured:
            assert carry_on(bulk_id=bulk.pk, seconds=60)
        costs[size] = len(captured)
        assert outcomes(bulk) == ["done"] * size
    assert (costs[40] - costs[10]) / 30 <= PER_ROW, costs
    assert costs[10] - 10 * PER_ROW <= ONCE, costs
