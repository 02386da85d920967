"""The generation of the public site: it changes with every commit a stranger could notice, and with nothing else."""

from __future__ import annotations

import datetime
import threading
import time

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from honors import generation
from honors.models import HonoreeIndexPage, PublicChange, Unit
from tests.cast import Cast


def test_generation__is_read_once_within_half_a_second(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    generation.forget()
    with django_assert_num_queries(1):
        assert generation.generation() == generation.generation()


@pytest.mark.django_db(transaction=True)
def test_generation__changes_when_a_shown_row_is_saved(cast: Cast) -> None:
    before = generation.generation()

    Unit.objects.get(pk=cast.units.cell.pk).save()

    assert generation.generation() != before


@pytest.mark.django_db
def test_generation__stays_while_a_draft_is_kept(cast: Cast) -> None:
    page = HonoreeIndexPage.objects.get()
    before = generation.generation()

    page.introduction = "A draft"
    page.save_revision()

    assert generation.generation() == before


@pytest.mark.django_db
def test_generation__changes_at_midnight() -> None:
    with time_machine.travel(datetime.datetime(2026, 3, 1, 16, 59, tzinfo=datetime.UTC), tick=False):
        before = generation.generation()
    with time_machine.travel(datetime.datetime(2026, 3, 1, 17, 1, tzinfo=datetime.UTC), tick=False):
        assert generation.generation() != before


@pytest.mark.django_db(transaction=True)
def test_generation__announces_once_a_transaction(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with transaction.atomic():
        generation.announce_change()
        with django_assert_num_queries(0):
            generation.announce_change()

    assert PublicChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_generation__announces_again_after_a_savepoint_was_undone() -> None:
    with transaction.atomic():
        try:
            with transaction.atomic():
                generation.announce_change()
                raise ValueError
        except ValueError:
            generation.announce_change()

    assert PublicChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_generation__is_the_old_one_again_after_a_transaction_was_undone() -> None:
    before = generation.generation()
    with pytest.raises(ValueError), transaction.atomic():
        generation.announce_change()
        assert generation.generation() != before
        raise ValueError

    generation.forget()
    assert generation.generation() == before


@pytest.mark.django_db(transaction=True)
def test_after_commit__is_told_once_and_only_when_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(generation, "AFTER_COMMIT", [lambda: told.append("told")])

    with pytest.raises(ValueError), transaction.atomic():
        generation.announce_change()
        raise ValueError
    assert told == []
    with transaction.atomic():
        generation.announce_change()
        generation.announce_change()

    assert told == ["told"]


@pytest.mark.django_db(transaction=True)
def test_generation__of_another_process_follows_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    before = generation.generation()
    now = time.monotonic()

    def elsewhere() -> None:
        PublicChange.objects.create()
        connection.close()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert generation.generation() == before
    monkeypatch.setattr(time, "monotonic", lambda: now + 0.6)

    assert generation.generation() != before


@pytest.mark.django_db
def test_remembered__is_built_once_a_generation() -> None:
    built: list[int] = []

    def build() -> int:
        built.append(1)
        return len(built)

    assert generation.remembered("counts", build) == generation.remembered("counts", build) == 1
    generation.announce_change()
    assert generation.remembered("counts", build) == 2


@pytest.mark.django_db
def test_old_changes__go_where_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "_MOST_KEPT", 2)
    old = [PublicChange.objects.create().pk for _number in range(3)]
    PublicChange.objects.filter(pk__in=old).update(at=timezone.now() - datetime.timedelta(hours=2))
    kept = PublicChange.objects.create()

    assert generation.forget_old_changes() == 3
    assert list(PublicChange.objects.all()) == [kept]
