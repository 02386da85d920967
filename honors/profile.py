"""What the public may read about an honoree: the allow-list, as types.

Public templates receive these and nothing else.  A fact without a field here
(full birth date, address, phone, ethnicity, votes, minutes, reviewers, third
persons) cannot reach a page by mistake.  Sources: Law 91/2025/QH15 and Decree
356/2025 on personal data.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from honors.models import HonoreeKind, MeritCategory
from honors.vietnamese import given_name, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True)
class PublicCategory:
    """A merit category in the words a stranger may read, with its colour family."""

    code: str
    label: str
    family: str


@dataclass(frozen=True, slots=True)
class Medallion:
    """The woven ring with an initial: shape tells the kind, hue the category."""

    letter: str
    kind: str
    family: str


@dataclass(frozen=True, slots=True)
class Revocation:
    """The decision that struck an entry through; empty where the event names none."""

    number: str = ""
    signed_on: datetime.date | None = None
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class PublicCommendation:
    """A form of praise, with its decision where there is one."""

    form: str
    note: str = ""
    decision_number: str = ""
    signed_on: datetime.date | None = None
    issuer: str = ""


class StepWord(StrEnum):
    """What a point of the approval trail says."""

    CONSIDERED = "considered"
    APPROVED = "approved"
    SKIPPED = "skipped"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class TrailStep:
    """A point of the approval trail: a unit and a day, never a person, a vote or a note."""

    word: StepWord
    unit_name: str = ""
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A line of the register as the public reads it; without a name, only what the book itself shows."""

    number: int
    year: int
    registered_on: datetime.date
    unit_name: str
    place: str
    unit_url: str = ""
    name: str = ""
    honorific: str = ""
    kind_label: str = ""
    role: str = ""
    citation: str = ""
    category: PublicCategory | None = None
    medallion: Medallion | None = None
    url: str = ""
    request_url: str = ""
    is_masked: bool = False
    is_revoked: bool = False
    revocation: Revocation | None = None
    is_imported: bool = False


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An entry card on a profile; number and code are missing only in the preview of a nomination."""

    category: PublicCategory | None
    citation: str
    unit_name: str
    place: str
    number: int | None = None
    year: int | None = None
    registered_on: datetime.date | None = None
    verification_code: str = ""
    commendations: Sequence[PublicCommendation] = ()
    trail: Sequence[TrailStep] = ()
    is_revoked: bool = False
    revocation: Revocation | None = None
    unit_url: str = ""
    unit_today: str = ""
    place_today: str = ""
    verification_url: str = ""
    is_imported: bool = False


@dataclass(frozen=True, slots=True)
class Portrait:
    """A photo shown on a valid basis."""

    image: Any
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of the gallery, shown on a valid basis."""

    image: Any
    caption: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class PublicLink:
    """Something elsewhere on the site that belongs beside a profile."""

    title: str
    url: str
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """An honoree in a short list."""

    name: str
    honorific: str
    url: str
    medallion: Medallion
    unit_name: str
    citation: str
    category: PublicCategory


@dataclass(frozen=True, slots=True)
class PublicProfile:
    """Everything a profile page shows."""

    kind: str
    kind_label: str
    name: str
    medallion: Medallion
    honorific: str = ""
    role: str = ""
    unit_name: str = ""
    place: str = ""
    citation: str = ""
    categories: Sequence[PublicCategory] = ()
    entries: Sequence[PublicEntry] = ()
    portrait: Portrait | None = None
    birth_year: int | None = None
    story: Sequence[Any] = ()
    gallery: Sequence[Photo] = ()
    members: Sequence[str] = ()
    tags: Sequence[PublicLink] = ()
    bulletins: Sequence[PublicLink] = ()
    same_unit: Sequence[ProfileCard] = ()
    same_category: Sequence[ProfileCard] = ()
    address: str = ""
    remarks: Sequence[str] = ()
    request_url: str = ""

    @property
    def commendation_count(self) -> int:
        """How many commendations the entries bring together."""
        return sum(len(entry.commendations) for entry in self.entries)


def make_medallion(name: str, kind: str, family: str) -> Medallion:
    """Return the medallion of a name.

    The letter is the given name's; a collective takes its last word that
    begins with a capital, which is what tells it from its likes (“Chi đoàn
    Tổ dân phố *Mẫu* 10”).
    """
    plain = normalise(_IN_BRACKETS.sub("", name))
    word = given_name(plain)
    if kind == HonoreeKind.COLLECTIVE:
        words = plain.split(" ")
        word = next((later for later in reversed(words[1:]) if later[:1].isupper()), words[0])
    letter = next((char for char in word if char.isalpha()), "")
    return Medallion(letter=letter.upper(), kind=kind, family=family)


def public_category(category: MeritCategory, *, status_consented: bool = False) -> PublicCategory:
    """Return a category in public words; the exact ones of a sensitive category need their own consent."""
    label = category.name if category.sensitive and status_consented else category.public_label
    return PublicCategory(code=category.public_code, label=label, family=category.family)
