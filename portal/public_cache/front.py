"""The HTTP cache in front (HTTP_CACHE_URL): what it was allowed to keep is remembered, and purged after a commit.

An answer may be kept in front (`s-maxage`) only where its address has been
written down first, in Redis, where every process of every host finds it.  No
Redis, too many addresses, or a cache that does not let itself be purged: then
nothing is allowed, and the cache in front asks us each time.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import ProxyHandler, build_opener

from django.conf import settings
from django.db import connection
from wagtail.contrib.frontend_cache.backends import HTTPBackend
from wagtail.contrib.frontend_cache.backends.http import PurgeRequest

from honors.generation import generation
from portal.public_cache.redis_server import asked

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)

S_MAXAGE = 300
MOST_ADDRESSES = 2000
# In a request's environment: its query string is not the one the visitor sent.
IS_SHORTENED = "ghidanh.query_is_shortened"
# At once, and again for answers that were on their way to the cache while it was purged: no process hands out what is
# older than half a second (`hand_out`), so what comes later than the second round was on the line for as long.
ROUNDS = (0.0, 0.75, 2.0)
# A path as the client that purges can send it: programs write letters unencoded, fragments, or whole addresses.
_PURGEABLE = re.compile(r"/(?:[!-\"$-~]*)")
_ADDRESSES, _PURGED, _TROUBLE = "ghidanh:front:addresses", "ghidanh:front:purged", "ghidanh:front:trouble"
_AT_ONCE = 8
_PATIENCE = 2.0
# A cache that does not know an address has nothing to forget.
_NOTHING_THERE = 404


def hand_out(request: HttpRequest, built_for: str) -> int:
    """Return for how many seconds the cache in front may answer this address by itself, having written it down.

    None for an answer that a commit has overtaken, for an address whose query
    string was shortened, and for one that cannot be asked for again as it was
    written.  One round trip to Redis.
    """
    if not settings.HTTP_CACHE_URL or generation() != built_for:
        return 0
    # As the visitor wrote it, where the server tells: the cache in front knows it under that name.
    written = request.META.get("RAW_URI") or request.get_full_path()
    if IS_SHORTENED in request.META or not _PURGEABLE.fullmatch(written):
        return 0
    address = f"{request.scheme}://{request.get_host()}{written}"
    return S_MAXAGE if asked(lambda server: _written_down(server, address), otherwise=False) else 0


def purge_soon() -> None:
    """Have everything purged that was handed out, off this thread: called after a commit that changed a public page."""
    if settings.HTTP_CACHE_URL:
        _purger.order()


def purge_missed() -> None:
    """Purge what a process that died, Redis or the cache in front kept from being purged; called by `tick`."""
    if not settings.HTTP_CACHE_URL:
        return
    current = generation()
    purged, trouble = asked(lambda server: (server.get(_PURGED), server.exists(_TROUBLE)), (None, True))
    if trouble or purged != current.encode():
        purge_everything()


def purge_everything() -> bool:
    """Purge every address handed out; return whether the cache in front has let itself be purged of all of them."""
    current, began = generation(), time.time()
    addresses = asked(lambda server: server.zrange(_ADDRESSES, 0, -1), None)
    if addresses is None:
        return False
    try:
        PatientBackend({"LOCATION": settings.HTTP_CACHE_URL}).purge_batch([address.decode() for address in addresses])
    except (OSError, HTTPException, ValueError) as error:
        logger.warning("The HTTP cache in front could not be purged, nothing is kept there until it can: %s", error)
        asked(lambda server: server.set(_TROUBLE, 1), None)
        return False
    asked(lambda server: _write_purged(server, current, began), None)
    return True


class PatientBackend(HTTPBackend):
    """Wagtail's backend, which waits for ever, keeps a failure to itself, and goes through a proxy of the machine's."""

    def purge_batch(self, urls: list[str]) -> None:
        """Purge addresses, several at a time; raises what the first that fails does."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            waiting = [pool.submit(self.purge, url) for url in urls]
            try:
                for purge in waiting:
                    purge.result()
            except Exception:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def purge(self, url: str) -> None:
        """Purge one address; raises OSError, HTTPException, or ValueError for one that cannot be sent."""
        asked_for = urlsplit(url)
        there = urlunsplit((self.cache_scheme, self.cache_netloc, asked_for.path, asked_for.query, ""))
        request = PurgeRequest(there, headers={"Host": asked_for.netloc})
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=_PATIENCE):
                pass
        except HTTPError as error:
            error.close()
            if error.code != _NOTHING_THERE:
                raise


class _Purger:
    """One thread that purges when it is due and ends when nothing is: a command waits for it before it ends."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: list[float] = []
        self._thread: threading.Thread | None = None

    def order(self) -> None:
        """Order all rounds from now; those of commits close to each other are done together."""
        with self._changed:
            now = time.monotonic()
            self._due = sorted([*self._due, *(now + pause for pause in ROUNDS)])[: 50 * len(ROUNDS)]
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="purge")
                self._thread.start()
            self._changed.notify()

    def wait(self, seconds: float) -> None:
        """Wait until nothing is due any more."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _work(self) -> None:
        try:
            while self._is_due():
                try:
                    purge_everything()
                except Exception:
                    # The thread goes on: one that died would never be begun again.
                    logger.exception("A purge of the HTTP cache in front failed")
        finally:
            connection.close()

    def _is_due(self) -> bool:
        """Wait for the next round; False when there is none."""
        with self._changed:
            while self._due and self._due[0] > (now := time.monotonic()):
                self._changed.wait(self._due[0] - now)
            if not self._due:
                self._thread = None
                return False
            now = time.monotonic()
            self._due = [due for due in self._due if due > now]
            return True


_purger = _Purger()


def wait_for_purges(seconds: float = 10.0) -> None:
    """Wait until this process has purged what it was ordered to."""
    _purger.wait(seconds)


def _written_down(server: Any, address: str) -> bool:
    """Write an address down; whether there was room for it, and purges work."""
    now = time.time()
    with server.pipeline(transaction=False) as pipe:
        pipe.zscore(_ADDRESSES, address)
        pipe.zadd(_ADDRESSES, {address: now})
        pipe.zcard(_ADDRESSES)
        pipe.exists(_TROUBLE)
        known, _added, count, trouble = pipe.execute()
    if trouble:
        return False
    if count > MOST_ADDRESSES and known is None:
        # What was handed out that long ago is kept nowhere any more.
        server.zremrangebyscore(_ADDRESSES, "-inf", now - 2 * S_MAXAGE)
        if server.zcard(_ADDRESSES) > MOST_ADDRESSES:
            server.zrem(_ADDRESSES, address)
            return False
    return True


def _write_purged(server: Any, current: str, began: float) -> None:
    """Note what was purged. Addresses stay a while: the rounds that follow purge them again."""
    with server.pipeline(transaction=False) as pipe:
        pipe.set(_PURGED, current)
        pipe.delete(_TROUBLE)
        pipe.zremrangebyscore(_ADDRESSES, "-inf", began - 2 * S_MAXAGE)
        pipe.execute()
