"""Django's cache in Redis: there when Redis is, an empty one when it is not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache.backends.base import BaseCache

from portal.redis_cache import PatientRedisCache
from tests.public.redis_process import own_redis


def use(cache: BaseCache) -> list[object]:
    """Every way Django, Wagtail and allauth use a cache."""
    cache.set("a", 1)
    cache.set_many({"b": 2})
    answers = [
        cache.add("c", 3),
        cache.get("a"),
        cache.get("none", "otherwise"),
        cache.get_many(["b"]),
        cache.has_key("b"),
        cache.touch("b"),
        cache.delete("b"),
    ]
    cache.delete_many(["c"])
    cache.clear()
    return answers


def test_cache__keeps_what_it_is_given_and_does_without_redis(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    with own_redis() as running:
        settings.REDIS_URL = running.url
        cache = PatientRedisCache(running.url, {"OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}})
        assert use(cache) == [True, 1, "otherwise", {"b": 2}, True, True, True]
        running.stop()
        assert use(cache) == [True, None, "otherwise", {}, False, False, False]
        cache.close()
    assert caplog.text.count("Redis does not answer") == 1
