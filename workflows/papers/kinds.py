"""The papers there are: what each prints for whom, from arguments that fit in an address.

Facts are read anew, as the person who asked may read them at that moment: an
order that waited shows nobody what was closed to them meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from honors import certificate_paper, register_paper, ruling_paper
from honors.models import Commendation, Register, RegisterEntry
from workflows.models import Assignment, Role
from workflows.permissions import user_is_province, visible_entries
from workflows.rulings.listing import lines_of
from workflows.rulings.permissions import visible_decisions


@dataclass(frozen=True)
class Paper:
    """One paper ready to be read and set: how long it is, and how its facts are gathered."""

    template: str
    file_name: str
    lines: int
    facts: Callable[[], dict[str, Any]]


def register(user: Any, *, code: str, year: int, edition: str = "internal") -> Paper:
    """A unit's register of a year, in one of two editions; 404 for a foreign or an empty one. Four queries."""
    found = Register.objects.select_related("unit").filter(unit__code=code, year=year).first()
    entries = visible_entries(user).filter(register=found)
    if found is None or not (lines := entries.count()):
        raise Http404
    is_public = edition == "public"
    gather = register_paper.public_register_paper if is_public else register_paper.register_paper
    return Paper(
        template=register_paper.TEMPLATE,
        file_name=f"so-ghi-danh-{code}-{year}{'-cong-khai' if is_public else ''}.pdf",
        lines=lines,
        facts=lambda: gather(unit=found.unit, year=year, entries=entries),
    )


def ruling(user: Any, *, pk: int) -> Paper:
    """A decision with the part of its list the person may read; 404 for a foreign one. Six queries."""
    decision = get_object_or_404(visible_decisions(user).select_related("revoked_by"), pk=pk)
    lines = lines_of(decision, user)
    count = lines.count()
    left_out = Commendation.objects.filter(decision=decision).count() - count
    return Paper(
        template=ruling_paper.TEMPLATE,
        file_name=f"quyet-dinh-{decision.pk}.pdf",
        lines=count,
        facts=lambda: ruling_paper.ruling_paper(decision=decision, lines=lines, left_out=left_out, reader=str(user)),
    )


def certificate(user: Any, *, pk: int) -> Paper:
    """The certificate of an entry; 404 for one that has none, and for people who hand none out. Five queries."""
    entry = get_object_or_404(certified_entries(user).select_related("unit"), pk=pk)
    return Paper(
        template=certificate_paper.TEMPLATE,
        file_name=f"giay-chung-nhan-{entry.year}-{entry.number}.pdf",
        lines=1,
        facts=lambda: certificate_paper.certificate_paper(entry),
    )


def certified_entries(user: Any) -> Any:
    """Entries whose certificate a person hands out: of the own units; all for editors of the province. Two queries."""
    if not user.is_active:
        return RegisterEntry.objects.none()
    entries = certificate_paper.certifiable(RegisterEntry.objects.all())
    if user_is_province(user, Role.EDITOR):
        return entries
    return entries.filter(unit__in=Assignment.objects.current().of(user).values("unit"))


KINDS: dict[str, Callable[..., Paper]] = {"register": register, "ruling": ruling, "certificate": certificate}
