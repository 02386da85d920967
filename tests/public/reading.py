"""Reading public pages as a stranger does: counted, and never writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from honors import generation

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class WriteWhileReadingError(AssertionError):
    """A page that was only read wrote to the database."""


@contextmanager
def read_only() -> Iterator[None]:
    """Fail on the first statement that writes."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(_WRITES):
            raise WriteWhileReadingError(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def read(url: str, status: int = 200) -> str:
    """Return a page's text; it sets no cookie and writes nothing."""
    client = Client()
    with read_only():
        response = client.get(url)
    assert response.status_code == status, (url, response.status_code)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    return whole(response).decode()


def whole(response: Any) -> bytes:
    """The bytes of an answer; a file is read to its end, which closes it."""
    content: bytes = b"".join(response) if response.streaming else response.content
    return content


def queries_of(url: str) -> int:
    """How many queries a page takes on a server that is warm: it knows the site's address and this generation."""
    client = Client()
    with patch.object(generation, "READ_EVERY", float("inf")):
        first = client.get(url)
        whole(first)
        assert first.status_code == 200
        with CaptureQueriesContext(connection) as captured, read_only():
            whole(client.get(url))
    return len(captured)
