"""Reading public pages as a stranger does: counted, and never writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

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
    return str(response.content.decode())


def queries_of(url: str) -> int:
    """How many queries a page takes once the site's address is cached, as it is on every server."""
    client = Client()
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured, read_only():
        client.get(url)
    return len(captured)
