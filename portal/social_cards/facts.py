"""What stands on a social card: public facts alone, and no photo.

A photo is shown under a consent to the profile page; a card is copied by
networks that nobody here can ask to forget it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honors.templatetags.register_tags import in_sentence

if TYPE_CHECKING:
    from honors.profile import PublicProfile
    from portal.bulletins.news import NewsItem


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A card's words, and its medallion's shape, letter and colour family; without a shape it bears the mark."""

    title: str
    above: str = ""
    below: str = ""
    category: str = ""
    family: str = ""
    shape: str = ""
    letter: str = ""


def profile_facts(profile: PublicProfile) -> CardFacts:
    """The card of an honoree."""
    role, place = profile.role, profile.place
    below = f"{role}, {in_sentence(place)}" if role and place else role or place
    return CardFacts(
        title=profile.name,
        above=_capitalised(profile.honorific),
        below=_capitalised(below),
        category=profile.categories[0].label if profile.categories else "",
        family=profile.medallion.family,
        shape=profile.medallion.kind,
        letter=profile.medallion.letter,
    )


def bulletin_facts(news: NewsItem) -> CardFacts:
    """The card of a bulletin."""
    above = f"{_capitalised(_('bulletin'))} · {news.published_on:%d/%m/%Y}"
    return CardFacts(title=news.title, above=above, below=news.byline)


def site_facts() -> CardFacts:
    """The card of every other page: no number, which would be old tomorrow."""
    return CardFacts(
        title=_("Good people, good deeds"),
        above=_("Honour register of Bắc Kạn province"),
        below=_("Who did what, for whom, and how it was recognised."),
    )


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
