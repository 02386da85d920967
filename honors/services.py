"""What is done to the book: register, publish, unpublish, mask.

Every verb is one transaction, locks the rows it changes, and leaves the public
columns and the profile in step with entry, bases and unit (`face_public`).
Whether somebody may do it is asked by the caller (workflows.permissions).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from honors.chain import construction
from honors.entry_place import EntryPlace, place_of
from honors.models import (
    EntryEvent,
    EntryState,
    EntryStep,
    HonoreePage,
    MeritCategory,
    PublicationBasis,
    Register,
    RegisterEntry,
    Unit,
    opened_kinds,
)
from honors.profile_pages import empty_profile, forget_history, found_profile, show_profile
from honors.vietnamese import NAMELESS_KEY, fold, initials, sort_key

REGISTERED_FIELDS = tuple(sorted(construction.ENTRY_FIELDS - {"state"}))

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AbstractBaseUser as User


@dataclass(frozen=True, kw_only=True)
class StepTaken:
    """One level of the approval trail; without a day the level was skipped."""

    level: int
    unit_name: str = ""
    decided_on: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class BasisGiven:
    """A ground on which something about the honoree may be public."""

    kind: str
    ground: str
    given_on: datetime.date
    given_by: str = ""
    proof: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryRequest:
    """Everything the book needs to know; copied, never read across later."""

    unit: Unit
    kind: str
    name: str
    category: MeritCategory
    citation: str
    honorific: str = ""
    role: str = ""
    birth_year: int | None = None
    is_minor: bool = False
    guideline_number: str = ""
    steps: Sequence[StepTaken] = ()
    bases: Sequence[BasisGiven] = ()
    profile: HonoreePage | None = None
    registered_on: datetime.date = field(default_factory=timezone.localdate)


@dataclass(frozen=True, kw_only=True)
class PublicFace:
    """What a stranger may read of an entry; empty, and ordered after all names, where nothing may be shown."""

    public_name: str = ""
    sort_key: str = NAMELESS_KEY
    folded: str = ""


def public_face(*, entry: RegisterEntry, is_minor: bool, basis_kinds: set[str], counts_only: bool) -> PublicFace:
    """Return what a stranger may read of an entry. No query.

    Nothing without a valid basis to publish, for a masked entry, or in a
    counts-only unit; a minor's initials unless the guardian consented too
    (Law 91/2025/QH15, article 24).
    """
    if counts_only or entry.state == EntryState.MASKED or PublicationBasis.Kind.PUBLISH not in basis_kinds:
        return PublicFace()
    hidden = is_minor and PublicationBasis.Kind.GUARDIAN not in basis_kinds
    name = initials(entry.honoree_name) if hidden else entry.honoree_name
    return PublicFace(public_name=name, sort_key=sort_key(name), folded=fold(f"{name} {entry.role} {entry.citation}"))


@transaction.atomic
def register_entry(*, request: EntryRequest, actor: User | None, at: datetime.datetime | None = None) -> RegisterEntry:
    """Enter an honoree in the register of the unit and year, and publish where the basis allows.

    The number comes from the locked Register row, so two registrations at once
    wait for each other and numbers stay continuous.  Returns the entry with
    its page.
    """
    now = at or timezone.now()
    register = locked_register(unit=request.unit, year=request.registered_on.year)
    register.last_number += 1
    entry = new_entry(register, request, place_of(request.unit), now)
    entry.save()
    EntryStep.objects.bulk_create(
        EntryStep(
            entry=entry,
            level=step.level,
            unit_name=step.unit_name,
            decided_on=step.decided_on,
            skipped=step.decided_on is None,
        )
        for step in request.steps
    )
    PublicationBasis.objects.bulk_create(PublicationBasis(entry=entry, **vars(basis)) for basis in request.bases)
    register.append([registered_event(entry, actor=actor)])
    if request.profile is None:
        give_profile(entry, request, at=now)
    else:
        _join_profile(entry, request, request.profile, actor=actor, at=now)
    return entry


@transaction.atomic
def publish_entry(*, entry_id: int, bases: Sequence[BasisGiven], actor: User) -> RegisterEntry:
    """Add the bases an entry does not have yet and show what they open; the profile goes live."""
    entry, page = locked_entry(entry_id)
    standing = set(entry.bases.filter(withdrawn_on__isnull=True).values_list("kind", flat=True))
    added = {basis.kind: basis for basis in bases if basis.kind not in standing}
    PublicationBasis.objects.bulk_create(PublicationBasis(entry=entry, **vars(basis)) for basis in added.values())
    return face_public(entry, page, actor=actor)


@transaction.atomic
def unpublish_entry(*, entry_id: int, actor: User, on: datetime.date | None = None) -> RegisterEntry:
    """Withdraw every basis of an entry: its row turns nameless, its profile goes when nothing else keeps it."""
    entry, page = locked_entry(entry_id)
    entry.bases.filter(withdrawn_on__isnull=True).update(withdrawn_on=on or timezone.localdate())
    return face_public(entry, page, actor=actor)


@transaction.atomic
def mask_entry(*, entry_id: int, actor: User) -> RegisterEntry:
    """Mask an entry: the number stays, the name goes, and the profile answers 410 unless another entry keeps it.

    A profile nothing keeps is emptied: story, pictures, citation, title; who
    consented, what its revisions and Wagtail's log told goes in any case (Law
    91/2025/QH15, article 14).  The book itself keeps the name (docs/privacy.md).
    """
    entry, page = locked_entry(entry_id)
    now = timezone.now()
    entry.bases.filter(withdrawn_on__isnull=True).update(withdrawn_on=timezone.localdate(now))
    entry.bases.update(given_by="", proof="")
    entry.transition(EntryEvent.Kind.MASKED, actor=actor, at=now, state=EntryState.MASKED, **vars(PublicFace()))
    entry = face_public(entry, page, actor=actor)
    if page and page.entries.exclude(state=EntryState.MASKED).exists():
        forget_history(page)
    elif page:
        empty_profile(page)
    return entry


@transaction.atomic
def apply_counts_only(*, unit: Unit, actor: User | None) -> None:
    """Bring every entry of a unit in step with its `counts_only` mark, set or taken back."""
    pages = HonoreePage.objects.filter(entries__unit=unit).order_by("pk").distinct()
    for page_id in pages.values_list("pk", flat=True):
        _face_profile(_locked_page(page_id), actor=actor, at=timezone.now())


def locked_register(*, unit: Unit, year: int) -> Register:
    """Lock the register of a unit and year, begun where there is none; the last lock of a transaction.

    Profile and entries are locked before it.  Who needs several takes them in
    the order of their ids.  One query, more for a new register.
    """
    register, _begun = Register.objects.select_for_update().get_or_create(unit=unit, year=year)
    register.unit = unit
    return register


def new_entry(register: Register, request: EntryRequest, place: EntryPlace, at: datetime.datetime) -> RegisterEntry:
    """Return an entry with the register's last number, still to be written. No query."""
    return RegisterEntry(
        register=register,
        number=register.last_number,
        unit=request.unit,
        district=place.district,
        year=register.year,
        kind=request.kind,
        honoree_name=request.name,
        honorific=request.honorific,
        role=request.role,
        unit_name=request.unit.name,
        unit_place=place.words,
        category=request.category,
        citation=request.citation,
        registered_on=request.registered_on,
        recorded_at=at,
        guideline_number=request.guideline_number,
    )


def registered_values(entry: RegisterEntry) -> dict[str, str]:
    """The entry as it was first written, for its first event, in the words the chain commits to. No query."""
    return {name: construction.canonical(getattr(entry, name)) for name in REGISTERED_FIELDS}


def registered_event(entry: RegisterEntry, *, actor: Any) -> EntryEvent:
    """The first event of an entry just written, still to be appended to its register. No query."""
    kind, values = EntryEvent.Kind.REGISTERED, registered_values(entry)
    return EntryEvent(entry=entry, seq=1, kind=kind, values=values, actor=actor, at=entry.recorded_at)


def give_profile(entry: RegisterEntry, request: EntryRequest, *, at: datetime.datetime) -> None:
    """Make the profile of a new entry, by initials where the guardian's consent is missing."""
    kinds = opened_kinds((basis.kind, basis.ground) for basis in request.bases)
    face = public_face(entry=entry, is_minor=request.is_minor, basis_kinds=kinds, counts_only=request.unit.counts_only)
    guarded = request.is_minor and PublicationBasis.Kind.GUARDIAN not in kinds
    page = HonoreePage(
        title=initials(request.name) if guarded else request.name,
        kind=request.kind,
        name=request.name,
        honorific=request.honorific,
        role=request.role,
        unit=request.unit,
        is_minor=request.is_minor,
        birth_year=request.birth_year,
        citation=request.citation,
    )
    found_profile(page, entry=entry, live=bool(face.public_name), at=at)
    entry.set_publication(**vars(face), page=page)


def _join_profile(
    entry: RegisterEntry, request: EntryRequest, page: HonoreePage, *, actor: User | None, at: datetime.datetime
) -> None:
    """Put a new entry on a locked profile that exists; a minor in one entry is guarded as one in all from then on."""
    if request.is_minor and not page.is_minor:
        page.is_minor = True
        page.save(clean=False, update_fields=["is_minor"])
    entry.set_publication(**vars(PublicFace()), page=page)
    _face_profile(page, actor=actor, at=at)
    entry.refresh_from_db(fields=["public_name", "sort_key", "folded"])


def locked_entry(entry_id: int) -> tuple[RegisterEntry, HonoreePage | None]:
    """Lock a profile's row, then the entry's, in this order everywhere; the caller holds a transaction."""
    page_id = RegisterEntry.objects.values_list("page_id", flat=True).get(pk=entry_id)
    page = _locked_page(page_id) if page_id else None
    entry: RegisterEntry = RegisterEntry.objects.select_for_update(of=("self",)).select_related("unit").get(pk=entry_id)
    return entry, page


def _locked_page(page_id: int) -> HonoreePage:
    return HonoreePage.objects.select_for_update().get(pk=page_id)


def face_public(entry: RegisterEntry, page: HonoreePage | None, *, actor: User | None) -> RegisterEntry:
    """Bring an entry in step with state, bases and unit, and with it whatever shares its profile."""
    if page is None:
        kinds = opened_kinds(entry.bases.valid().values_list("kind", "ground"))
        face = public_face(entry=entry, is_minor=False, basis_kinds=kinds, counts_only=entry.unit.counts_only)
        entry.set_publication(**vars(face), page=None)
        return entry
    _face_profile(page, actor=actor, at=timezone.now())
    entry.refresh_from_db(fields=["public_name", "sort_key", "folded"])
    return entry


def _face_profile(page: HonoreePage, *, actor: User | None, at: datetime.datetime) -> None:
    """Bring all entries of a locked profile, and the profile, in step with their states, bases and units.

    All of them, because a child guarded in one entry may not stand in another
    by the full name. Three queries, and one for every entry that changes.
    """
    guarded = page.is_guarded()
    entries = RegisterEntry.objects.select_for_update(of=("self",)).filter(page=page).order_by("pk")
    for entry in entries.select_related("unit").prefetch_related("bases"):
        kinds = opened_kinds((basis.kind, basis.ground) for basis in entry.bases.all() if basis.withdrawn_on is None)
        if guarded:
            kinds.discard(PublicationBasis.Kind.GUARDIAN)
        face = public_face(entry=entry, is_minor=guarded, basis_kinds=kinds, counts_only=entry.unit.counts_only)
        if face != PublicFace(public_name=entry.public_name, sort_key=entry.sort_key, folded=entry.folded):
            entry.set_publication(**vars(face), page=page)
    show_profile(page, live=page.has_publication_basis(), actor=actor, at=at)
