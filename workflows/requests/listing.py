"""Which requests the list shows: tabs with counts, kind, words; the soonest due first."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from honors.vietnamese import fold
from workflows.models import DataSubjectRequest
from workflows.register_listing import LONGEST_SEARCH, Tab
from workflows.requests.permissions import user_handles_requests, visible_requests

if TYPE_CHECKING:
    from workflows.models.requests import DataSubjectRequestQuerySet

# A longer row of digits is a telephone number.
LONGEST_NUMBER = 7
MINE, OVERDUE, NEW, CLOSED, ALL = "mine", "overdue", "new", "closed", "all"


class RequestFilterForm(forms.Form):
    """Kind and words."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    q = forms.CharField(label=_("Name, entry or number"), required=False, max_length=LONGEST_SEARCH)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kinds = [(value, capfirst(label)) for value, label in DataSubjectRequest.Kind.choices]
        self.fields["kind"].choices = [("", _("All kinds")), *kinds]  # type: ignore[attr-defined]


class RequestListing:
    """The list as one person asked for it; a filter that makes no sense is said beside its field and left out."""

    def __init__(self, user: Any, query: Any) -> None:
        self._user, self._visible = user, visible_requests(user)
        self.handles = user_handles_requests(user)
        self.form = RequestFilterForm(query)
        self.form.is_valid()
        self.show = query.get("show", "")

    @cached_property
    def filtered(self) -> DataSubjectRequestQuerySet:
        """Requests under kind and words. Reviewers, who read no names, find none by them."""
        found, values = self._visible, self.form.cleaned_data
        if values.get("kind"):
            found = found.filter(kind=values["kind"])
        typed = (values.get("q") or "").strip()
        if not typed:
            return found
        wanted = Q(reference__startswith=typed.upper())
        is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
        if is_number:
            wanted |= Q(pk=int(typed)) | Q(entry__number=int(typed))
        elif self.handles and fold(typed):
            wanted |= Q(folded__contains=fold(typed)) | Q(email__iexact=typed) | Q(phone=typed)
        return found.filter(wanted)

    @cached_property
    def _conditions(self) -> dict[str, Q]:
        is_open = Q(closed_at=None)
        return {
            "": is_open,
            OVERDUE: is_open & Q(due_on__lt=timezone.localdate()),
            NEW: is_open & Q(state=DataSubjectRequest.State.NEW),
            MINE: is_open & Q(holder=self._user),
            CLOSED: ~is_open,
            ALL: Q(),
        }

    @cached_property
    def tabs(self) -> list[Tab]:
        """The lists, each with its number. One query."""
        labels = {
            "": _("Open"), OVERDUE: _("Overdue"), NEW: _("New"), MINE: _("Taken on by me"), CLOSED: _("Closed"),
            ALL: _("All"),
        }  # fmt: skip
        counts = {f"n{place}": Count("pk", filter=rule) for place, rule in enumerate(self._conditions.values())}
        found = self.filtered.order_by().aggregate(**counts)
        return [Tab(key, labels[key], found[f"n{place}"]) for place, key in enumerate(self._conditions)]

    @property
    def shown(self) -> DataSubjectRequestQuerySet:
        """Requests of the chosen list, overdue and soonest due first."""
        rule = self._conditions.get(self.show, self._conditions[""])
        return self.filtered.filter(rule).select_related("entry", "holder").soonest_first()

    @property
    def count(self) -> int:
        """How many the chosen list has; what its tab says."""
        return next((tab.count for tab in self.tabs if tab.key == self.show), self.tabs[0].count)


def open_counts(user: Any) -> tuple[int, int] | None:
    """How many are open and how many of them overdue, for an editor of the province; None for others. Two queries."""
    if not user_handles_requests(user):
        return None
    found = DataSubjectRequest.objects.open().aggregate(
        open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=timezone.localdate()))
    )
    return found["open"], found["overdue"]
