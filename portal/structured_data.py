"""What pages are, in the words of schema.org: made of the public types alone, as JSON-LD.

A data block is no script: the strict policy lets it stand, and it is escaped
so that no text in it can end it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from honors.addresses import absolute_address, public_address, register_address, register_file_address
from honors.data_licence import LICENCE_URL
from honors.models import HonoreeKind
from portal.social_cards.names import bulletin_card_address, site_card_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honors.profile import PublicProfile
    from honors.unit_pages import UnitPage
    from portal.bulletins.news import NewsItem

Thing = dict[str, Any]
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_ld(thing: Thing) -> SafeString:
    """Return a data block for a page's head or body."""
    data = json.dumps({"@context": "https://schema.org", **_filled(thing)}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(f'<script type="application/ld+json">{data.translate(_ESCAPED)}</script>')  # noqa: S308  # escaped


def publisher() -> Thing:
    """Who keeps the register."""
    return {
        "@type": "Organization",
        "name": _("Honour register of Bắc Kạn province"),
        "url": absolute_address(public_address()),
        "logo": absolute_address(site_card_address()),
    }


def website() -> Thing:
    """The site, and where it is searched."""
    target = f"{absolute_address(public_address('tim-kiem/'))}?q={{search_term_string}}"
    return {
        "@type": "WebSite",
        "name": _("Good people, good deeds"),
        "alternateName": _("Honour register of Bắc Kạn province"),
        "url": absolute_address(public_address()),
        "inLanguage": "vi",
        "publisher": publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": target},
            "query-input": "required name=search_term_string",
        },
    }


def profile_page(profile: PublicProfile, path: str) -> Thing:
    """A profile: of a person, or of a group. No photo and no birth year: consent to those is for the page."""
    is_person = profile.kind == HonoreeKind.INDIVIDUAL
    days = [entry.registered_on for entry in profile.entries if entry.registered_on]
    honoree = {
        "@type": "Person" if is_person else "Organization",
        "name": profile.name,
        "honorificPrefix": profile.honorific if is_person else "",
        "jobTitle": profile.role if is_person else "",
        "description": profile.citation,
        "award": [given.form for entry in profile.entries if not entry.is_revoked for given in entry.commendations],
        "affiliation" if is_person else "parentOrganization": organization(profile.unit_name),
        "url": absolute_address(path),
    }
    return {
        "@type": "ProfilePage",
        "url": absolute_address(path),
        "inLanguage": "vi",
        "dateCreated": min(days).isoformat() if days else "",
        "mainEntity": _filled(honoree),
        "publisher": publisher(),
    }


def organization(name: str, path: str = "") -> Thing:
    """A unit."""
    return {"@type": "Organization", "name": name, "url": absolute_address(path) if path else ""} if name else {}


def unit_organization(unit: UnitPage) -> Thing:
    """A unit's page: what it is called, what it was part of, and what followed it."""
    above = unit.trail[-1] if len(unit.trail) > 1 else None
    return {
        **organization(unit.name, unit.address),
        "alternateName": [unit.administrative_name, *unit.former_names],
        "parentOrganization": organization(*above) if above else {},
        "foundingDate": unit.valid_from.isoformat() if unit.valid_from else "",
        "dissolutionDate": unit.closed_on.isoformat() if unit.closed_on else "",
    }


def news_article(news: NewsItem) -> Thing:
    """A bulletin."""
    return {
        "@type": "NewsArticle",
        "headline": news.title,
        "description": news.lead,
        "url": absolute_address(news.url),
        "mainEntityOfPage": absolute_address(news.url),
        "image": [absolute_address(bulletin_card_address(news.slug))],
        "datePublished": news.published_at.isoformat(),
        "dateModified": news.changed_at.isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": news.byline},
        "publisher": publisher(),
        "isBasedOn": news.source_url,
        "keywords": list(news.tags),
        "inLanguage": "vi",
    }


def register_dataset() -> Thing:
    """The register as data, and where it is taken from."""
    return {
        "@type": "Dataset",
        "name": _("Honour register of Bắc Kạn province"),
        "description": _(
            "Every entry of the honour register of good people and good deeds: number, day, unit, category, and, where"
            " the honoree agreed to it, name, citation and commendations."
        ),
        "url": absolute_address(register_address()),
        "license": LICENCE_URL,
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "creator": publisher(),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": form, "contentUrl": absolute_address(path)}
            for form, path in (
                ("text/csv", register_file_address()),
                ("application/json", reverse("api:entries")),
                ("application/rss+xml", reverse("register_rss")),
            )
        ],
    }


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Thing:
    """The way to a page: names and paths from the front page on; the page itself needs no path."""
    places = enumerate(steps, start=1)
    items = (
        {"position": place, "name": name, "item": absolute_address(path) if path else ""}
        for place, (name, path) in places
    )
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [_filled({"@type": "ListItem", **item}) for item in items],
    }


def _filled(thing: Thing) -> Thing:
    """Without what is not known."""
    return {name: value for name, value in thing.items() if value not in ("", [], {}, None)}
