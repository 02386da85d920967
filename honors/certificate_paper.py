"""The certificate an honoree holds in hand: what the book says, and a code that leads to the public answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from honors.addresses import absolute_address, verification_address
from honors.models import EntryState, HonoreeKind
from honors.qr import qr_code

if TYPE_CHECKING:
    from honors.models import RegisterEntry
    from honors.models.book import RegisterEntryQuerySet

TEMPLATE = "certificate.typ"
_ADDRESSED = {
    HonoreeKind.INDIVIDUAL: "",
    HonoreeKind.COLLECTIVE: "Tập thể",
    HonoreeKind.HOUSEHOLD: "Hộ gia đình",
}


def certifiable(entries: RegisterEntryQuerySet) -> RegisterEntryQuerySet:
    """Entries a certificate is printed for: they stand, and the public answer to their code says so.

    Without a public name the code is answered as unknown (`honors.verification`):
    a certificate that calls itself a forgery helps nobody.
    """
    return entries.filter(state=EntryState.ACTIVE).named()


def certificate_paper(entry: RegisterEntry) -> dict[str, Any]:
    """Return what the template needs; words of the form stand there. Two queries."""
    address = absolute_address(verification_address(entry.verification_code))
    above = entry.unit.lineage()[1:2]
    honorific = entry.honorific if entry.kind != HonoreeKind.COLLECTIVE else ""
    return {
        "above": above[0].name if above else "",
        "unit": entry.unit_name,
        "place": entry.unit_place,
        "addressed": _ADDRESSED[HonoreeKind(entry.kind)],
        "honorific": f"{honorific[:1].upper()}{honorific[1:]}",
        "name": entry.honoree_name,
        "role": entry.role,
        "citation": entry.citation,
        "number": entry.number,
        "year": entry.year,
        "day": f"{entry.registered_on.day:02}",
        "month": f"{entry.registered_on.month:02}",
        "code": entry.verification_code,
        "address": address,
        "qr": _svg(address),
    }


def _svg(text: str) -> str:
    code = qr_code(text)
    side = code.side
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="{code.path}" stroke="#000" stroke-width="1"/></svg>'
    )
