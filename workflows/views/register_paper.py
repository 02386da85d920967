"""/admin/register/<unit>/<year>.pdf: a register in the layout of the paper ledger, in two editions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from workflows.views.papers import answer_with_paper


@require_safe
def print_register(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Answer with the internal edition, for those who may read the entries; 404 for anybody else.

    Twelve queries, about a second for a thousand entries.
    """
    return answer_with_paper(request, "register", back="nomination_desk:register", code=code, year=year)


@require_safe
def print_public_register(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Answer with the edition for a public board: names only where a stranger may read them."""
    arguments = {"code": code, "year": year, "edition": "public"}
    return answer_with_paper(request, "register", back="nomination_desk:register", **arguments)
