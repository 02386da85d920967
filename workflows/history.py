"""A nomination's history in plain sentences, one for each record: for the screen and for the printed dossier."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.states import JUDGED, Action

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from workflows.models import DecisionRecord

# What a sentence reads of a record; with these selected it asks the database nothing.
TOLD_WITH = ("actor", "on_behalf_of", "addressee", "evidence")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One record, told: what happened, what belongs to it, and the words somebody wrote themselves."""

    record: DecisionRecord
    sentence: str
    details: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What the person wrote: a reason, a question, an answer."""
        return self.record.reason


def told(records: Iterable[DecisionRecord], *, quorums: Mapping[int, int] | None = None) -> list[Line]:
    """Tell records, oldest first; `quorums` says how many approvals each level asks for. No query with TOLD_WITH."""
    lines = []
    concurred: Counter[tuple[int, int | None]] = Counter()
    was_submitted = False
    for record in records:
        lacking = 0
        if record.action == Action.CONCUR:
            concurred[record.run, record.level] += 1
            lacking = (quorums or {}).get(record.level or 0, 0) - concurred[record.run, record.level]
        text = sentence(record, lacking=lacking, again=was_submitted)
        was_submitted = was_submitted or record.action == Action.SUBMIT
        lines.append(Line(record=record, sentence=text, details=details(record)))
    return lines


def sentence(record: DecisionRecord, *, lacking: int = 0, again: bool = False) -> str:
    """Say what happened.

    `lacking` is how many approvals the step still needs after this one, 0 where
    that is not known; `again` is for a submission that is not the first.
    """
    action = Action(record.action)
    values = {
        "who": _who(record),
        "person": str(record.actor or ""),
        "unit": record.unit_name,
        "to": str(record.addressee or ""),
        "agency": record.agency,
        "reasons": ", ".join(record.reason_labels),
        "level": record.get_level_display() if record.level else "",
        "action": record.get_action_display(),
    }
    if action == Action.CONCUR and lacking > 0:
        text = ngettext(
            "%(who)s approved; %(count)02d more approval is needed.",
            "%(who)s approved; %(count)02d more approvals are needed.",
            lacking,
        )
        return text % {**values, "count": lacking}
    if action == Action.SUBMIT and again:
        return _("%(who)s submitted the nomination again.") % values
    if action == Action.RETURN and record.reason_codes:
        return _("%(who)s returned the nomination for completion: %(reasons)s.") % values
    return _sentences().get(action, _("%(who)s: %(action)s.")) % values


def details(record: DecisionRecord) -> list[str]:
    """What belongs to the act beside its sentence: the level's meeting, the justification, a time that had passed."""
    found = []
    if record.votes_for is not None and record.meeting_on:
        found.append(
            _("Meeting of %(day)s: %(votes)s votes for, %(present)s present of %(total)s members.")
            % {
                "day": day_of(record.meeting_on),
                "votes": record.votes_for,
                "present": record.members_present,
                "total": record.members_total,
            }
        )
    if record.justification:
        found.append(_("Justification: %(text)s") % {"text": record.justification})
    if record.action in JUDGED and record.was_due_on and timezone.localdate(record.at) > record.was_due_on:
        found.append(_("Decided after the due date, %(day)s.") % {"day": day_of(record.was_due_on)})
    return found


def day_of(day: datetime.date) -> str:
    """A day as people write it."""
    return date_format(day, "d/m/Y")


def _who(record: DecisionRecord) -> str:
    """The person, the unit they acted for, and in whose place."""
    values = {"person": str(record.actor or ""), "unit": record.unit_name, "giver": str(record.on_behalf_of or "")}
    if record.on_behalf_of_id:
        return _("%(person)s (%(unit)s), on behalf of %(giver)s,") % values
    return _("%(person)s (%(unit)s)") % values if record.unit_name else values["person"]


def _sentences() -> dict[Action, str]:
    return {
        Action.SUBMIT: _("%(who)s submitted the nomination."),
        Action.APPROVE: _("%(who)s approved."),
        Action.CONCUR: _("%(who)s approved; the step needs more approvals."),
        Action.RETURN: _("%(who)s returned the nomination for completion."),
        Action.REFUSE: _("%(who)s refused the nomination."),
        Action.CONSULT: _("%(who)s asked %(agency)s for an opinion."),
        Action.ANSWER: _("%(agency)s answered; %(who)s recorded it."),
        Action.HAND_OVER: _("%(who)s handed the case over to %(to)s."),
        Action.RECUSE: _("%(who)s declared a tie to the nominee and takes no part in this case."),
        Action.DECLARE: _("%(who)s declared a tie that does not bar from deciding."),
        # The namer works for a unit above: the record's unit is the one decided for.
        Action.STAND_IN: _("%(person)s named %(to)s to decide in place of %(unit)s."),
        Action.ATTACH: _("%(who)s added a document of the step."),
        Action.WITHDRAW: _("%(who)s withdrew the nomination."),
        Action.PUBLISH: _("%(who)s published the entry."),
        Action.UNPUBLISH: _("%(who)s took the publication of the entry down."),
        Action.ADD_BASIS: _("%(who)s recorded one more basis for publication."),
        Action.DROP_BASIS: _("%(who)s withdrew one basis for publication."),
        Action.REVOKE: _("%(who)s revoked the entry."),
        Action.MASK: _("%(who)s masked the entry; the private text of the dossier was erased."),
        Action.UNIT_CHANGE: _("The case goes on at what followed %(unit)s."),
        Action.SKIP: _("The level “%(level)s” was passed over: there is no such step here."),
    }
