"""Public reads of the register: a profile, and the totals. Rows become the types of `honors.profile`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils import timezone
from wagtail import hooks

from honors.addresses import (
    absolute_address,
    profile_address,
    request_address,
    search_address,
    unit_address,
    verification_address,
)
from honors.counts import catalogue, register_counts
from honors.ledger import revocations
from honors.models import (
    Commendation,
    EntryStep,
    HonoreeKind,
    HonoreePage,
    PublicationBasis,
    RegisterEntry,
    both_consents,
)
from honors.pictures import figures_in, photos_of, read_renditions, story_of
from honors.profile import (
    Photo,
    Portrait,
    PublicCategory,
    PublicCommendation,
    PublicEntry,
    PublicLink,
    PublicProfile,
    Revocation,
    StepWord,
    TrailStep,
    make_medallion,
    public_category,
)
from honors.related import Related, all_categories, related_profiles
from honors.succession import unit_today
from honors.unit_tree import unit_tree
from honors.vietnamese import initials

if TYPE_CHECKING:
    from collections.abc import Sequence

PROFILE_BULLETINS_HOOK = "ghidanh_profile_bulletins"


@dataclass(frozen=True, slots=True)
class CategoryTotal:
    """How many entries a category counts."""

    category: PublicCategory
    count: int


@dataclass(frozen=True, slots=True)
class RegisterTotals:
    """What the register counts: active and masked entries, as every public number does."""

    by_kind: dict[str, int]
    by_category: Sequence[CategoryTotal]
    newest_on: datetime.date | None

    @property
    def total(self) -> int:
        """All counted entries."""
        return sum(self.by_kind.values())


def register_totals() -> RegisterTotals:
    """Count the register by kind and by category, largest first. One query once the book's counts are in memory."""
    counts, categories = register_counts(), catalogue().categories
    by_category = [CategoryTotal(categories[code], lines.counted) for code, lines in counts.by("category", {}).items()]
    newest = RegisterEntry.objects.counted().order_by("-registered_on", "-pk")
    return RegisterTotals(
        by_kind={kind: lines.counted for kind, lines in counts.by("kind", {}).items()},
        by_category=sorted((total for total in by_category if total.count), key=lambda total: -total.count),
        newest_on=newest.values_list("registered_on", flat=True).first(),
    )


def public_profile(page: HonoreePage) -> PublicProfile:
    """Return what the public may read about an honoree.

    Only entries with a public name; a fact of its own basis (photo, birth
    year, household status) only while that basis is valid on an active entry.
    A minor without the guardian's consent is shown by initials, without photo
    and birth year.  Eight queries; three more for pictures in gallery and story,
    and one each for revoked entries, for related ones of a sensitive category,
    and at the beginning of the book, whatever the number of entries and
    pictures.
    """
    # Each in its own order: the models' own begins with the entry's, a join for nothing here.
    given = Commendation.objects.standing().select_related("form", "decision").order_by("-form__rank")
    steps = EntryStep.objects.order_by("level")
    bases = PublicationBasis.objects.order_by("pk")
    rows = list(
        page.active_entries()
        .prefetch_related(Prefetch("steps", steps), Prefetch("bases", bases), Prefetch("commendations", given))
        .order_by("-registered_on", "-pk")
    )
    opened = {basis.kind for row in rows if not row.is_revoked for basis in _valid_bases(row)}
    struck = revocations([row.pk for row in rows if row.is_revoked])
    entries = [_public_entry(row, struck.get(row.pk)) for row in rows]
    categories = _standing_categories(entries)
    shown = [_standing(row) for row in rows if not row.is_revoked]
    guarded = page.is_minor and not both_consents(shown)
    name = initials(page.name) if guarded else page.name
    family = categories[0].family if categories else ""
    related = related_profiles(rows[0]) if rows else Related()
    pictures = _pictures(page, shown=PublicationBasis.Kind.PHOTO in opened and not guarded)
    return PublicProfile(
        kind=page.kind,
        kind_label=str(HonoreeKind(page.kind).label),
        name=name,
        medallion=make_medallion(name, page.kind, family),
        honorific=page.honorific,
        role=page.role,
        unit_name=entries[0].unit_name if entries else "",
        place=entries[0].place if entries else "",
        citation=page.citation,
        categories=categories,
        entries=entries,
        portrait=pictures.portrait,
        birth_year=page.birth_year if PublicationBasis.Kind.BIRTH_YEAR in opened and not guarded else None,
        story=pictures.story,
        gallery=pictures.gallery,
        members=_members(page) if PublicationBasis.Kind.MEMBERS in opened else (),
        tags=[PublicLink(tag.name, search_address(tag.name)) for tag in page.tags.all()],
        bulletins=_related_bulletins(page),
        same_unit=related.same_unit,
        same_category=related.same_category,
        address=absolute_address(profile_address(page.slug)),
        request_url=request_address(page.slug),
    )


@dataclass(frozen=True, slots=True)
class _Pictures:
    """The pictures of a profile, and the story without those nobody may see."""

    portrait: Portrait | None
    gallery: Sequence[Photo]
    story: Sequence[Any]


def _pictures(page: HonoreePage, *, shown: bool) -> _Pictures:
    """Everything a camera made, or nothing of it; sizes are read together."""
    story = story_of(page, with_pictures=shown)
    if not shown:
        return _Pictures(portrait=None, gallery=(), story=story)
    portrait, gallery = photos_of(page)
    faces = [portrait.image] if portrait else []
    read_renditions([*faces, *(photo.image for photo in gallery), *figures_in(story)])
    return _Pictures(portrait=portrait, gallery=gallery, story=story)


def _members(page: HonoreePage) -> list[str]:
    """The members of a collective, one a line; a person has none, and a household's are its own affair."""
    if page.kind != HonoreeKind.COLLECTIVE:
        return []
    return [name for line in page.members.splitlines() if (name := line.strip())]


def _valid_bases(row: RegisterEntry) -> list[PublicationBasis]:
    """The prefetched bases that stand; no query."""
    return [basis for basis in row.bases.all() if basis.withdrawn_on is None]


def _standing(row: RegisterEntry) -> list[tuple[str, str]]:
    """Kind and ground of the bases that stand; no query."""
    return [(basis.kind, basis.ground) for basis in _valid_bases(row)]


def _public_entry(row: RegisterEntry, revocation: Revocation | None) -> PublicEntry:
    status_consented = any(basis.kind == PublicationBasis.Kind.HOUSEHOLD_STATUS for basis in _valid_bases(row))
    unit = unit_tree().by_pk[row.unit_id]
    today = unit_today(unit, on=timezone.localdate())
    return PublicEntry(
        category=public_category(all_categories()[row.category_id], status_consented=status_consented),
        citation=row.citation,
        unit_name=row.unit_name,
        place=row.unit_place,
        number=row.number,
        year=row.year,
        registered_on=row.registered_on,
        verification_code=row.verification_code,
        commendations=[_public_commendation(given) for given in row.commendations.all()],
        trail=_trail(row),
        is_revoked=row.is_revoked,
        revocation=revocation,
        unit_url=unit_address(unit.code),
        unit_today=today.name if today.name != row.unit_name else "",
        place_today=today.place if today.place != row.unit_place else "",
        verification_url=absolute_address(verification_address(row.verification_code)),
    )


def _public_commendation(given: Commendation) -> PublicCommendation:
    decision = given.decision
    return PublicCommendation(
        form=given.form.name,
        note=given.note,
        decision_number=decision.number if decision else "",
        signed_on=decision.signed_on if decision else None,
        issuer=decision.issuer if decision else "",
    )


def _trail(row: RegisterEntry) -> list[TrailStep]:
    """The levels in order, then the book: considered once, approved above, entered at the end."""
    trail: list[TrailStep] = []
    word = StepWord.CONSIDERED
    for step in row.steps.all():
        if step.skipped:
            trail.append(TrailStep(StepWord.SKIPPED, step.unit_name or str(step.get_level_display())))
        else:
            trail.append(TrailStep(word, step.unit_name, step.decided_on))
            word = StepWord.APPROVED
    return [*trail, TrailStep(StepWord.ENTERED, on=row.registered_on)] if trail else []


def _standing_categories(entries: Sequence[PublicEntry]) -> list[PublicCategory]:
    """Categories of the entries, each once; revoked ones only where nothing else is left."""
    standing = [entry for entry in entries if not entry.is_revoked] or entries
    return list({entry.category.code: entry.category for entry in standing if entry.category}.values())


def _related_bulletins(page: HonoreePage) -> list[PublicLink]:
    """Bulletins about this honoree, from whoever publishes them; the register itself knows none."""
    return [link for related in hooks.get_hooks(PROFILE_BULLETINS_HOOK) for link in related(page)]
