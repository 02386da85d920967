"""A whole dossier for paper: every fact, sheet, meeting and act of one nomination, ready to be typeset.

The caller decides who may read it.  Words of the form stand in the template,
in Vietnamese; the sentences of the history are told in Vietnamese too,
whatever the reader's own language is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone, translation

from workflows.history import TOLD_WITH, day_of, told
from workflows.route import route_of
from workflows.sheet import criteria_of
from workflows.states import JUDGED, Action
from workflows.votes import votes_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from workflows.history import Line
    from workflows.models import Criterion, DecisionRecord, Evidence, Nomination, RouteStep
    from workflows.models.meeting import MeetingColumns
    from workflows.route import Stop

TEMPLATE = "dossier.typ"
LANGUAGE = "vi"


def dossier_paper(nomination: Nomination, *, reader: str) -> dict[str, Any]:
    """Return what the template needs; `reader` is who prints it and stands in the footer.

    Nine queries at any length.  A masked dossier comes with the blanks it was
    left with.  Files are listed, never embedded.
    """
    with translation.override(LANGUAGE):
        return _paper(nomination, reader)


def _paper(nomination: Nomination, reader: str) -> dict[str, Any]:
    route = route_of(nomination.unit, nomination.guideline_id)
    records = list(nomination.records.select_related(*TOLD_WITH).prefetch_related("assessments__criterion"))
    files = nomination.evidence.select_related("document", "added_by")
    return {
        "reference": nomination.reference,
        "printed_on": _moment(timezone.now()),
        "printed_for": reader,
        "state": nomination.get_state_display(),
        "name": nomination.display_name,
        "entry": _entry(nomination),
        "about": _about(nomination),
        "nominee": _nominee(nomination),
        "deed": _deed(nomination),
        "meeting": _meeting(nomination, route[0].step if route else None),
        "basis": _basis(nomination),
        "documents": [_document(file) for file in files],
        "route": [_waypoint(stop, nomination, records) for stop in route],
        "sheets": _sheets(records, criteria_of(nomination)),
        "history": [_told(line) for line in told(records, quorums={stop.level: stop.quorum for stop in route})],
    }


def _about(nomination: Nomination) -> dict[str, Any]:
    return {
        "unit": nomination.unit.name,
        "place": nomination.unit.place,
        "kind": nomination.get_kind_display(),
        "category": nomination.category.name,
        "guideline": nomination.guideline.number,
        "guideline_title": nomination.guideline.title,
        "created_by": str(nomination.created_by or ""),
        "created_on": _day(timezone.localdate(nomination.created_at)),
    }


def _nominee(nomination: Nomination) -> dict[str, Any]:
    return {
        "birth_year": _number(nomination.birth_year),
        "is_minor": nomination.is_minor,
        "role": nomination.role,
        "head": nomination.head_name,
        "members": _number(nomination.member_count),
        "phone": nomination.phone,
        "address": nomination.address,
    }


def _deed(nomination: Nomination) -> dict[str, str]:
    citation = nomination.citation if nomination.citation != nomination.achievement else ""
    return {
        "period": nomination.deed_period,
        "place": nomination.deed_place,
        "achievement": nomination.achievement,
        "citation": citation,
    }


def _basis(nomination: Nomination) -> dict[str, Any]:
    return {
        "ground": nomination.get_basis_ground_display() if nomination.basis_ground else "",
        "given_by": nomination.basis_given_by,
        "given_on": _day(nomination.basis_given_on),
        "proof": nomination.basis_proof,
        "guardian": nomination.guardian_name,
        "opens": [_label(nomination, name) for name in OPENING if getattr(nomination, name)],
    }


def _label(nomination: Nomination, name: str) -> str:
    return next(str(field.verbose_name) for field in nomination._meta.concrete_fields if field.name == name)


OPENING = ("opens_birth_year", "opens_photo", "opens_members", "opens_household_status")


def _meeting(meeting: MeetingColumns, step: RouteStep | None = None) -> dict[str, Any]:
    """The meeting in figures; with the step's rule, against what it asks for. Empty where none was reported."""
    if meeting.meeting_on is None and meeting.votes_for is None:
        return {}
    votes = votes_of(meeting, step)
    return {
        "day": _day(meeting.meeting_on),
        "total": _number(meeting.members_total),
        "present": _number(meeting.members_present),
        "votes": _number(meeting.votes_for),
        "percent": _decimal(votes.percent) if votes else "",
        "base": votes.base_label if votes else "",
        "needed": _decimal(votes.needed_percent) if votes else "",
        "exclusive": votes.exclusive if votes else False,
    }


def _document(file: Evidence) -> dict[str, str]:
    return {
        "title": file.document.name if file.document else "",
        "name": file.name,
        "size": filesizeformat(file.size),
        "added_on": _day(timezone.localdate(file.added_at)),
        "added_by": str(file.added_by),
        "removed_on": _day(timezone.localdate(file.removed_at)) if file.removed_at else "",
    }


def _entry(nomination: Nomination) -> dict[str, str]:
    if nomination.entry is None:
        return {}
    return {"number": str(nomination.entry), "registered_on": _day(nomination.entry.registered_on)}


def _waypoint(stop: Stop, nomination: Nomination, records: Sequence[DecisionRecord]) -> dict[str, str]:
    """One level of the latest run: since when it had the case, until when, and what became of it."""
    run = next((record.run for record in reversed(records) if record.action == Action.SUBMIT), 0)
    of_level = (record for record in records if run and record.run == run and record.level == stop.level)
    verdict = next((record for record in of_level if record.action in JUDGED - {Action.CONCUR}), None)
    here = {
        "level": str(stop.level.label),
        "unit": stop.unit.label if stop.unit else "",
        "status": "ahead",
        "since": "",
        "due": "",
        "done": "",
        "by": "",
    }
    if stop.is_skipped:
        return {**here, "status": "skipped"}
    if verdict is not None:
        return {**here, **_decided(verdict)}
    if stop.level == nomination.waiting_level:
        since = _moment(nomination.waiting_since)
        return {
            **here,
            "status": "now",
            "since": since,
            "due": _day(nomination.due_on),
            "by": str(nomination.holder or ""),
        }
    return here


def _decided(verdict: DecisionRecord) -> dict[str, str]:
    return {
        "unit": verdict.unit_name,
        "status": verdict.action,
        "since": _moment(verdict.waited_since),
        "due": _day(verdict.was_due_on),
        "done": _moment(verdict.at),
        "by": str(verdict.actor or ""),
    }


def _sheets(records: Sequence[DecisionRecord], criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """Every judgement with its answers, in the order they were given; runs are counted from one."""
    numbers = {criterion.pk: str(number) for number, criterion in enumerate(criteria, start=1)}
    runs: dict[int, int] = {}
    sheets = []
    for record in records:
        if record.action in JUDGED:
            runs.setdefault(record.run, len(runs) + 1)
            sheets.append({"round": runs[record.run], **_sheet(record, numbers)})
    return sheets


def _sheet(record: DecisionRecord, numbers: dict[int, str]) -> dict[str, Any]:
    return {
        "unit": record.unit_name,
        "level": record.get_level_display() if record.level else "",
        "verdict": record.get_action_display(),
        "at": _moment(record.at),
        "by": str(record.actor or ""),
        "on_behalf_of": str(record.on_behalf_of or ""),
        "meeting": _meeting(record),
        "reasons": record.reason_labels,
        "reason": record.reason,
        "justification": record.justification,
        "answers": [
            {
                "number": numbers.get(given.criterion_id, ""),
                "criterion": given.criterion.text,
                "required": given.criterion.required,
                "answer": given.get_answer_display(),
                "note": given.note,
            }
            for given in record.assessments.all()
        ],
    }


def _told(line: Line) -> dict[str, Any]:
    file = line.record.evidence
    return {
        "at": _moment(line.record.at),
        "sentence": line.sentence,
        "words": line.words,
        "details": line.details,
        "file": file.name if file and file.removed_at is None else "",
    }


def _day(day: datetime.date | None) -> str:
    return day_of(day) if day else ""


def _moment(moment: datetime.datetime | None) -> str:
    return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y") if moment else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _decimal(value: object) -> str:
    return str(value).replace(".", ",")
