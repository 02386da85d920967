"""A cache in front keeps what it may and never answers old bytes a second after a commit."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from honors.models import HonoreeIndexPage
from portal.public_cache import front
from portal.public_cache.redis_server import asked
from tests.public.caching_proxy import CachingProxy, caching_proxy
from tests.public.redis_process import OwnRedis, own_redis

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def redis() -> Iterator[OwnRedis]:
    """A Redis of this test's own."""
    with own_redis() as running:
        yield running


@pytest.fixture
def proxy(live_server: LiveServer, redis: OwnRedis, settings: Any) -> Iterator[CachingProxy]:
    """A cache in front of a portal that knows of it."""
    with caching_proxy(live_server.url.removeprefix("http://")) as running:
        settings.PUBLIC_CACHE_BYTES = 4 * 1024 * 1024
        settings.REDIS_URL, settings.HTTP_CACHE_URL = redis.url, running.url
        settings.ALLOWED_HOSTS = ["*"]
        yield running
        front.wait_for_purges()


def introduce(words: str) -> None:
    page = HonoreeIndexPage.objects.get()
    page.introduction = words
    page.save()


def wait_until_new(proxy: CachingProxy, words: str, seconds: float = 1.0) -> None:
    """Wait for new words, a second at most, as every visitor may."""
    deadline = time.monotonic() + seconds
    while words not in proxy.read("/so-ghi-danh/")[0]:
        assert time.monotonic() < deadline, "old bytes after a second"
        time.sleep(0.02)


def test_front_cache__keeps_pages_until_a_commit_changes_them(proxy: CachingProxy) -> None:
    proxy.read("/so-ghi-danh/")
    assert proxy.read("/so-ghi-danh/")[1]
    introduce("Lời mới.")
    wait_until_new(proxy, "Lời mới.")
    front.wait_for_purges()
    assert "Lời mới." in proxy.read("/so-ghi-danh/")[0]
    assert proxy.read("/so-ghi-danh/")[1]


def test_front_cache__forgets_exactly_what_was_handed_out(proxy: CachingProxy) -> None:
    for path in ("/so-ghi-danh/", "/so-ghi-danh/?kind=individual", "/khong-co/", "/ban-tin/?utm_source=zalo"):
        proxy.read(path)
    introduce("Lời mới.")
    front.wait_for_purges()
    host = proxy.origin
    assert set(proxy.purged) == {f"{host}/so-ghi-danh/", f"{host}/so-ghi-danh/?kind=individual"}


def test_answer_under_way_during_the_purge__does_not_stay(proxy: CachingProxy) -> None:
    proxy.slow_by = 0.4
    visitor = threading.Thread(target=proxy.read, args=["/so-ghi-danh/"])
    visitor.start()
    time.sleep(0.2)
    introduce("Lời mới.")
    visitor.join()
    proxy.slow_by = 0.0
    time.sleep(0.8)
    assert "Lời mới." in proxy.read("/so-ghi-danh/")[0]


def test_front_cache_that_is_down__holds_up_no_commit_and_keeps_nothing_more(
    proxy: CachingProxy, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    proxy.read("/so-ghi-danh/")
    settings.HTTP_CACHE_URL = "http://127.0.0.1:9"
    began = time.monotonic()
    introduce("Lời mới.")
    assert time.monotonic() - began < 0.5
    front.wait_for_purges()
    assert "could not be purged" in caplog.text
    assert "s-maxage" not in Client().get("/ban-tin/")["Cache-Control"]
    settings.HTTP_CACHE_URL = proxy.url
    front.purge_missed()
    assert "Lời mới." in proxy.read("/so-ghi-danh/")[0]
    assert "s-maxage" in Client().get("/ban-tin/")["Cache-Control"]


def test_front_cache_that_refuses__is_not_trusted(proxy: CachingProxy) -> None:
    proxy.read("/so-ghi-danh/")
    proxy.refuses = True
    assert not front.purge_everything()
    assert "s-maxage" not in Client().get("/so-ghi-danh/")["Cache-Control"]


def test_purge_that_a_dead_process_owed__is_made_up_for_by_tick(
    proxy: CachingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.purge_missed()
    proxy.read("/so-ghi-danh/")
    monkeypatch.setattr(front._purger, "order", lambda: None)
    introduce("Lời mới.")
    assert "Lời mới." not in proxy.read("/so-ghi-danh/")[0]
    front.purge_missed()
    assert "Lời mới." in proxy.read("/so-ghi-danh/")[0]
    purged = len(proxy.purged)
    front.purge_missed()
    assert len(proxy.purged) == purged


def test_too_many_addresses__are_not_handed_out(proxy: CachingProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "MOST_ADDRESSES", 3)
    answers = [Client().get(f"/so-ghi-danh/?x={number}")["Cache-Control"] for number in range(5)]
    assert ["s-maxage" in answer for answer in answers] == [True, True, True, False, False]
    assert "s-maxage" in Client().get("/so-ghi-danh/?x=0")["Cache-Control"]


def test_without_redis__nothing_is_handed_out_and_every_page_is_there(
    proxy: CachingProxy, redis: OwnRedis, caplog: pytest.LogCaptureFixture
) -> None:
    redis.stop()
    for path in ("/", "/so-ghi-danh/", "/ban-tin/", "/"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert "s-maxage" not in answer["Cache-Control"]
    introduce("Lời mới.")
    front.wait_for_purges()
    assert "Lời mới." in Client().get("/so-ghi-danh/").content.decode()
    assert caplog.text.count("Redis does not answer") == 1


def test_processes__share_what_one_of_them_built(proxy: CachingProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    from portal.public_cache import middleware

    built = Client().get("/so-ghi-danh/")
    middleware.clear()
    monkeypatch.setattr("honors.listing.register_listing", lambda query: pytest.fail("built again"))
    shared = Client().get("/so-ghi-danh/")
    assert (shared.content, dict(shared.headers)) == (built.content, dict(built.headers))


def test_address_nobody_can_purge__is_not_handed_out_and_stops_no_purge(proxy: CachingProxy) -> None:
    """Written by programs that do not encode: as it is read, it can be asked for but not purged."""
    for raw in ("/so-ghi-danh/?q=\xc4\x91", "/so-ghi-danh/#x", "http://other/so-ghi-danh/"):
        assert "s-maxage" not in Client().get("/so-ghi-danh/", RAW_URI=raw)["Cache-Control"]
    asked(lambda server: server.zadd("ghidanh:front:addresses", {"http://x/\xff": time.time()}), None)
    proxy.read("/so-ghi-danh/")
    introduce("Lời mới.")
    front.wait_for_purges()
    assert "s-maxage" not in Client().get("/so-ghi-danh/")["Cache-Control"]
    asked(lambda server: server.zrem("ghidanh:front:addresses", "http://x/\xff"), None)
    introduce("Lời mới hơn.")
    wait_until_new(proxy, "Lời mới hơn.")
