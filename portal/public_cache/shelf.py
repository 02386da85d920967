"""Answers kept in this process, for the generation it knows; the least asked for go first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from portal.public_cache.answers import Answer

# Nobody waits longer for somebody else's page; a builder that takes longer is not waited for.
LONGEST_WAIT = 5.0
_LARGEST = 512 * 1024


class Shelf:
    """Answers by address, bounded in number and bytes, of one generation at a time.

    A new generation empties it: what is no longer true takes no room.
    """

    def __init__(self, *, most_bytes: Callable[[], int], most_answers: int) -> None:
        self._most_bytes = most_bytes
        self._most_answers = most_answers
        self._lock = threading.Lock()
        self._generation = ""
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._bytes = 0
        self._builders: dict[tuple[str, str], threading.Event] = {}

    def get(self, generation: str, address: str) -> Answer | None:
        """Return what is kept for an address in a generation."""
        with self._lock:
            if generation != self._generation:
                return None
            answer = self._answers.get(address)
            if answer is not None:
                self._answers.move_to_end(address)
            return answer

    def put(self, generation: str, address: str, answer: Answer) -> None:
        """Keep an answer whose building began in a generation, unless it is too large."""
        if answer.size > min(_LARGEST, self._most_bytes()):
            return
        with self._lock:
            if generation != self._generation:
                self._empty()
                self._generation = generation
            if (before := self._answers.pop(address, None)) is not None:
                self._bytes -= before.size
            self._answers[address] = answer
            self._bytes += answer.size
            while self._bytes > self._most_bytes() or len(self._answers) > self._most_answers:
                _address, dropped = self._answers.popitem(last=False)
                self._bytes -= dropped.size

    def begin(self, generation: str, address: str) -> threading.Event | None:
        """Say that one builds an answer: None for the first, for others what to wait for."""
        with self._lock:
            if (building := self._builders.get((generation, address))) is not None:
                return building
            self._builders[generation, address] = threading.Event()
            return None

    def end(self, generation: str, address: str) -> None:
        """Say that the answer is built, or that there will be none."""
        with self._lock:
            building = self._builders.pop((generation, address))
        building.set()

    def clear(self) -> None:
        """Forget everything, as a new process would."""
        with self._lock:
            self._empty()

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._answers)

    def _empty(self) -> None:
        self._answers.clear()
        self._bytes = 0
