from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.notices.mail_server import MailServer, mail_server


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server of the test's own."""
    with mail_server() as running:
        yield running
