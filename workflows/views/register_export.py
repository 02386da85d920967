"""The register and the ceremonies as files: exactly what the screen lists under the same filters, all its pages."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from honors.exports import RESPONSES, Cell
from honors.models import Ceremony, Commendation, RegisterEntry
from workflows.ceremony_permissions import visible_ceremonies
from workflows.permissions import units_of
from workflows.register_listing import RegisterListing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

# Rows read together.
BATCH = 500
REGISTER_HEADERS = [
    _("Number"), _("Book of year"), _("Registered on"), _("Honorific"), _("Name"), _("Kind"), _("Role"),
    _("Unit as of then"), _("Place as of then"), _("Good deed"), _("Category"), _("Commendation"), _("Guideline"),
    _("State"), _("Public"), _("Verification code"),
]  # fmt: skip
CEREMONY_HEADERS = [
    _("Date"), _("Units"), _("Place of the ceremony"), _("Attended"), _("Expected"), _("What was said"), _("Photos"),
]  # fmt: skip


class RegisterExport(View):
    """The register under the filters of the address, as far as the person may read it."""

    ending = "csv"

    def get(self, request: HttpRequest) -> FileResponse:
        """Answer with the file; flat in memory, two queries for every 500 rows."""
        if not units_of(request.user):
            raise PermissionDenied
        found = RegisterListing(request.user, request.GET).shown
        return RESPONSES[self.ending](REGISTER_HEADERS, entry_rows(found), "so-ghi-danh-noi-bo")


class CeremonyExport(View):
    """Ceremonies of a year or all, as far as the person may read them."""

    ending = "csv"

    def get(self, request: HttpRequest) -> FileResponse:
        """Answer with the file; flat in memory, three queries for every 500 rows."""
        if not units_of(request.user):
            raise PermissionDenied
        year, found = request.GET.get("year", ""), visible_ceremonies(request.user)
        if year.isascii() and year.isdecimal() and len(year) == 4:
            found = found.in_year(int(year))
        return RESPONSES[self.ending](CEREMONY_HEADERS, ceremony_rows(found), "chao-co")


def entry_rows(found: QuerySet[RegisterEntry]) -> Iterator[list[Cell]]:
    """Yield entries, newest first; one that was taken down keeps number, unit and day."""
    keys = found.order_by("-registered_on", "-pk").values_list("pk", flat=True).iterator(chunk_size=BATCH * 10)
    while batch := list(islice(keys, BATCH)):
        praise: dict[int, list[str]] = {}
        given = Commendation.objects.standing().filter(entry__in=batch).order_by("-form__rank", "pk")
        for entry_id, name in given.values_list("entry_id", "form__name"):
            praise.setdefault(entry_id, []).append(name)
        rows = RegisterEntry.objects.filter(pk__in=batch).select_related("category").defer("folded", "sort_key")
        by_key = {row.pk: row for row in rows.order_by()}
        yield from (_entry(by_key[pk], praise.get(pk, [])) for pk in batch if pk in by_key)


def _entry(row: RegisterEntry, praise: list[str]) -> list[Cell]:
    hidden = row.is_masked
    return [
        row.number,
        row.year,
        row.registered_on,
        "" if hidden else capfirst(row.honorific),
        gettext("(taken down on request)") if hidden else row.honoree_name,
        capfirst(row.get_kind_display()),
        "" if hidden else row.role,
        row.unit_name,
        row.unit_place,
        "" if hidden else row.citation,
        row.category.name,
        "" if hidden else "; ".join(dict.fromkeys(praise)),
        row.guideline_number,
        capfirst(row.get_state_display()),
        gettext("yes") if row.public_name else gettext("no"),
        row.verification_code,
    ]


def ceremony_rows(found: QuerySet[Ceremony]) -> Iterator[list[Cell]]:
    """Yield ceremonies, newest first, a joint one once."""
    keys = list(found.order_by("-held_on", "-pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        chunk = Ceremony.objects.filter(pk__in=keys[start : start + BATCH]).prefetch_related("units", "photos")
        for one in chunk.order_by("-held_on", "-pk"):
            units = "; ".join(unit.name for unit in one.units.all())
            yield [one.held_on, units, one.place, one.attended, one.expected, one.topics, len(one.photos.all())]
