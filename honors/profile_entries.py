"""The entries of a profile as the public reads them, with the bases that open facts on them.

What belongs to the entries is read as plain rows, one query a table: whole
objects cost a reader of the page twice as much.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from honors.addresses import absolute_address, unit_address, verification_address
from honors.categories import category_of
from honors.ledger import revocations
from honors.levels import Level
from honors.models import Commendation, EntryStep, PublicationBasis
from honors.profile import PublicCommendation, PublicEntry, StepWord, TrailStep, public_category
from honors.succession import unit_today
from honors.unit_tree import unit_tree

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Sequence

    from honors.models import HonoreePage, RegisterEntry
    from honors.profile import Revocation

# Of an entry: kind and ground of its bases that stand.
Bases = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ProfileEntries:
    """The entries of a profile, newest first: their rows, what the public reads of them, and the bases of each."""

    rows: Sequence[RegisterEntry]
    public: Sequence[PublicEntry]
    bases: dict[int, Bases]

    @property
    def standing_bases(self) -> list[Bases]:
        """The bases of each entry that was not revoked."""
        return [self.bases[row.pk] for row in self.rows if not row.is_revoked]

    @property
    def opened(self) -> set[str]:
        """The kinds of basis that stand on an entry that was not revoked."""
        return {kind for bases in self.standing_bases for kind, _ground in bases}


def profile_entries(page: HonoreePage) -> ProfileEntries:
    """Return the entries of an honoree a stranger may read.

    Four queries, and one for revoked entries, whatever their number; one
    where there is none.
    """
    rows = list(page.active_entries().order_by("-registered_on", "-pk"))
    if not rows:
        return ProfileEntries((), (), {})
    ids = [row.pk for row in rows]
    bases, commendations, steps = _bases(ids), _commendations(ids), _steps(ids)
    struck = revocations([row.pk for row in rows if row.is_revoked])
    public = [
        _public_entry(
            row,
            bases=bases[row.pk],
            commendations=commendations[row.pk],
            trail=_trail(steps[row.pk], row.registered_on),
            revocation=struck.get(row.pk),
        )
        for row in rows
    ]
    return ProfileEntries(rows, public, bases)


def _bases(entry_ids: Collection[int]) -> dict[int, Bases]:
    """Kind and ground of the bases that stand, by entry. One query."""
    found: dict[int, Bases] = defaultdict(list)
    standing = PublicationBasis.objects.valid().filter(entry_id__in=entry_ids).order_by("pk")
    for entry_id, kind, ground in standing.values_list("entry_id", "kind", "ground"):
        found[entry_id].append((kind, ground))
    return found


def _commendations(entry_ids: Collection[int]) -> dict[int, list[PublicCommendation]]:
    """Forms of praise with their decisions, the highest first, by entry. One query."""
    found: dict[int, list[PublicCommendation]] = defaultdict(list)
    given = Commendation.objects.filter(entry_id__in=entry_ids).order_by("-form__rank", "pk")
    columns = ("form__name", "note", "decision__number", "decision__signed_on", "decision__issuer")
    for entry_id, form, note, number, signed_on, issuer in given.values_list("entry_id", *columns):
        found[entry_id].append(PublicCommendation(form, note, number or "", signed_on, issuer or ""))
    return found


def _steps(entry_ids: Collection[int]) -> dict[int, list[tuple[int, str, datetime.date | None]]]:
    """Level, unit and day of the approval steps, by entry; a step that was skipped has no day. One query."""
    found: dict[int, list[tuple[int, str, datetime.date | None]]] = defaultdict(list)
    steps = EntryStep.objects.filter(entry_id__in=entry_ids).order_by("level")
    for entry_id, level, unit_name, decided_on in steps.values_list("entry_id", "level", "unit_name", "decided_on"):
        found[entry_id].append((level, unit_name, decided_on))
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
    row: RegisterEntry,
    *,
    bases: Bases,
    commendations: Sequence[PublicCommendation],
    trail: Sequence[TrailStep],
    revocation: Revocation | None,
) -> PublicEntry:
    status_consented = any(kind == PublicationBasis.Kind.HOUSEHOLD_STATUS for kind, _ground in bases)
    unit = unit_tree().by_pk[row.unit_id]
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
    )
