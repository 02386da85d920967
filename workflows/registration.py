"""From the last approval into the book: what the public record needs is copied, the rest stays in the dossier."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from honors.models import HonoreePage, PublicationBasis, RegisterEntry, counts_as_minor
from honors.services import BasisGiven, EntryRequest, StepTaken, register_entry
from honors.suggestions import similar_profiles
from workflows.cases import NOWHERE
from workflows.errors import DecisionError, IncompleteError
from workflows.gaps import Gap
from workflows.models import DecisionRecord, NoBasis, Nomination
from workflows.states import Action, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflows.route import Stop

NEW_PROFILE = "new"


def register(
    *, nomination: Nomination, route: Sequence[Stop], run: int, profile: str, actor: Any, at: datetime.datetime
) -> RegisterEntry:
    """Enter an approved nomination in its unit's register and move it on; the caller holds its row lock.

    Raises IncompleteError when no profile was chosen, DecisionError when an
    approval is missing on the very revision that stands (it cannot happen by
    any screen; a tampered row stops here).
    """
    approvals = _approvals(nomination, run)
    if any(stop.unit and stop.level not in approvals for stop in route):
        raise DecisionError(_("An approval is missing: this nomination cannot be registered."))
    request = EntryRequest(
        unit=nomination.unit,
        kind=nomination.kind,
        name=nomination.name,
        category=nomination.category,
        citation=nomination.citation,
        honorific=nomination.honorific,
        role=nomination.role,
        birth_year=nomination.birth_year,
        is_minor=is_child(nomination),
        guideline_number=nomination.guideline.number,
        steps=[
            StepTaken(
                level=stop.level,
                # Who approved, as it was called then: the unit may have become another since.
                unit_name=approvals[stop.level][1] if stop.unit else "",
                decided_on=approvals[stop.level][0] if stop.unit else None,
            )
            for stop in route
        ],
        bases=list(bases_of(nomination)),
        profile=_chosen_profile(nomination, profile),
        registered_on=timezone.localdate(at),
    )
    entry = register_entry(request=request, actor=actor, at=at)
    nomination.move(
        state=State.PUBLISHED if entry.public_name else State.REGISTERED,
        entry=entry,
        **NOWHERE,
    )
    return entry


def is_child(nomination: Nomination) -> bool:
    """Whether the nominee is guarded as a child: by the mark, or by the birth year where it was forgotten."""
    return counts_as_minor(is_minor=nomination.is_minor, birth_year=nomination.birth_year, on=timezone.localdate())


def bases_of(nomination: Nomination) -> Iterator[BasisGiven]:
    """Yield the bases a nomination states; none where it states that there is none."""
    if nomination.basis_ground in {"", NoBasis.NONE} or nomination.basis_given_on is None:
        return
    kinds = [PublicationBasis.Kind.PUBLISH]
    optional = {
        PublicationBasis.Kind.PHOTO: nomination.opens_photo,
        PublicationBasis.Kind.BIRTH_YEAR: nomination.opens_birth_year,
        PublicationBasis.Kind.MEMBERS: nomination.opens_members,
        PublicationBasis.Kind.HOUSEHOLD_STATUS: nomination.opens_household_status,
    }
    kinds += [kind for kind, opened in optional.items() if opened]
    for kind in kinds:
        yield BasisGiven(
            kind=kind,
            ground=nomination.basis_ground,
            given_by=nomination.basis_given_by,
            given_on=nomination.basis_given_on,
            proof=nomination.basis_proof,
        )
    if nomination.guardian_name:
        yield BasisGiven(
            kind=PublicationBasis.Kind.GUARDIAN,
            ground=PublicationBasis.Ground.CONSENT,
            given_by=nomination.guardian_name,
            given_on=nomination.basis_given_on,
            proof=nomination.basis_proof,
        )


def suggestions_for(nomination: Nomination) -> list[HonoreePage]:
    """Profiles the province reviewer may extend instead of making a new one. One query."""
    return similar_profiles(
        name=nomination.name, kind=nomination.kind, unit=nomination.unit, birth_year=nomination.birth_year
    )


def _approvals(nomination: Nomination, run: int) -> dict[int, tuple[datetime.date, str]]:
    """Day and unit of the approval at each level of a run. One query."""
    records = DecisionRecord.objects.filter(
        nomination=nomination, run=run, action=Action.APPROVE, revision_id=nomination.latest_revision_id
    )
    rows = records.values_list("level", "at", "unit_name")
    return {level: (timezone.localdate(at), unit_name) for level, at, unit_name in rows}


def _chosen_profile(nomination: Nomination, choice: str) -> HonoreePage | None:
    if choice == NEW_PROFILE:
        return None
    offered = [page.pk for page in suggestions_for(nomination) if str(page.pk) == choice]
    # Locked and asked again: it may have been masked since it was offered.
    page = HonoreePage.objects.select_for_update().filter(pk__in=offered).first()
    if page is None or page not in suggestions_for(nomination):
        raise IncompleteError([Gap("profile", _("Choose a new profile or one of those suggested."))])
    return page
