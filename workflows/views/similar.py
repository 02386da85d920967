"""Two that are alike, side by side: for people who may read both."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from honors.vietnamese import fold
from workflows.duplicates import Match, matches_of
from workflows.permissions import visible_entries, visible_nominations
from workflows.views.dossier import DossierScreen

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from honors.models import RegisterEntry
    from workflows.models import Nomination


@dataclass(frozen=True)
class Line:
    """One fact of both, and whether it is the same but for marks and capitals."""

    label: StrOrPromise
    here: str
    there: str

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return fold(self.here) == fold(self.there)


class SimilarScreen(DossierScreen, ABC):
    """A nomination beside another, or beside an entry; 404 unless the person may read both and they are alike."""

    template_name = "workflows/similar.html"

    def get(self, request: HttpRequest, pk: int, other: int = 0) -> HttpResponse:
        """Show both."""
        match = self.find(other)
        context = {
            **self.get_context_data(),
            "nomination": self.nomination,
            "match": match,
            "lines": list(_lines(self.nomination, match)),
        }
        return TemplateResponse(request, self.template_name, context)

    @abstractmethod
    def find(self, other: int) -> Match:
        """The match of this number; a subclass says of what."""


class SimilarCaseScreen(SimilarScreen):
    """Beside another nomination."""

    def find(self, other: int) -> Match:
        """Another open case. About six queries."""
        if visible_nominations(self.request.user).filter(pk=other).exists():
            for match in matches_of(self.nomination):
                if match.nomination is not None and match.nomination.pk == other:
                    return match
        raise Http404


class SimilarEntryScreen(SimilarScreen):
    """Beside an entry of the book."""

    def find(self, other: int) -> Match:
        """An entry. About six queries."""
        if visible_entries(self.request.user).filter(pk=other).exists():
            for match in matches_of(self.nomination):
                if match.entry is not None and match.entry.pk == other:
                    return match
        raise Http404


def _lines(nomination: Nomination, match: Match) -> Any:
    other = match.nomination
    here = _facts_of_case(nomination)
    there = _facts_of_case(other) if other is not None else _facts_of_entry(match.entry)
    for key, label in LABELS.items():
        if here.get(key) or there.get(key):
            yield Line(label, here.get(key, ""), there.get(key, ""))


LABELS = {
    "name": _("Name"),
    "kind": _("Kind"),
    "birth_year": _("Birth year"),
    "role": _("Role or occupation"),
    "unit": _("Unit"),
    "category": _("Category"),
    "achievement": _("What was done"),
    "citation": _("Citation"),
    "period": _("When"),
    "place": _("Where"),
    "state": _("State"),
}


def _facts_of_case(case: Nomination) -> dict[str, str]:
    return {
        "name": case.display_name,
        "kind": case.get_kind_display(),
        "birth_year": str(case.birth_year or ""),
        "role": case.role,
        "unit": str(case.unit),
        "category": case.category.name,
        "achievement": case.achievement,
        "citation": case.citation,
        "period": case.deed_period,
        "place": case.deed_place,
        "state": f"{case} · {case.get_state_display()}",
    }


def _facts_of_entry(entry: RegisterEntry | None) -> dict[str, str]:
    if entry is None:
        return {}
    return {
        "name": f"{entry.honorific} {entry.honoree_name}".strip(),
        "kind": entry.get_kind_display(),
        "role": entry.role,
        "unit": entry.unit_name,
        "category": entry.category.name,
        "citation": entry.citation,
        "place": entry.unit_place,
        "state": f"{entry} · {entry.registered_on:%d/%m/%Y}",
    }
