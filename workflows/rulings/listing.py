"""Which decisions the list shows, and the lines of one of them: what it gave, what it proposed, what it struck."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from honors.models import Commendation, CommendationProposal, Decision, EntryEvent
from honors.vietnamese import fold
from workflows.permissions import visible_entries
from workflows.register_listing import LONGEST_SEARCH, Tab
from workflows.rulings.permissions import visible_decisions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from honors.exports import Cell

STANDING, REVOKED = "standing", "revoked"


class DecisionFilterForm(forms.Form):
    """Year and words."""

    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    q = forms.CharField(label=_("Number, issuer or subject"), required=False, max_length=LONGEST_SEARCH)

    def __init__(self, data: Any, *, decisions: QuerySet[Decision]) -> None:
        super().__init__(data)
        years = decisions.order_by("-signed_on__year").values_list("signed_on__year", flat=True).distinct()
        self.fields["year"].choices = [("", _("All years")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]


class DecisionListing:
    """The list as one person asked for it; a filter that makes no sense is said beside its field and left out."""

    def __init__(self, user: Any, query: Any) -> None:
        self._user, self._visible = user, visible_decisions(user)
        self.form = DecisionFilterForm(query, decisions=self._visible)
        self.form.is_valid()
        self.show = query.get("show", "")

    @cached_property
    def filtered(self) -> QuerySet[Decision]:
        """Decisions under year and words, typed with or without tone marks."""
        found, values = self._visible, self.form.cleaned_data
        if values.get("year"):
            found = found.filter(signed_on__year=values["year"])
        if wanted := fold(values.get("q") or ""):
            found = found.filter(folded__contains=wanted)
        return found

    @cached_property
    def _conditions(self) -> dict[str, Q]:
        return {"": Q(), STANDING: Q(revoked_at=None), REVOKED: Q(revoked_at__isnull=False)}

    @cached_property
    def tabs(self) -> list[Tab]:
        """The lists, each with its number. One query."""
        labels = {"": _("All"), STANDING: _("In force"), REVOKED: _("Revoked decisions")}
        counts = {f"n{place}": Count("pk", filter=rule) for place, rule in enumerate(self._conditions.values())}
        found = self.filtered.order_by().aggregate(**counts)
        return [Tab(key, labels[key], found[f"n{place}"]) for place, key in enumerate(self._conditions)]

    @property
    def shown(self) -> QuerySet[Decision]:
        """Decisions of the chosen list, the latest first."""
        return self.filtered.filter(self._conditions.get(self.show, Q())).order_by("-signed_on", "-pk")

    @property
    def count(self) -> int:
        """How many the chosen list has; what its tab says."""
        return next((tab.count for tab in self.tabs if tab.key == self.show), self.tabs[0].count)

    def list_lengths(self, decisions: list[Decision]) -> dict[int, int]:
        """How many entries each decision names that the person may read. One query."""
        counts = Q(withdrawn_at=None) | Q(decision__revoked_at__isnull=False)
        rows = praise_of(self._user).filter(counts, decision__in=decisions).order_by().values_list("decision")
        return dict(rows.annotate(count=Count("entry", distinct=True)))

    def exported(self) -> Iterator[list[Cell]]:
        """The rows of the file, all pages of them. Two queries."""
        found = list(self.shown.select_related("revoked_by"))
        lengths = self.list_lengths(found)
        for row in found:
            revoked = row.revoked_by.number if row.revoked_by else ""
            yield [row.number, row.signed_on, row.issuer, row.signer, row.subject, lengths.get(row.pk, 0), revoked]


EXPORTED = [
    _("Number"), _("Signed on"), _("Issuer"), _("Signer"), _("Subject"), _("Entries"), _("Revoked by decision"),
]  # fmt: skip


def praise_of(user: Any) -> QuerySet[Commendation]:
    """Praise of entries a person may read, withdrawn praise too."""
    return Commendation.objects.filter(entry__in=visible_entries(user).values("pk"))


def lines_of(decision: Decision, user: Any) -> QuerySet[Commendation]:
    """What a decision gave to entries a person may read, by unit and number."""
    return (
        praise_of(user)
        .filter(decision=decision)
        .select_related("entry", "form", "entry__register")
        .order_by("withdrawn_at", "entry__unit_name", "entry__year", "entry__number", "pk")
    )


def proposals_of(decision: Decision, user: Any) -> QuerySet[CommendationProposal]:
    """Higher forms a decision's authority proposed, for entries a person may read."""
    found = CommendationProposal.objects.filter(decision=decision, entry__in=visible_entries(user).values("pk"))
    return found.select_related("entry", "form", "led_to__decision").order_by("entry__unit_name", "entry__number", "pk")


def struck_by(decision: Decision, user: Any) -> QuerySet[EntryEvent]:
    """Entries a decision revoked, of those a person may read."""
    found = EntryEvent.objects.filter(decision=decision, kind=EntryEvent.Kind.REVOKED)
    return found.filter(entry__in=visible_entries(user).values("pk")).select_related("entry").order_by("entry", "seq")
