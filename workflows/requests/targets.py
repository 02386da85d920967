"""What a request is about, from the reference in its link: an entry's number, a verification code, a profile's slug.

The public form says of a reference only what the public register says anyway:
one that is unknown and one that is not published look the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from honors.models import HonoreePage, RegisterEntry

LONGEST = 200
_NUMBER = re.compile(r"(?P<year>[0-9]{4})-(?P<unit>[A-Za-z0-9_.-]{1,20})-(?P<number>[0-9]{1,9})")
_CODE = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}")
_SLUG = re.compile(r"[a-z0-9-]{3,200}")


@dataclass(frozen=True)
class Target:
    """What a reference stands for; `label` is what a stranger may be told, empty for nothing."""

    entry: RegisterEntry | None = None
    page: HonoreePage | None = None
    label: str = ""


def find_target(reference: str) -> Target:
    """Find entry and profile of a reference, whatever was typed. Two queries at most."""
    reference = reference.strip()[:LONGEST]
    if match := _NUMBER.fullmatch(reference):
        found = RegisterEntry.objects.filter(
            register__unit__code=match["unit"], register__year=match["year"], number=match["number"]
        )
        return _of_entry(found.select_related("page").first(), is_listed=True)
    if _CODE.fullmatch(reference.upper()):
        found = RegisterEntry.objects.filter(verification_code=reference.upper())
        return _of_entry(found.select_related("page").first(), is_listed=False)
    return _of_profile(reference) if _SLUG.fullmatch(reference) else Target()


def _of_entry(entry: RegisterEntry | None, *, is_listed: bool) -> Target:
    """An entry; every number and unit stands in the public list, by its code only a named one is told."""
    if entry is None:
        return Target()
    label = _in_words(entry) if is_listed or entry.public_name else ""
    return Target(entry=entry, page=entry.page, label=label)


def _of_profile(slug: str) -> Target:
    page = HonoreePage.objects.filter(slug=slug).first()
    if page is None:
        return Target()
    entries = list(RegisterEntry.objects.filter(page=page).order_by("-registered_on", "-pk")[:2])
    named = next((entry for entry in entries if entry.public_name), None)
    only = entries[0] if len(entries) == 1 else None
    return Target(entry=only, page=page, label=_in_words(named) if named and page.live else "")


def _in_words(entry: RegisterEntry) -> str:
    """Number, book and unit as the public list has them, the name only where it may be read."""
    where = _("no. %(number)s, register %(year)s, %(unit)s") % {
        "number": entry.number,
        "year": entry.year,
        "unit": entry.unit_name,
    }
    return f"{entry.public_name}, {where}" if entry.public_name else where
