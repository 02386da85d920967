"""A second after a commit nobody reads old bytes: two processes of four threads, read without a pause."""

from __future__ import annotations

import datetime
import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.utils import timezone

from honors.models import Decision, EntryEvent, EntryState, HonoreePage
from honors.services import mask_entry, publish_entry, unpublish_entry
from tests.cast import Cast
from tests.factories import given, make_bulletin, make_entry
from tests.public.readers import Reader, reading
from tests.public.redis_process import own_redis
from tests.workflows.server import served

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

logger = logging.getLogger(__name__)
SECONDS = float(os.environ.get("FRESHNESS_SECONDS", "12"))
MOST_OLD = 1.0
PATIENCE = 30
READERS = 6
NAME = "Triệu Thị Độc Nhất"
REGISTER, FRONT = "/so-ghi-danh/", "/"


@dataclass(frozen=True)
class Expected:
    """From a moment on, what a page's answer must be like; `begun` is when the act began."""

    begun: float
    since: float
    path: str
    what: str
    holds: Callable[[int, str], bool]


@pytest.fixture(params=["alone", "with Redis"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """The portal on two workers of four threads, with answers kept."""
    options = ("--workers", "2", "--threads", "4")
    kept = {"PUBLIC_CACHE_BYTES": str(32 * 1024 * 1024)}
    if request.param == "alone":
        with served(*options, **kept, REDIS_URL="") as found:
            yield found
    else:
        with own_redis() as running, served(*options, **kept, REDIS_URL=running.url) as found:
            yield found


def test_commit__is_what_everybody_reads_a_second_later(cast: Cast, port: int) -> None:
    entry = make_entry(cast.units.cell, name=NAME)
    page = HonoreePage.objects.get(pk=entry.page_id)
    bulletin = make_bulletin()
    expected: list[Expected] = []
    begun = 0.0

    def from_now(path: str, what: str, holds: Callable[[int, str], bool]) -> None:
        expected.append(Expected(begun, time.monotonic(), path, what, holds))

    def edit(number: int) -> None:
        page.refresh_from_db()
        page.citation = words = f"Bản sửa thứ {number}."
        page.save()
        from_now(page.url, f"edit {number}", lambda status, text: words in text)
        bulletin.lead = lead = f"Lời dẫn thứ {number}."
        bulletin.save()
        from_now(bulletin.url, f"bulletin {number}", lambda status, text: lead in text)
        from_now(FRONT, f"bulletin {number} in front", lambda status, text: lead in text)

    def unpublish(number: int) -> None:
        unpublish_entry(entry_id=entry.pk, actor=cast.tinh_bt)
        from_now(page.url, f"unpublish {number}", lambda status, text: status == 410 and NAME not in text)
        from_now(REGISTER, f"unpublish {number}", lambda status, text: NAME not in text)
        from_now(FRONT, f"unpublish {number}", lambda status, text: NAME not in text)

    def publish(number: int) -> None:
        publish_entry(entry_id=entry.pk, bases=[given("publish")], actor=cast.tinh_bt)
        for path in (page.url, REGISTER, FRONT):
            from_now(path, f"publish {number}", lambda status, text: status != 410 and NAME in text)

    def revoke(number: int) -> None:
        revoked = make_entry(cast.units.cell_2, name=f"Nguyễn Văn Thu Hồi {number}")
        decision = Decision.objects.create(number=f"{number}-QĐ/TU (mẫu)", signed_on=datetime.date(2020, 11, 1))
        with transaction.atomic():
            now = timezone.now()
            revoked.transition(EntryEvent.Kind.AMENDED, actor=cast.tinh, at=now, state=EntryState.REVOKED)
            revoked.append_event(EntryEvent.Kind.REVOKED, actor=cast.tinh, at=now, values={}, decision=decision)
        from_now(REGISTER, f"revoke {number}", lambda status, text: f"{number}-QĐ/TU" in text)

    def mask() -> None:
        mask_entry(entry_id=entry.pk, actor=cast.tinh_bt)
        from_now(page.url, "mask", lambda status, text: status == 410 and NAME not in text)
        from_now(REGISTER, "mask", lambda status, text: NAME not in text)
        from_now(FRONT, "mask", lambda status, text: NAME not in text)

    until = time.monotonic() + SECONDS
    paths = [page.url, REGISTER, FRONT, bulletin.url]
    with reading(port, paths, readers=READERS) as readers:
        wait_for_readers(readers, paths)
        for number, act in enumerate(_in_turn(edit, unpublish, publish, revoke), 1):
            begun = time.monotonic()
            act(number)
            wait_for_readers(readers, paths)
            if time.monotonic() > until and number >= 4:
                break
        begun = time.monotonic()
        mask()
        wait_for_readers(readers, paths)
    _hold_against(expected, readers)


def wait_for_readers(readers: list[Reader], paths: list[str]) -> None:
    """Give what was done its second, and wait until every page has been read a few times after that."""
    time.sleep(MOST_OLD + 0.2)
    moment, deadline = time.monotonic(), time.monotonic() + PATIENCE
    while any(sum(reader.has_read(path, since=moment) for reader in readers) < READERS // 2 for path in paths):
        assert time.monotonic() < deadline, "the readers do not get on"
        time.sleep(0.1)


def _in_turn(*acts: Callable[[int], None]) -> Iterator[Callable[[int], None]]:
    while True:
        yield from acts


def _hold_against(expected: list[Expected], readers: list[Reader]) -> None:
    """Each answer asked for a second after an act, and before the next about that page, says what the act says."""
    assert not [trouble for reader in readers for trouble in reader.trouble]
    readings = sorted((one for reader in readers for one in reader.readings), key=lambda one: one.began)
    assert {one.status for one in readings} <= {200, 304, 410}
    held = 0
    for place, rule in enumerate(expected):
        end = next((later.begun for later in expected[place + 1 :] if later.path == rule.path), float("inf"))
        # What began before the next act may be either.
        looked_at = [
            one for one in readings if one.path == rule.path and rule.since + MOST_OLD <= one.began < end - one.seconds
        ]
        assert looked_at, f"nobody read {rule.path} after {rule.what}"
        old = [one for one in looked_at if not rule.holds(one.status, one.text)]
        assert not old, (
            f"{len(old)} of {len(looked_at)} old after {rule.what}, {old[-1].began - rule.since:.2f} s later"
        )
        held += len(looked_at)
    statuses = Counter(one.status for one in readings)
    logger.info("%d answers, %d held against %d acts, %s", len(readings), held, len(expected), dict(statuses))
    assert statuses[304], "nobody was told that nothing is new"
