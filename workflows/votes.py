"""The votes of a meeting against what the guideline asks: one rule, for the dossier's meeting and a level's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.gaps import Gap
from workflows.models import RatioBase

if TYPE_CHECKING:
    import datetime

    from workflows.models import RouteStep
    from workflows.models.meeting import MeetingColumns


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting as somebody reports it; `None` for what was not said."""

    meeting_on: datetime.date | None = None
    members_total: int | None = None
    members_present: int | None = None
    votes_for: int | None = None


@dataclass(frozen=True, kw_only=True)
class Votes:
    """The meeting's votes as a bar: percentages of the base."""

    percent: Decimal
    needed_percent: Decimal
    exclusive: bool
    base_label: str


def meeting_gaps(meeting: Meeting | MeetingColumns, step: RouteStep | None) -> Iterator[Gap]:
    """What is missing, impossible or not enough. No query."""
    fields = {
        "meeting_on": _("Give the date of the meeting that chose the nominee."),
        "members_total": _("Give the number of official members."),
        "members_present": _("Give the number of members present."),
        "votes_for": _("Give the number of votes for."),
    }
    missing = [Gap(name, message) for name, message in fields.items() if getattr(meeting, name) is None]
    yield from missing
    if meeting.meeting_on and meeting.meeting_on > timezone.localdate():
        yield Gap("meeting_on", _("The meeting lies in the future."))
    if missing:
        return
    total, present, votes = meeting.members_total or 0, meeting.members_present or 0, meeting.votes_for or 0
    if present > total:
        yield Gap("members_present", _("More members were present than the cell has."))
    if votes > present:
        yield Gap("votes_for", _("There are more votes than members present."))
    if step is not None:
        yield from _not_enough(meeting, step)


def votes_of(meeting: Meeting | MeetingColumns, step: RouteStep | None) -> Votes | None:
    """The votes as a bar; None where they were not counted yet. No query."""
    if step is None or meeting.votes_for is None:
        return None
    base = _base(meeting, step)
    if not base:
        return None
    return Votes(
        percent=(Decimal(meeting.votes_for * 100) / base).quantize(Decimal("0.1")),
        needed_percent=(step.min_ratio * 100).quantize(Decimal("0.1")),
        exclusive=step.ratio_exclusive,
        base_label=step.get_ratio_base_display(),
    )


def _base(meeting: Meeting | MeetingColumns, step: RouteStep) -> int:
    """Whom the votes are counted against: all official members, or those present."""
    by_total = step.ratio_base == RatioBase.TOTAL
    return (meeting.members_total if by_total else meeting.members_present) or 0


def _not_enough(meeting: Meeting | MeetingColumns, step: RouteStep) -> Iterator[Gap]:
    base, votes = _base(meeting, step), meeting.votes_for or 0
    needed = step.min_ratio * base
    if votes > needed or (votes == needed and not step.ratio_exclusive and base):
        return
    text = (
        _("%(votes)s of %(base)s votes are not enough: the guideline asks for more than %(percent)s%% of %(whom)s.")
        if step.ratio_exclusive
        else _("%(votes)s of %(base)s votes are not enough: the guideline asks for %(percent)s%% of %(whom)s.")
    )
    values = {"votes": votes, "base": base, "percent": f"{(step.min_ratio * 100).normalize():f}".replace(".", ",")}
    yield Gap("votes_for", text % {**values, "whom": step.get_ratio_base_display()})
