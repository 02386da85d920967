"""Public reads of the register: a profile, and the totals. Rows become the types of `honors.profile`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail import hooks

from honors.addresses import absolute_address, profile_address, request_address, search_address
from honors.counts import catalogue, register_counts
from honors.figures.suppression import hidden_cells
from honors.models import HonoreeKind, HonoreePage, PublicationBasis, RegisterEntry, both_consents
from honors.pictures import figures_in, photos_of, read_renditions, story_of
from honors.profile import (
    Photo,
    Portrait,
    PublicCategory,
    PublicEntry,
    PublicLink,
    PublicProfile,
    make_medallion,
)
from honors.profile_entries import profile_entries
from honors.related import Related, related_profiles
from honors.vietnamese import initials

if TYPE_CHECKING:
    from collections.abc import Sequence

PROFILE_BULLETINS_HOOK = "ghidanh_profile_bulletins"


@dataclass(frozen=True, slots=True)
class CategoryTotal:
    """How many entries a category counts; None where that is not printed (`honors.figures.suppression`)."""

    category: PublicCategory
    count: int | None


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
    counts, words = register_counts(), catalogue()
    numbers = {code: lines.counted for code, lines in counts.by("category", {}).items() if lines.counted}
    hidden = hidden_cells(numbers, order=list(words.categories), sensitive=words.sensitive)
    by_category = [
        CategoryTotal(words.categories[code], None if code in hidden else number) for code, number in numbers.items()
    ]
    newest = RegisterEntry.objects.counted().order_by("-registered_on", "-pk")
    return RegisterTotals(
        by_kind={kind: lines.counted for kind, lines in counts.by("kind", {}).items()},
        by_category=sorted(by_category, key=lambda total: -(total.count or 0)),
        newest_on=newest.values_list("registered_on", flat=True).first(),
    )


def public_profile(page: HonoreePage) -> PublicProfile:
    """Return what the public may read about an honoree.

    Only entries with a public name; a fact of its own basis (photo, birth
    year, household status) only while that basis is valid on an active entry.
    A minor without the guardian's consent is shown by initials, without photo
    and birth year.  Seven queries; three more for pictures in gallery and
    story, and one each for revoked entries and for related ones of a sensitive
    category, whatever the number of entries and pictures.
    """
    entries = profile_entries(page.pk)
    opened, newest = entries.opened, entries.public[0] if entries.public else None
    categories = _standing_categories(entries.public)
    guarded = page.is_minor and not both_consents(entries.standing_bases)
    name = initials(page.name) if guarded else page.name
    family = categories[0].family if categories else ""
    related = related_profiles(entries.rows[0]) if newest else Related()
    pictures = _pictures(page, shown=PublicationBasis.Kind.PHOTO in opened and not guarded)
    return PublicProfile(
        kind=page.kind,
        kind_label=str(HonoreeKind(page.kind).label),
        name=name,
        medallion=make_medallion(name, page.kind, family),
        honorific=page.honorific,
        role=page.role,
        unit_name=newest.unit_name if newest else "",
        place=newest.place if newest else "",
        citation=page.citation,
        categories=categories,
        entries=entries.public,
        portrait=pictures.portrait,
        birth_year=page.birth_year if PublicationBasis.Kind.BIRTH_YEAR in opened and not guarded else None,
        story=pictures.story,
        gallery=pictures.gallery,
        members=_members(page) if PublicationBasis.Kind.MEMBERS in opened else (),
        tags=[PublicLink(tag.name, search_address(q=tag.name)) for tag in page.tags.all()],
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


def _standing_categories(entries: Sequence[PublicEntry]) -> list[PublicCategory]:
    """Categories of the entries, each once; revoked ones only where nothing else is left."""
    standing = [entry for entry in entries if not entry.is_revoked] or entries
    return list({entry.category.code: entry.category for entry in standing if entry.category}.values())


def _related_bulletins(page: HonoreePage) -> list[PublicLink]:
    """Bulletins about this honoree, from whoever publishes them; the register itself knows none."""
    return [link for related in hooks.get_hooks(PROFILE_BULLETINS_HOOK) for link in related(page)]
