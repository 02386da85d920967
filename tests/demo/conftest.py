from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from portal.demo.facts import DEFAULT_ENTRIES, DEFAULT_PENDING
from portal.demo.origin import Size
from portal.demo.seed import seed


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The whole demo for the tests of one module, and what its seed told; gone again afterwards."""
    told: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        assert seed(Size(entries=DEFAULT_ENTRIES, pending=DEFAULT_PENDING), told.append)
        cache.clear()
        yield told
        transaction.set_rollback(True)
    cache.clear()
