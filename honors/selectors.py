"""Public reads of the register: a profile, and the totals. Rows become the types of `honors.profile`."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch
from wagtail import hooks

from honors.ledger import revocations
from honors.models import (
    Commendation,
    EntryStep,
    HonoreeKind,
    HonoreePage,
    MeritCategory,
    PublicationBasis,
    RegisterEntry,
    both_consents,
)
from honors.profile import (
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
    """Count the register by kind and by category, largest first. Three queries."""
    counted = RegisterEntry.objects.counted()
    by_kind: Counter[str] = Counter()
    by_category: Counter[int] = Counter()
    for group in counted.order_by().values("kind", "category").annotate(count=Count("pk")):
        by_kind[group["kind"]] += group["count"]
        by_category[group["category"]] += group["count"]
    categories = MeritCategory.objects.in_bulk(list(by_category))
    return RegisterTotals(
        by_kind=dict(by_kind),
        by_category=[CategoryTotal(public_category(categories[pk]), n) for pk, n in by_category.most_common()],
        newest_on=counted.order_by("-registered_on", "-pk").values_list("registered_on", flat=True).first(),
    )


def public_profile(page: HonoreePage) -> PublicProfile:
    """Return what the public may read about an honoree.

    Only entries with a public name; a fact of its own basis (photo, birth
    year, household status) only while that basis is valid on an active entry.
    A minor without the guardian's consent is shown by initials, without photo
    and birth year.  Six queries, and one each where there is a revoked entry
    or a portrait, whatever the number of entries.
    """
    # Each in its own order: the models' own begins with the entry's, a join for nothing here.
    given = Commendation.objects.select_related("form", "decision").order_by("-form__rank")
    steps = EntryStep.objects.order_by("level")
    bases = PublicationBasis.objects.order_by("pk")
    rows = list(
        page.active_entries()
        .select_related("category")
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
        portrait=None if guarded else _portrait(page, opened),
        birth_year=page.birth_year if PublicationBasis.Kind.BIRTH_YEAR in opened and not guarded else None,
        story=page.story,
        tags=[tag.name for tag in page.tags.all()],
        bulletins=_related_bulletins(page),
    )


def _valid_bases(row: RegisterEntry) -> list[PublicationBasis]:
    """The prefetched bases that stand; no query."""
    return [basis for basis in row.bases.all() if basis.withdrawn_on is None]


def _standing(row: RegisterEntry) -> list[tuple[str, str]]:
    """Kind and ground of the bases that stand; no query."""
    return [(basis.kind, basis.ground) for basis in _valid_bases(row)]


def _public_entry(row: RegisterEntry, revocation: Revocation | None) -> PublicEntry:
    status_consented = any(basis.kind == PublicationBasis.Kind.HOUSEHOLD_STATUS for basis in _valid_bases(row))
    return PublicEntry(
        category=public_category(row.category, status_consented=status_consented),
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


def _portrait(page: HonoreePage, opened: set[str]) -> Portrait | None:
    if PublicationBasis.Kind.PHOTO not in opened or page.portrait is None:
        return None
    return Portrait(image=page.portrait, credit=page.portrait_credit or page.portrait.credit)


def _related_bulletins(page: HonoreePage) -> list[PublicLink]:
    """Bulletins about this honoree, from whoever publishes them; the register itself knows none."""
    return [link for related in hooks.get_hooks(PROFILE_BULLETINS_HOOK) for link in related(page)]
