"""What may be asked of the API; read by ninja, and described from here."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field

from portal.api.cursors import PATTERN

_UNIT = "Code of a unit: it and everything below it"


class PageQuery(Schema):
    """One page of a collection."""

    size: int = Field(50, ge=1, le=100, description="How many items a page has")
    cursor: str = Field("", pattern=PATTERN, description="Where the page begins; take it from `next`")


class EntryQuery(PageQuery):
    """The filters of the register; one that names nothing finds nothing."""

    q: str = Field("", description="Words, with or without tone marks; quotation marks hold a phrase together")
    unit: str = Field("", description=_UNIT)
    category: str = Field("", description="Code of a category")
    kind: str = Field("", description="individual, collective or household")
    year: str = Field("", description="Year of the book")
    form: str = Field("", description="Code of a form of commendation")


class CeremonyQuery(PageQuery):
    """The filters of ceremonies; one that names nothing finds nothing."""

    unit: str = Field("", description=_UNIT)
    year: str = Field("", description="Year of the ceremony")
