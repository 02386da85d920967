"""A Redis of a test's own, which may be stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis

from portal.public_cache import redis_server
from tests.workflows.server import HOST, free_port


class OwnRedis:
    """A server that keeps nothing on disk."""

    def __init__(self, program: str) -> None:
        port = free_port()
        self.url = f"redis://{HOST}:{port}/0"
        command = [program, "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.server = redis.Redis.from_url(self.url)
        self._wait()

    def stop(self) -> None:
        """End it, as a machine that fails does."""
        self.server.close()
        self._process.kill()
        self._process.wait()

    def _wait(self) -> None:
        for _attempt in range(100):
            try:
                self.server.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.05)
        raise AssertionError("redis-server does not answer")


@contextmanager
def own_redis() -> Iterator[OwnRedis]:
    """Run a Redis; skip the test where there is none, except where everything has to be there."""
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("redis-server is not installed")
        pytest.skip("needs redis-server")
    running = OwnRedis(program)
    redis_server.forget_trouble()
    try:
        yield running
    finally:
        redis_server.client(running.url).close()
        running.stop()
        redis_server.forget_trouble()
