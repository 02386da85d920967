"""The Redis that all processes of the site share, asked with little patience: the site does not depend on it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import redis
from django.conf import settings

logger = logging.getLogger(__name__)
# Less than a page costs to build anew.
_PATIENCE = 0.5
# Seconds for which a server that did not answer is left alone.
REST = 5.0

Value = TypeVar("Value")


class _Trouble:
    """Since when Redis does not answer, as far as this process knows."""

    lock = threading.Lock()
    until = float("-inf")
    is_logged = False


def asked(question: Callable[[Any], Value], otherwise: Value) -> Value:
    """Ask Redis; do without where there is none or it does not answer, which is logged once until it does again."""
    if not settings.REDIS_URL or time.monotonic() < _Trouble.until:
        return otherwise
    try:
        value = question(client(settings.REDIS_URL))
    except (redis.RedisError, OSError) as error:
        with _Trouble.lock:
            _Trouble.until = time.monotonic() + REST
            if not _Trouble.is_logged:
                logger.warning("Redis does not answer, the site goes on without: %s", error)
            _Trouble.is_logged = True
        return otherwise
    _Trouble.is_logged = False
    return value


@lru_cache(maxsize=4)
def client(url: str) -> Any:
    """Return the one client of this process."""
    return redis.Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)


def forget_trouble() -> None:
    """Ask again at once."""
    _Trouble.until = float("-inf")
    _Trouble.is_logged = False
