"""What every test may ask for, and what holds for all of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from honors import generation
from portal.public_cache import middleware as public_cache
from tests.baseline import read_baseline, restore_baseline
from tests.cast import Cast, make_cast
from workflows.rule_book import forget_rules

# How long an example takes says more about the machine than about the code.
hypothesis_settings.register_profile("shared machine", deadline=None)
hypothesis_settings.load_profile("shared machine")


@pytest.fixture
def cast(db: None) -> Cast:
    """The small tree and its people."""
    return make_cast()


@pytest.fixture(scope="session")
def races() -> int:
    """How often a race is run: few in CI, a thousand in `make soak`."""
    return int(os.environ.get("RACES", "20"))


@pytest.fixture(scope="session")
def kills() -> int:
    """How often a process is killed in the middle: few in CI, a hundred in `make soak`."""
    return int(os.environ.get("KILLS", "5"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Bring back the migrations' rows after each test that commits (see `tests.baseline`)."""
    with django_db_blocker.unblock():
        baseline = read_baseline()

    def restore(self: TransactionTestCase) -> None:
        restore_baseline(baseline)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield


@pytest.fixture(autouse=True, scope="session")
def _files_of_this_run() -> Iterator[None]:
    """Leave no uploaded file behind."""
    yield
    for folder in (settings.MEDIA_ROOT, settings.STORAGES["private"]["OPTIONS"]["location"]):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _cold_cache() -> None:
    """Start each test with an empty cache: rate limits, counters and site roots are not carried over."""
    cache.clear()
    generation.forget()
    forget_rules()
    public_cache.clear()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long runs, and tests of one database on the other, where everybody sees it."""
    on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    without: list[tuple[str, Any]] = []
    if not on_postgresql:
        without.append(("postgres", pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL")))
    if not os.environ.get("SOAK"):
        without.append(("soak", pytest.mark.skip(reason="a long run: `make soak`")))
    for item in items:
        for marker, skip in without:
            if item.get_closest_marker(marker):
                item.add_marker(skip)
