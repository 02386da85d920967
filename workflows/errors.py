"""Why a verb did not act: messages a person reads, in their language."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.gaps import Gap
    from workflows.models import DecisionRecord


class DecisionError(Exception):
    """An act that was not carried out; nothing was written."""


class IncompleteError(DecisionError):
    """Something is missing; `gaps` names each thing and the field it is about."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        self.gaps = list(gaps)
        super().__init__(" ".join(gap.message for gap in self.gaps))


class AlreadyDecidedError(DecisionError):
    """Somebody else was faster: says who decided what and when."""

    def __init__(self, record: DecisionRecord | None) -> None:
        self.record = record
        super().__init__(_already(record) if record else _("This step is not open any more."))


def _already(record: DecisionRecord) -> str:
    return _("Already decided: %(person)s chose “%(action)s” at %(time)s.") % {
        "person": record.actor,
        "action": record.get_action_display(),
        "time": _moment(record.at),
    }


def _moment(at: datetime.datetime) -> str:
    return date_format(timezone.localtime(at), "H:i, d/m/Y")
