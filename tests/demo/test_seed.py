"""What the seed refuses, that it is the same every time, and that a broken one leaves nothing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction

from honors.models import Ceremony, HonoreePage, PublicationBasis, RegisterEntry, Unit
from portal.accounts.models import User
from portal.bulletins.models import BulletinPage
from portal.demo import seed as seed_module
from portal.demo.origin import Size, is_in_use, seeded_size
from portal.demo.plan import shares
from portal.demo.seed import SeedRefusedError, seed
from tests.factories import make_unit, make_user
from workflows.models import Assessment, DataSubjectRequest, DecisionRecord, Evidence, Nomination

pytestmark = pytest.mark.django_db
# Cases under way follow the day of seeding.
SEEDED = datetime.datetime(2026, 5, 18, 3, 0, tzinfo=datetime.UTC)
SMALL = Size(entries=120, pending=30)


def nothing(line: str) -> None:
    """Take what the seed tells, and say nothing."""


@pytest.fixture
def without_bulletins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the drawing, the longest part of a small demo."""
    monkeypatch.setattr(seed_module, "make_bulletins", lambda report: None)


@pytest.mark.parametrize("make", [lambda: make_unit("P01", "Tỉnh", level=4), lambda: make_user("ai-do")])
def test_seed__of_a_database_in_use__is_refused_and_changes_nothing(make: Any) -> None:
    make()
    with pytest.raises(CommandError, match=r"\w"):
        call_command("seed_demo")
    assert Unit.objects.count() + User.objects.count() == 1
    assert seeded_size() is None


@pytest.mark.usefixtures("without_bulletins")
def test_seed__of_another_size__is_refused() -> None:
    seed(SMALL, nothing)
    with pytest.raises(SeedRefusedError, match="120"):
        seed(Size(entries=121, pending=30), nothing)
    assert not seed(SMALL, nothing)
    assert RegisterEntry.objects.count() == 120


@pytest.mark.parametrize("size", [Size(entries=1, pending=0), Size(entries=10, pending=-1)])
def test_seed__of_no_sensible_size__is_refused(size: Size) -> None:
    with pytest.raises(SeedRefusedError):
        seed(size, nothing)
    assert not is_in_use()


def test_seed__broken_in_its_last_phase__leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(report: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(seed_module, "make_bulletins", break_off)
    with pytest.raises(KeyboardInterrupt):
        seed(Size(entries=40, pending=2), nothing)
    assert not is_in_use()
    assert seeded_size() is None


def test_seed__twice__tells_the_same_story() -> None:
    stories = []
    for _time in range(2):
        with transaction.atomic(), time_machine.travel(SEEDED, tick=False):
            seed(SMALL, nothing)
            stories.append(whole_story())
            transaction.set_rollback(True)
    assert stories[0] == stories[1]


@pytest.mark.parametrize("entries", [2, 60, 1140, 4999, 100_000])
def test_shares__add_up_exactly(entries: int) -> None:
    units = [Unit(code=f"X{number:03}", name=f"Chi bộ thôn Nà Mẫu {number} (mẫu)") for number in range(38)]
    divided = shares(units, entries)
    collectives = sum(share.collectives for share in divided)
    assert sum(share.individuals for share in divided) + collectives + 2 == entries
    assert collectives == round(entries * 82 / 1140)


def test_shares__of_a_size_for_measuring__spread_over_three_years() -> None:
    units = [Unit(code="X029", name="Chi bộ thôn Nà Mẫu 15 (mẫu)")]
    assert {share.year for share in shares(units, 100_000)} == {2018, 2019, 2020}
    assert {share.year for share in shares(units, 1140)} == {2020}


def whole_story() -> list[list[Any]]:
    """Everything a demo is made of, by what identifies it to a reader; numbers a database gives out left aside."""
    return [
        list(User.objects.order_by("username").values_list("username", "full_name", "password", "date_joined")),
        list(
            RegisterEntry.objects.order_by("unit__code", "number").values_list(
                "unit__code", "number", "verification_code", "honoree_name", "public_name", "citation", "recorded_at",
                "page__slug", "page__path", "page__translation_key", "page__birth_year",
            )
        ),
        list(PublicationBasis.objects.order_by("entry", "kind").values_list("kind", "given_by", "given_on")),
        list(HonoreePage.objects.order_by("path").values_list("slug", "live", "first_published_at", "members")),
        list(DataSubjectRequest.objects.order_by("pk").values_list("state", "reference", "about", "arrived_at")),
        list(Ceremony.objects.order_by("held_on", "units__code").values_list("held_on", "units__code", "attended")),
        list(
            Nomination.objects.order_by("created_at", "name").values_list(
                "name", "achievement", "state", "created_at", "waiting_since", "waiting_level", "votes_for"
            )
        ),
        list(DecisionRecord.objects.order_by("pk").values_list("action", "at", "actor__username", "reason")),
        list(Assessment.objects.order_by("pk").values_list("answer", "note")),
        list(Evidence.objects.order_by("pk").values_list("name", "size", "added_at")),
        list(BulletinPage.objects.order_by("path").values_list("slug", "lead", "translation_key", "published_on")),
    ]  # fmt: skip
