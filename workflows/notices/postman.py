"""One connection to the mail server for one run, and what is known after each attempt."""

from __future__ import annotations

import enum
import logging
import smtplib
from typing import TYPE_CHECKING, Any

from django.core.mail import get_connection

if TYPE_CHECKING:
    from types import TracebackType

    from django.core.mail import EmailMultiAlternatives

logger = logging.getLogger(__name__)


class Outcome(enum.Enum):
    """What is known of a mail after the attempt to send it."""

    SENT = "the server took it"
    REFUSED = "the server did not take it"
    UNCERTAIN = "the connection broke before the server said so"


class Postman:
    """Sends over one connection, opened when there is something to send; after it broke nothing more is tried."""

    def __init__(self) -> None:
        self._connection: Any = get_connection()
        self._is_open = False
        self._is_broken = False

    def __enter__(self) -> Postman:
        """Begin a run; nothing is connected yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up; a server that does not answer even to that is left alone."""
        if self._is_open:
            try:
                self._connection.close()
            except OSError:
                logger.info("the mail server did not say goodbye")

    def is_ready(self) -> bool:
        """Whether the server answers now: asked before anything is claimed, so that a dead one holds up nothing."""
        if self._is_broken:
            return False
        try:
            if not self._is_open:
                self._connection.open()
                self._is_open = True
            smtp = getattr(self._connection, "connection", None)
            if isinstance(smtp, smtplib.SMTP):
                smtp.noop()
        except OSError as error:
            self._is_broken = True
            logger.warning("the mail server does not answer: %s", error)
        return not self._is_broken

    def send(self, message: EmailMultiAlternatives) -> Outcome:
        """Send one mail. A broken connection leaves open whether the server took it: nobody may send it again."""
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPServerDisconnected as error:
            return self._broke(error)
        except (smtplib.SMTPException, ValueError) as error:
            logger.warning("a mail was refused: %s", error)
            return Outcome.REFUSED
        except OSError as error:
            return self._broke(error)
        return Outcome.SENT

    def _broke(self, error: OSError) -> Outcome:
        self._is_broken = True
        logger.warning("the connection to the mail server broke: %s", error)
        return Outcome.UNCERTAIN
