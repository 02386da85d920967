"""What a nomination still lacks before it can be submitted: one list, in words, with the field each is about."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import HonoreeKind, ProgrammeEnrolment
from workflows.gaps import Gap
from workflows.models import Evidence, NoBasis
from workflows.route import route_of, stops_without_reviewer
from workflows.rule_book import rule_book
from workflows.votes import meeting_gaps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.models import Nomination, RequiredDocument
    from workflows.route import Stop

OLDEST_BIRTH_YEAR = 1900


def gaps_of(nomination: Nomination, *, submitter_id: int | None = None, route: list[Stop] | None = None) -> list[Gap]:
    """Return everything the pinned guideline asks for and the nomination does not have.

    Four queries, and two for the route where the caller has not read it.
    """
    if route is None:
        route = route_of(nomination.unit, nomination.guideline_id)
    return [
        *_nominee_gaps(nomination),
        *meeting_gaps(nomination, route[0].step),
        *document_gaps(nomination),
        *_basis_gaps(nomination),
        *_route_gaps(nomination, route, submitter_id),
    ]


def _nominee_gaps(nomination: Nomination) -> Iterator[Gap]:
    needed = {"achievement": _("Describe what was done."), "citation": _("Write the citation the public will read.")}
    if nomination.kind == HonoreeKind.INDIVIDUAL:
        needed["birth_year"] = _("Give the birth year; it stays internal unless the nominee consents.")
        needed["role"] = _("Give the nominee's role or occupation.")
    else:
        needed["head_name"] = _("Name the head of the collective or household.")
        needed["member_count"] = _("Give the number of members.")
    yield from (Gap(name, message) for name, message in needed.items() if not getattr(nomination, name))
    if not nomination.category.applies_to(nomination.kind):
        yield Gap("category", _("This category is not meant for this kind of nominee."))
    if nomination.birth_year and not OLDEST_BIRTH_YEAR <= nomination.birth_year <= timezone.localdate().year:
        yield Gap("birth_year", _("This birth year cannot be right."))


def document_gaps(nomination: Nomination, *, level: int | None = None) -> Iterator[Gap]:
    """Required documents that are not there: of the submission, or of a level. One query, none where none is asked."""
    required = _required_documents(nomination, level)
    if not required:
        return
    present = Evidence.objects.present().filter(nomination_id=nomination.pk).order_by()
    brought = set(present.values_list("document_id", flat=True))
    for document in required:
        if document.pk not in brought:
            yield Gap("evidence", _("Add the document “%(name)s”.") % {"name": document.name})


def _required_documents(nomination: Nomination, level: int | None) -> list[RequiredDocument]:
    return [
        document
        for document in rule_book(nomination.guideline_id).documents
        if document.level == level
        and document.required
        and document.holds_for(kind=nomination.kind, category_id=nomination.category_id)
    ]


def _basis_gaps(nomination: Nomination) -> Iterator[Gap]:
    if not nomination.basis_ground:
        yield Gap("basis_ground", _("State the basis for publication, or that there is none yet."))
    elif nomination.basis_ground != NoBasis.NONE:
        if not nomination.basis_given_on:
            yield Gap("basis_given_on", _("Give the day of the basis for publication."))
        elif nomination.basis_given_on > timezone.localdate():
            yield Gap("basis_given_on", _("The basis for publication lies in the future."))
        if not nomination.basis_given_by:
            yield Gap("basis_given_by", _("Say who consented, or which source or law it is."))


def _route_gaps(nomination: Nomination, route: list[Stop], submitter_id: int | None) -> Iterator[Gap]:
    today: datetime.date = timezone.localdate()
    enrolled = ProgrammeEnrolment.objects.on(today).keeping_register().filter(unit_id=nomination.unit_id)
    if nomination.unit.level == Level.PROVINCE:
        yield Gap("unit", _("The province does not nominate."))
    elif not enrolled.exists():
        yield Gap("unit", _("This unit is not enrolled in the register programme."))
    if all(stop.is_skipped for stop in route):
        yield Gap("", _("The guideline gives this unit no step at all."))
    latest = nomination.latest_revision
    barred = {nomination.created_by_id, nomination.nominee_account_id, submitter_id, latest.user_id if latest else None}
    for stop in stops_without_reviewer(route, barred={person for person in barred if person}):
        yield Gap(
            "",
            _("%(unit)s has too few reviewers who could decide; the administrator can assign one.")
            % {"unit": stop.unit},
        )
