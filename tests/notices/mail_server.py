"""A little mail server in a thread, as well or as badly behaved as a test wants it."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from django.test import override_settings

# What it may do wrong: say no to everything, fall silent when greeted, fall silent after the whole mail was
# sent, or hang up without a word at that point.
REFUSES, HANGS, HANGS_AFTER_DATA, DROPS_AFTER_DATA = "refuses", "hangs", "hangs after data", "drops after data"
TIMEOUT = 1


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails and keeps those it said yes to; `seen` has everything that came through."""

    daemon_threads = True
    allow_reuse_address = True
    # A client that gave up is not waited for.
    block_on_close = False

    def __init__(self) -> None:
        self.manner = ""
        self.taken: list[Message] = []
        self.seen: list[Message] = []
        self.connections = 0
        super().__init__(("127.0.0.1", 0), _Conversation)

    def ids(self) -> list[str]:
        """The numbers of the mails it took."""
        return sorted(str(mail["Message-ID"]) for mail in self.taken)


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        if self.server.manner == HANGS:
            time.sleep(TIMEOUT * 3)
            return
        self._say(220)
        while line := self.rfile.readline():
            verb = line[:4].strip().upper()
            if verb == b"DATA":
                if not self._take_mail():
                    return
            elif verb == b"QUIT":
                self._say(221)
                return
            else:
                self._say(550 if verb == b"RCPT" and self.server.manner == REFUSES else 250)

    def _take_mail(self) -> bool:
        self._say(354)
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        mail = message_from_bytes(b"".join(lines))
        self.server.seen.append(mail)
        if self.server.manner == DROPS_AFTER_DATA:
            return False
        if self.server.manner == HANGS_AFTER_DATA:
            time.sleep(TIMEOUT * 3)
            return False
        self.server.taken.append(mail)
        self._say(250)
        return True

    def _say(self, code: int) -> None:
        self.wfile.write(f"{code} -\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run one, with the settings pointing at it."""
    server = MailServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    settings: dict[str, Any] = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": server.server_address[1],
        "EMAIL_TIMEOUT": TIMEOUT,
    }
    with override_settings(**settings):
        yield server
    server.shutdown()
    server.server_close()
    thread.join()
