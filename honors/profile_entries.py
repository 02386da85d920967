"""The entries of a profile as the public reads them, with the bases that open facts on them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from honors.addresses import absolute_address, unit_address, verification_address
from honors.categories import category_of
from honors.ledger import revocations
from honors.levels import Level
from honors.models import EntryState, PublicationBasis
from honors.profile import PublicCommendation, PublicEntry, StepWord, TrailStep, public_category
from honors.succession import unit_today
from honors.unit_tree import unit_of
from honors.written_out import read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.profile import Revocation

# Of an entry: kind and ground of its bases that stand.
Bases = list[tuple[str, str]]

# Those a stranger may read by name (`RegisterEntryQuerySet.named`), revoked ones too.
_ENTRIES = """
SELECT id, page_id, number, year, registered_on, state, category_id, unit_id, unit_name, unit_place, citation,
       verification_code, imported_id
FROM honors_registerentry WHERE page_id = %s AND state IN (%s, %s) AND public_name <> ''
ORDER BY registered_on DESC, id DESC
"""
# Those that were not withdrawn (`PublicationBasisQuerySet.valid`).
_BASES = """
SELECT basis.entry_id, basis.kind, basis.ground
FROM honors_publicationbasis basis JOIN honors_registerentry entry ON entry.id = basis.entry_id
WHERE entry.page_id = %s AND basis.withdrawn_on IS NULL ORDER BY basis.id
"""
# Those that were not withdrawn (`CommendationQuerySet.standing`).
_COMMENDATIONS = """
SELECT given.entry_id, form.name, given.note, decision.number, decision.signed_on, decision.issuer
FROM honors_commendation given
JOIN honors_registerentry entry ON entry.id = given.entry_id
JOIN honors_commendationform form ON form.id = given.form_id
LEFT JOIN honors_decision decision ON decision.id = given.decision_id
WHERE entry.page_id = %s AND given.withdrawn_at IS NULL ORDER BY form.rank DESC, given.id
"""
_STEPS = """
SELECT step.entry_id, step.level, step.unit_name, step.decided_on
FROM honors_entrystep step JOIN honors_registerentry entry ON entry.id = step.entry_id
WHERE entry.page_id = %s ORDER BY step.level
"""


class EntryRow(NamedTuple):
    """An entry's columns, as far as a profile shows them or looks for others by them."""

    pk: int
    page_id: int
    number: int
    year: int
    registered_on: datetime.date
    state: str
    category_id: int
    unit_id: int
    unit_name: str
    unit_place: str
    citation: str
    verification_code: str
    imported_id: int | None

    @property
    def is_revoked(self) -> bool:
        """Whether it stands struck through."""
        return self.state == EntryState.REVOKED


@dataclass(frozen=True, slots=True)
class ProfileEntries:
    """The entries of a profile, newest first: their rows, what the public reads of them, and the bases of each."""

    rows: Sequence[EntryRow]
    public: Sequence[PublicEntry]
    bases: dict[int, Bases]

    @property
    def standing_bases(self) -> list[Bases]:
        """The bases of each entry that was not revoked."""
        return [self.bases.get(row.pk, []) for row in self.rows if not row.is_revoked]

    @property
    def opened(self) -> set[str]:
        """The kinds of basis that stand on an entry that was not revoked."""
        return {kind for bases in self.standing_bases for kind, _ground in bases}


def profile_entries(page_id: int | None) -> ProfileEntries:
    """Return the entries of an honoree a stranger may read.

    Four queries, and one for revoked entries, whatever their number; one
    where there is none.
    """
    rows = [EntryRow(*row) for row in read_rows(_ENTRIES, [page_id, EntryState.ACTIVE.value, EntryState.REVOKED.value])]
    if not rows:
        return ProfileEntries((), (), {})
    bases, commendations, steps = _bases(page_id), _commendations(page_id), _steps(page_id)
    struck = revocations([row.pk for row in rows if row.is_revoked])
    public = [
        _public_entry(
            row,
            bases=bases.get(row.pk, []),
            commendations=commendations.get(row.pk, []),
            trail=_trail(steps.get(row.pk, []), row.registered_on),
            revocation=struck.get(row.pk),
        )
        for row in rows
    ]
    return ProfileEntries(rows, public, bases)


def _bases(page_id: int | None) -> dict[int, Bases]:
    """Kind and ground of the bases that stand, by entry. One query."""
    found: dict[int, Bases] = defaultdict(list)
    for entry_id, kind, ground in read_rows(_BASES, [page_id]):
        found[entry_id].append((kind, ground))
    return found


def _commendations(page_id: int | None) -> dict[int, list[PublicCommendation]]:
    """Forms of praise with their decisions, the highest first, by entry. One query."""
    found: dict[int, list[PublicCommendation]] = defaultdict(list)
    for entry_id, form, note, number, signed_on, issuer in read_rows(_COMMENDATIONS, [page_id]):
        found[entry_id].append(PublicCommendation(form, note, number or "", signed_on, issuer or ""))
    return found


def _steps(page_id: int | None) -> dict[int, list[tuple[int, str, datetime.date | None]]]:
    """Level, unit and day of the approval steps, by entry; a step that was skipped has no day. One query."""
    found: dict[int, list[tuple[int, str, datetime.date | None]]] = defaultdict(list)
    for entry_id, *step in read_rows(_STEPS, [page_id]):
        found[entry_id].append((step[0], step[1], step[2]))
    return found


def _trail(steps: Sequence[tuple[int, str, datetime.date | None]], registered_on: datetime.date) -> list[TrailStep]:
    """The levels in order, then the book: considered once, approved above, entered at the end."""
    trail: list[TrailStep] = []
    word = StepWord.CONSIDERED
    for level, unit_name, decided_on in steps:
        if decided_on is None:
            trail.append(TrailStep(StepWord.SKIPPED, unit_name or str(Level(level).label)))
        else:
            trail.append(TrailStep(word, unit_name, decided_on))
            word = StepWord.APPROVED
    return [*trail, TrailStep(StepWord.ENTERED, on=registered_on)] if trail else []


def _public_entry(
    row: EntryRow,
    *,
    bases: Bases,
    commendations: Sequence[PublicCommendation],
    trail: Sequence[TrailStep],
    revocation: Revocation | None,
) -> PublicEntry:
    status_consented = any(kind == PublicationBasis.Kind.HOUSEHOLD_STATUS for kind, _ground in bases)
    unit = unit_of(row.unit_id)
    today = unit_today(unit, on=timezone.localdate())
    return PublicEntry(
        category=public_category(category_of(row.category_id), status_consented=status_consented),
        citation=row.citation,
        unit_name=row.unit_name,
        place=row.unit_place,
        number=row.number,
        year=row.year,
        registered_on=row.registered_on,
        verification_code=row.verification_code,
        commendations=commendations,
        trail=trail,
        is_revoked=row.is_revoked,
        revocation=revocation,
        unit_url=unit_address(unit.code),
        unit_today=today.name if today.name != row.unit_name else "",
        place_today=today.place if today.place != row.unit_place else "",
        verification_url=absolute_address(verification_address(row.verification_code)),
        is_imported=row.imported_id is not None,
    )
