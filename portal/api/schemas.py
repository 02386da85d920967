"""The shapes of answers. Filled from the public types alone (`portal.api.resources`).

What is public on a basis of its own (photo, birth year, members of a group,
a household's status) stays on the page: whoever withdraws such a consent
cannot take it out of copies.
"""

from __future__ import annotations

import datetime

from ninja import Schema
from pydantic import Field


class Licence(Schema):
    """Under what terms the data may be used again."""

    name: str = Field(description="Short name of the licence")
    url: str = Field(description="Where its text is")
    condition: str = Field(description="What it asks of whoever keeps a copy")


class Answer(Schema):
    """What every answer says of its data."""

    licence: Licence
    updated_on: datetime.date | None = Field(
        description="Day of the newest entry of the register; null while it is empty"
    )


class Collection(Answer):
    """A page of a collection."""

    next: str | None = Field(None, description="Address of the next page; null on the last")


class Category(Schema):
    """A field of good deeds, in public words."""

    code: str
    label: str


class Decision(Schema):
    """A decision of an authority."""

    number: str
    signed_on: datetime.date | None
    issuer: str


class Commendation(Schema):
    """A form of praise."""

    form: str
    note: str
    decision: Decision | None


class Entry(Schema):
    """A line of the register; without consent to publish, or of a unit that gives counts only, it has no name."""

    number: int = Field(description="Number in the book of its unit and year; never used twice")
    year: int = Field(description="Year of the book")
    registered_on: datetime.date
    state: str = Field(description="active, revoked (by decision) or masked (name taken down on request)")
    unit: str = Field(description="Name of the unit on that day")
    unit_url: str = Field(description="Page of the unit today")
    place: str = Field(description="Where the unit was on that day, in citizens' words")
    name: str = Field(description="Empty where it is not public")
    honorific: str
    kind: str = Field(description="Kind of honoree in words; empty without a name")
    role: str
    citation: str
    category: Category | None
    revocation: Decision | None
    imported: bool = Field(description="Taken over from a paper register; no approvals stand behind it here")
    url: str = Field(description="Page of the profile; empty where there is none")


class Step(Schema):
    """A point of the approval trail: a unit and a day, no person."""

    step: str = Field(description="considered, approved, skipped or entered")
    unit: str
    on: datetime.date | None


class ProfileEntry(Schema):
    """An entry of a profile."""

    number: int | None
    year: int | None
    registered_on: datetime.date | None
    state: str
    unit: str
    place: str
    citation: str
    category: Category | None
    commendations: list[Commendation]
    trail: list[Step]
    revocation: Decision | None
    imported: bool = Field(description="Taken over from a paper register; no approvals stand behind it here")
    verification_url: str


class Link(Schema):
    """Something elsewhere on the site."""

    title: str
    url: str
    on: datetime.date | None


class Profile(Answer):
    """A public profile."""

    slug: str
    url: str
    card_url: str = Field(description="Picture of 1200 × 630 pixels that links may show")
    kind: str = Field(description="individual, collective or household")
    name: str
    honorific: str
    role: str
    unit: str
    place: str
    citation: str
    categories: list[Category]
    entries: list[ProfileEntry]
    bulletins: list[Link]


class Entries(Collection):
    """A page of the register, newest first; with words, best match first."""

    total: int = Field(description="Entries under the filters that count in public figures: active and masked ones")
    revoked: int = Field(description="Revoked entries under the filters, listed beside them")
    items: list[Entry]


class Unit(Schema):
    """A unit of the organisation."""

    code: str
    name: str
    administrative_name: str
    kind: str
    level: str = Field(description="cell, grassroots, district or province")
    parent: str | None = Field(description="Code of the unit above")
    valid_from: datetime.date | None
    valid_to: datetime.date | None = Field(description="Day it was closed")
    successor: str | None = Field(description="Code of the unit that followed it")
    counts_only: bool = Field(description="Whether its members are never named in public")
    keeps_register: bool
    salutes: bool = Field(description="Whether it holds flag-salute ceremonies")
    entries: int = Field(description="Counted entries of it and everything below it")
    url: str


class Units(Collection):
    """All units in the order of the tree."""

    items: list[Unit]


class CountedCategory(Category):
    """A category with its entries."""

    entries: int | None = Field(
        description="Counted entries; null where a sensitive category has fewer than five, and where the number "
        "would give such a one away"
    )
    url: str


class Categories(Collection):
    """All categories that have entries, the largest first."""

    items: list[CountedCategory]


class Bulletin(Schema):
    """A bulletin without its body, which is on its page."""

    slug: str
    title: str
    published_on: datetime.date
    changed_at: datetime.datetime
    lead: str
    byline: str
    source: str
    source_url: str
    tags: list[str]
    url: str
    card_url: str


class Bulletins(Collection):
    """A page of bulletins, newest first."""

    items: list[Bulletin]


class Ceremony(Schema):
    """A flag-salute ceremony; of a unit that gives counts only, its day alone."""

    held_on: datetime.date
    units: list[str]
    place: str
    attended: int | None
    expected: int | None
    topics: str


class Ceremonies(Collection):
    """A page of ceremonies, newest first."""

    items: list[Ceremony]


class Statistics(Answer):
    """What the register counts: active and masked entries, as every public number does."""

    total: int
    individuals: int
    collectives: int
    households: int
    categories: list[CountedCategory]


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = Field(description="Always about:blank: the status says what kind it is")
    title: str
    status: int
    detail: str
