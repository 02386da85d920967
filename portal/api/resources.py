"""From the public types to the shapes of answers; no query of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honors.addresses import absolute_address, profile_address, register_address, unit_address, verification_address
from honors.data_licence import CONDITION, LICENCE_NAME, LICENCE_URL
from honors.levels import Level
from portal.api import schemas
from portal.social_cards.names import bulletin_card_address, profile_card_address

if TYPE_CHECKING:
    from honors.profile import (
        LedgerRow,
        PublicCategory,
        PublicCommendation,
        PublicEntry,
        PublicLink,
        PublicProfile,
        Revocation,
    )
    from honors.public_ceremonies.facts import PublicCeremony
    from honors.selectors import CategoryTotal
    from honors.unit_tree import PublicUnit, UnitTree
    from portal.bulletins.news import NewsItem


def licence() -> schemas.Licence:
    """The terms of the data."""
    return schemas.Licence(name=LICENCE_NAME, url=LICENCE_URL, condition=str(CONDITION))


def entry(row: LedgerRow) -> schemas.Entry:
    """A line of the register."""
    return schemas.Entry(
        number=row.number,
        year=row.year,
        registered_on=row.registered_on,
        state=_state(revoked=row.is_revoked, masked=row.is_masked),
        unit=row.unit_name,
        unit_url=_address(row.unit_url),
        place=row.place,
        name=row.name,
        honorific=row.honorific,
        kind=row.kind_label,
        role=row.role,
        citation=row.citation,
        category=_category(row.category),
        revocation=_revocation(row.revocation),
        imported=row.is_imported,
        url=_address(row.url),
    )


def profile(slug: str, facts: PublicProfile, answer: schemas.Answer) -> schemas.Profile:
    """A profile."""
    return schemas.Profile(
        licence=answer.licence,
        updated_on=answer.updated_on,
        slug=slug,
        url=absolute_address(profile_address(slug)),
        card_url=absolute_address(profile_card_address(slug)),
        kind=facts.kind,
        name=facts.name,
        honorific=facts.honorific,
        role=facts.role,
        unit=facts.unit_name,
        place=facts.place,
        citation=facts.citation,
        categories=[schemas.Category(code=one.code, label=one.label) for one in facts.categories],
        entries=[_profile_entry(one) for one in facts.entries],
        bulletins=[_link(one) for one in facts.bulletins],
    )


def unit(one: PublicUnit, tree: UnitTree, entries: int) -> schemas.Unit:
    """A unit with the number of its entries."""
    successor = tree.successor(one)
    return schemas.Unit(
        code=one.code,
        name=one.name,
        administrative_name=one.administrative_name,
        kind=one.kind_label,
        level=Level(one.level).name.lower(),
        parent=one.codes[-2] if len(one.codes) > 1 else None,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        successor=successor.code if successor else None,
        counts_only=one.counts_only,
        keeps_register=one.keeps_register,
        salutes=one.salutes,
        entries=entries,
        url=absolute_address(unit_address(one.code)),
    )


def counted_category(total: CategoryTotal) -> schemas.CountedCategory:
    """A category with the number of its entries."""
    code = total.category.code
    url = absolute_address(register_address(category=code))
    return schemas.CountedCategory(code=code, label=total.category.label, entries=total.count, url=url)


def bulletin(news: NewsItem) -> schemas.Bulletin:
    """A bulletin."""
    return schemas.Bulletin(
        slug=news.slug,
        title=news.title,
        published_on=news.published_on,
        changed_at=news.changed_at,
        lead=news.lead,
        byline=news.byline,
        source=news.source,
        source_url=news.source_url,
        tags=list(news.tags),
        url=absolute_address(news.url),
        card_url=absolute_address(bulletin_card_address(news.slug)),
    )


def ceremony(facts: PublicCeremony) -> schemas.Ceremony:
    """A ceremony, without its pictures: consent to those is for the page."""
    return schemas.Ceremony(
        held_on=facts.held_on,
        units=list(facts.units),
        place=facts.place,
        attended=facts.attended,
        expected=facts.expected,
        topics=facts.topics,
    )


def _profile_entry(one: PublicEntry) -> schemas.ProfileEntry:
    return schemas.ProfileEntry(
        number=one.number,
        year=one.year,
        registered_on=one.registered_on,
        state=_state(revoked=one.is_revoked),
        unit=one.unit_name,
        place=one.place,
        citation=one.citation,
        category=_category(one.category),
        commendations=[_commendation(given) for given in one.commendations],
        trail=[schemas.Step(step=step.word.value, unit=step.unit_name, on=step.on) for step in one.trail],
        revocation=_revocation(one.revocation),
        imported=one.is_imported,
        verification_url=_address(_verification(one.verification_code)),
    )


def _commendation(given: PublicCommendation) -> schemas.Commendation:
    decision = schemas.Decision(number=given.decision_number, signed_on=given.signed_on, issuer=given.issuer)
    return schemas.Commendation(form=given.form, note=given.note, decision=decision if decision.number else None)


def _revocation(decision: Revocation | None) -> schemas.Decision | None:
    if decision is None:
        return None
    return schemas.Decision(number=decision.number, signed_on=decision.signed_on, issuer=decision.issuer)


def _category(category: PublicCategory | None) -> schemas.Category | None:
    return schemas.Category(code=category.code, label=category.label) if category else None


def _link(link: PublicLink) -> schemas.Link:
    return schemas.Link(title=link.title, url=_address(link.url), on=link.on)


def _state(*, revoked: bool, masked: bool = False) -> str:
    return "revoked" if revoked else "masked" if masked else "active"


def _verification(code: str) -> str:
    return verification_address(code) if code else ""


def _address(path: str) -> str:
    return absolute_address(path) if path else ""
