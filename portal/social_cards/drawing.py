"""Draws cards: each once for what it says, one at a time on a machine, kept on the disk within bounds."""

from __future__ import annotations

import fcntl
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache
from django.utils.translation import gettext as _

from honors.typesetting import draw, paper_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portal.social_cards.facts import CardFacts

TEMPLATE = "card.typ"
# Thirty to forty kilobytes each; the oldest third goes when there are more.
MOST_KEPT = 1000
# Seconds somebody waits for the card being drawn to be finished, and how many of a process may wait.
PATIENCE = 3.0
_MOST_WAITING = 2
_waiting = threading.BoundedSemaphore(_MOST_WAITING)


class BusyError(Exception):
    """Another card is being drawn, and enough people wait for it already."""


def card(name: str, facts: CardFacts) -> bytes:
    """Return a card as PNG, drawing it where what it says, or how, has changed since it was drawn.

    `name` is what the card is of.  A file is read, or 0.4 s of a child
    process; raises BusyError, and TypesettingError where it cannot be drawn.
    """
    data = {**asdict(facts), **_frame()}
    sign = hashlib.blake2b(json.dumps([data, _template()]).encode(), digest_size=16).hexdigest()
    kept = _kept(name, sign)
    if kept is not None:
        return kept
    with _alone():
        # Whoever was before us may have drawn it.
        kept = _kept(name, sign)
        if kept is None:
            kept = draw(TEMPLATE, data)
            _shelf().set(name, (sign, kept))
    return kept


def forget(name: str) -> None:
    """Delete a card, if there is one."""
    _shelf().delete(name)


def card_folder() -> Path:
    """Where cards are kept."""
    folder: Path = settings.VAR_DIR / "social-cards"
    return folder


def _kept(name: str, sign: str) -> bytes | None:
    """The card as it was drawn, if that is how it would be drawn now."""
    found: tuple[str, bytes] | None = _shelf().get(name)
    return found[1] if found and found[0] == sign else None


def _shelf() -> FileBasedCache:
    """A cache of Django's on this machine's disk: it counts and clears by itself."""
    return FileBasedCache(str(card_folder()), {"TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": MOST_KEPT}})


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the one place at the drawing board of this machine."""
    if not _waiting.acquire(blocking=False):
        raise BusyError
    try:
        card_folder().mkdir(parents=True, exist_ok=True)
        with (card_folder() / "drawing.lock").open("w") as board:
            _take(board)
            yield
    finally:
        _waiting.release()


def _take(board: Any) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(board, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise BusyError from None
            time.sleep(0.05)
        else:
            return


def _frame() -> dict[str, str]:
    """What is the same on every card."""
    return {
        "brand": _("Good people, good deeds"),
        "office": _("Honour register of Bắc Kạn province"),
        "brocade": _drawing("brocade.svg"),
        "mark": _drawing("favicon.svg"),
    }


@lru_cache(maxsize=2)
def _drawing(name: str) -> str:
    return (settings.BASE_DIR / "portal" / "static" / "ghidanh" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _template() -> str:
    return (paper_folder() / TEMPLATE).read_text(encoding="utf-8")
