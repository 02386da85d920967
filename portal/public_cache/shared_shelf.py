"""Answers that all processes share, in Redis: one builds, the others read.

Stored as JSON and bytes, never as pickled objects: whoever can write into
Redis must not be able to run code here.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from django.conf import settings

from portal.public_cache.answers import Answer
from portal.public_cache.redis_server import asked

# A generation is rarely longer; whatever else is left over goes by itself.
_SECONDS = 3600
_CODE = ("honors", "workflows", "portal", "templates")
_KINDS = {".py", ".html", ".css", ".js", ".svg", ".mo"}


def shared_answer(generation: str, address: str) -> Answer | None:
    """Return what another process has put there; None where Redis has nothing or does not answer."""
    stored = asked(lambda server: server.get(_key(generation, address)), None)
    if not isinstance(stored, bytes):
        return None
    head, _, body = stored.partition(b"\n")
    return Answer(body, json.loads(head))


def share(generation: str, address: str, answer: Answer) -> None:
    """Put an answer where the other processes find it."""
    stored = json.dumps(answer.headers).encode() + b"\n" + answer.body
    asked(lambda server: server.set(_key(generation, address), stored, ex=_SECONDS), None)


def _key(generation: str, address: str) -> str:
    name = hashlib.blake2b(f"{release()} {generation} {address}".encode(), digest_size=20).hexdigest()
    return f"ghidanh:answer:{name}"


@lru_cache(maxsize=1)
def release() -> str:
    """A sign of what makes pages besides their content: the code, and what of the settings stands in addresses.

    A new version of the program may not be answered by the old one's pages.
    Reads some three megabytes, once in a process.
    """
    sign = hashlib.blake2b(f"{settings.BASE_URL} {settings.DEMO} {settings.STATIC_URL}".encode(), digest_size=12)
    for folder in _CODE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in _KINDS:
                sign.update(str(path.relative_to(settings.BASE_DIR)).encode())
                sign.update(path.read_bytes())
    return sign.hexdigest()
