"""Real threads with connections of their own, let go at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

PATIENCE = 60


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all acts together; each one's result, or the exception it ended with, in their order."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE)
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(run, act) for act in acts]]


def winners(results: list[Any], *losing: type[Exception]) -> list[int]:
    """Places of the acts that went through; fail on any loser that got another exception than expected."""
    lost = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(result, losing) for result in lost), lost
    return [place for place, result in enumerate(results) if not isinstance(result, Exception)]
