"""The API against its own description: requests nobody thinks of, answers held against their shapes."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from honors.models import Ceremony
from portal.api.description import api
from tests.cast import make_units
from tests.factories import make_bulletin, make_entry, make_profile
from tests.public.test_register import revoke

pytestmark = [pytest.mark.django_db, pytest.mark.story]
# More in `make soak`.
EXAMPLES = int(os.environ.get("API_EXAMPLES", "1000" if os.environ.get("SOAK") else "15"))


@pytest.fixture
def _one_connection(db: None) -> Iterator[None]:
    """Keep the test's connection, whose rows nobody else sees, open between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(_one_connection: None) -> Any:
    """The API as it describes itself, over rows of every kind."""
    units = make_units()
    make_profile(units.cell)
    revoke(make_entry(units.cell, name="Lý Thị Hạnh"))
    make_entry(units.cell_2, name="Ma Văn Ẩn", published=False)
    make_bulletin()
    Ceremony.objects.create(held_on=datetime.date(2020, 9, 7)).units.add(units.cell)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


PATHS = api.get_openapi_schema(path_prefix="api/v1/")["paths"]
# Only numbers and cursors can be wrong; any words may be asked for.
REQUESTS = [(path, GenerationMode.POSITIVE) for path in PATHS] + [
    (path, GenerationMode.NEGATIVE)
    for path, operations in PATHS.items()
    if any(parameter["name"] == "size" for parameter in operations["get"]["parameters"])
]


@pytest.mark.parametrize(("path", "mode"), REQUESTS)
def test_api__answers_as_it_describes_itself(described: Any, path: str, mode: GenerationMode) -> None:
    """What its description allows is answered in the shape it promises; what it forbids is refused."""
    operation = described[path]["GET"]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    ask()
