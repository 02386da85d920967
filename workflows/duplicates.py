"""Who may be honoured twice: similar people and deeds in the book and in the cases of all units.

The law forbids several awards for one achievement, not several for one person:
a match is announced, and going on needs a justification.  A person is told of
other units' cases that they exist, never what they say.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honors.models import EntryState, RegisterEntry
from workflows.models import DecisionRecord, Nomination
from workflows.permissions import visible_entries, visible_nominations
from workflows.states import Action, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honors.models.book import RegisterEntryQuerySet
    from workflows.models.nomination import NominationQuerySet

# A frequent name in a full book: more than these are not told apart by reading anyway.
MOST_MATCHES = 20
# Cases that may still lead to an entry; those that did are found as the entry.
OPEN_STATES = (State.DRAFT, State.IN_REVIEW, State.RETURNED)
DAYS_A_MONTH = 30.44


@dataclass(frozen=True, kw_only=True)
class Match:
    """Somebody or something alike: an open case, or an entry of the book."""

    nomination: Nomination | None = None
    entry: RegisterEntry | None = None
    same_person: bool = False
    same_deed: bool = False
    in_cooldown: bool = False

    @property
    def began(self) -> datetime.datetime:
        """Since when others could know of it."""
        if self.nomination is not None:
            return self.nomination.first_submitted_at or self.nomination.created_at
        return self.entry.recorded_at if self.entry else timezone.now()

    @property
    def why(self) -> str:
        """What is alike, in words."""
        parts = []
        if self.same_person:
            parts.append(_("the same name, and the birth year or the unit"))
        elif not self.same_deed:
            parts.append(_("the same name"))
        if self.same_deed:
            parts.append(_("the same account of what was done"))
        if self.in_cooldown:
            parts.append(_("sooner than the guideline's time between two entries"))
        return "; ".join(parts)


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """A match as one person may be told of it; without names and link where they may not read it."""

    match: Match
    is_visible: bool

    @property
    def text(self) -> str:
        """What is said to somebody who may not read the other case."""
        if self.match.nomination is not None:
            return _(
                "A nomination of a similar person or deed is in progress in another unit; the province will compare."
            )
        return _("A similar person or deed stands in the register of another unit; the province will compare.")


def matches_of(nomination: Nomination) -> list[Match]:
    """Open cases and entries of all units that are like a nomination, the likest first. Two queries, bounded."""
    found = [*_cases(nomination), *_entries(nomination)]
    return sorted(found, key=lambda match: (not match.same_person, not match.same_deed))[:MOST_MATCHES]


def announcements(user: Any, nomination: Nomination) -> list[Announcement]:
    """The matches as a person may be told of them. Four to six queries."""
    matches = matches_of(nomination)
    cases = {match.nomination.pk for match in matches if match.nomination}
    entries = {match.entry.pk for match in matches if match.entry}
    readable_cases = (
        set(visible_nominations(user).filter(pk__in=cases).values_list("pk", flat=True)) if cases else set()
    )
    readable_entries = (
        set(visible_entries(user).filter(pk__in=entries).values_list("pk", flat=True)) if entries else set()
    )
    return [
        Announcement(
            match=match,
            is_visible=(match.nomination is not None and match.nomination.pk in readable_cases)
            or (match.entry is not None and match.entry.pk in readable_entries),
        )
        for match in matches
    ]


def needs_justification(nomination: Nomination) -> bool:
    """Whether submitting needs a justification: somebody alike came since the last one was given.

    Two queries where nobody is, else five.
    """
    if not _cases_alike(nomination).exists() and not _entries_alike(nomination).exists():
        return False
    matches = matches_of(nomination)
    if not matches:
        return False
    given = DecisionRecord.objects.filter(nomination=nomination, action=Action.SUBMIT).exclude(justification="")
    last = given.order_by("-at").values_list("at", flat=True).first()
    return last is None or any(match.began > last for match in matches)


def _cases_alike(nomination: Nomination) -> NominationQuerySet:
    """Open cases; another unit's draft was shown to nobody yet and is not told of. No query yet."""
    alike = Q(folded=nomination.folded, kind=nomination.kind)
    if nomination.deed_key:
        alike |= Q(deed_key=nomination.deed_key)
    known = Q(unit_id=nomination.unit_id) | Q(first_submitted_at__isnull=False)
    return Nomination.objects.filter(alike, known, ~Q(pk=nomination.pk), state__in=OPEN_STATES)


def _cases(nomination: Nomination) -> Iterable[Match]:
    """The open cases. One query."""
    others = _cases_alike(nomination).select_related("unit", "category").order_by("-pk")
    for other in others[: MOST_MATCHES * 2]:
        same_deed = bool(nomination.deed_key) and other.deed_key == nomination.deed_key
        alike_name = other.folded == nomination.folded and other.kind == nomination.kind
        person = _same_person(nomination, other.unit_id, other.birth_year) if alike_name else None
        if person is not None or same_deed:
            yield Match(nomination=other, same_person=bool(person), same_deed=same_deed)


def _entries_alike(nomination: Nomination) -> RegisterEntryQuerySet:
    """Entries of the book; masked ones have no name to be found by. No query yet."""
    alike = Q(name_folded=nomination.folded, kind=nomination.kind)
    if nomination.deed_key:
        alike |= Q(nomination__deed_key=nomination.deed_key)
    return RegisterEntry.objects.filter(alike, state=EntryState.ACTIVE)


def _entries(nomination: Nomination) -> Iterable[Match]:
    """The entries. One query."""
    entries = (
        _entries_alike(nomination)
        .annotate(page_birth_year=F("page__birth_year"), case_birth_year=F("nomination__birth_year"))
        .annotate(deed=F("nomination__deed_key"))
        .select_related("unit", "category", "register")
        .order_by("-registered_on", "-pk")
    )
    for entry in entries[: MOST_MATCHES * 2]:
        same_deed = bool(nomination.deed_key) and entry.deed == nomination.deed_key
        alike_name = entry.name_folded == nomination.folded and entry.kind == nomination.kind
        year = entry.case_birth_year or entry.page_birth_year
        person = _same_person(nomination, entry.unit_id, year) if alike_name else None
        if person is not None or same_deed:
            soon = bool(person) and _within_cooldown(nomination, entry)
            yield Match(entry=entry, same_person=bool(person), same_deed=same_deed, in_cooldown=soon)


def _same_person(nomination: Nomination, unit_id: int, birth_year: int | None) -> bool | None:
    """Whether a namesake is the same person: True by birth year or unit, False for perhaps, None for another's year."""
    if nomination.birth_year and birth_year:
        return True if nomination.birth_year == birth_year else None
    return unit_id == nomination.unit_id


def _within_cooldown(nomination: Nomination, entry: RegisterEntry) -> bool:
    guideline = nomination.guideline
    if not guideline.cooldown_months:
        return False
    if guideline.cooldown_same_category and entry.category_id != nomination.category_id:
        return False
    earliest = timezone.localdate() - datetime.timedelta(days=round(guideline.cooldown_months * DAYS_A_MONTH))
    return entry.registered_on > earliest
