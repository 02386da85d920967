"""Which entries the register screen shows: filters over what a person may read, with counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honors.models import EntryEvent, EntryState, HonoreeKind, MeritCategory, Unit, path_within
from honors.tally import Tally, tally
from honors.unit_choice import UnitChoiceField
from honors.vietnamese import fold
from workflows.permissions import visible_entries
from workflows.register_books import AMENDED, COUNTED, UNPUBLISHED

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from honors.models.book import RegisterEntryQuerySet

LONGEST_SEARCH = 100
_BOOK = re.compile(r"([0-9A-Za-z-]{1,30})-([0-9]{4})", re.ASCII)


@dataclass(frozen=True)
class Tab:
    """One of the lists, with its number of entries."""

    key: str
    label: StrOrPromise
    count: int


class RegisterFilterForm(forms.Form):
    """Unit, year, category, kind and name; limited to what the person may read. No unit where it is one `only`."""

    unit = UnitChoiceField(label=_("Unit"), required=False, to_field_name="code", empty_label=_("All units"))
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    category = forms.ModelChoiceField(
        label=_("Category"),
        required=False,
        queryset=MeritCategory.objects.all(),
        to_field_name="code",
        empty_label=_("All categories"),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *HonoreeKind.choices])
    q = forms.CharField(label=_("Name"), required=False, max_length=LONGEST_SEARCH)

    def __init__(self, data: Any, *, entries: RegisterEntryQuerySet, only: Unit | None) -> None:
        super().__init__(data)
        if only is not None:
            del self.fields["unit"]
        else:
            here = Unit.objects.filter(Q(pk__in=entries.values("unit")) | Q(pk__in=entries.values("district")))
            unit_field: Any = self.fields["unit"]
            unit_field.queryset = here.order_by("path")
        years = entries.order_by("-year").values_list("year", flat=True).distinct()
        year_field: Any = self.fields["year"]
        year_field.choices = [("", _("All years")), *((year, str(year)) for year in years)]


class RegisterListing:
    """The register as one person asked for it; a filter that makes no sense is said beside its field and left out."""

    def __init__(self, user: Any, query: Any) -> None:
        self._visible = visible_entries(user)
        units = list(Unit.objects.filter(pk__in=self._visible.values("unit"))[:2])
        self._only_unit = units[0] if len(units) == 1 else None
        self.form = RegisterFilterForm(query, entries=self._visible, only=self._only_unit)
        self.form.is_valid()
        self.show = query.get("show", "")
        book = _BOOK.fullmatch(query.get("book", ""))
        self.book, self._of_book = (book[0], book.groups()) if book else ("", ("", ""))
        # What an address needs to ask for the same rows, whatever list of them.
        kept = {name: query[name] for name in self.form.fields if query.get(name) and name in self.form.cleaned_data}
        self.asked: dict[str, str] = kept | ({"book": self.book} if self.book else {})

    @property
    def query(self) -> str:
        """The same as the end of an address."""
        return urlencode(self.asked)

    @property
    def unit(self) -> Unit | None:
        """The unit asked for; a person who reads one unit's entries alone need not ask."""
        return self.form.cleaned_data.get("unit") or self._only_unit

    @cached_property
    def filtered(self) -> RegisterEntryQuerySet:
        """Entries under unit, year and name, whatever their state. A name that was taken down finds nothing."""
        found = self._visible
        values = self.form.cleaned_data
        if values.get("unit"):
            found = found.filter(path_within("unit__path", [values["unit"].path]))
        if values.get("year"):
            found = found.filter(year=values["year"])
        if values.get("category"):
            found = found.filter(category=values["category"])
        if values.get("kind"):
            found = found.filter(kind=values["kind"])
        if self.book:
            code, year = self._of_book
            found = found.filter(register__unit__code=code, register__year=int(year))
        if wanted := fold(values.get("q") or ""):
            found = found.filter(name_folded__contains=wanted)
        return found

    @property
    def shown(self) -> RegisterEntryQuerySet:
        """Entries of the chosen list."""
        if self.show in self._lists:
            return self._lists[self.show]
        return self.filtered.filter(state=self.show) if self.show in EntryState.values else self.filtered

    @property
    def _lists(self) -> dict[str, RegisterEntryQuerySet]:
        """Lists that are no state of an entry."""
        amended = EntryEvent.objects.filter(kind=EntryEvent.Kind.AMENDED).order_by()
        return {
            UNPUBLISHED: self.filtered.unpublished(),
            COUNTED: self.filtered.counted(),
            AMENDED: self.filtered.filter(pk__in=amended.values("entry")),
        }

    @cached_property
    def sums(self) -> Tally:
        """What stands below the filtered register, on paper too. One query."""
        return tally(self.filtered)

    @cached_property
    def tabs(self) -> list[Tab]:
        """The lists, each with its number. Two queries beside the sums."""
        states = [Tab(state.value, state.label, self.sums.of_state(state)) for state in EntryState]
        unpublished = Tab(UNPUBLISHED, _("Not published"), self._lists[UNPUBLISHED].count())
        amended = Tab(AMENDED, _("Corrected"), self._lists[AMENDED].count())
        counted = [Tab(COUNTED, _("Counted"), self.sums.counted)] if self.show == COUNTED else []
        return [Tab("", _("All"), self.sums.total), *counted, unpublished, amended, *states]

    @property
    def count(self) -> int:
        """How many entries the chosen list has; what its tab says."""
        return next((tab.count for tab in self.tabs if tab.key == self.show), self.sums.total)

    def printable_years(self) -> list[int]:
        """Years whose register of the unit can be printed, the one asked for alone where one is. One query."""
        if self.unit is None:
            return []
        own = self._visible.filter(register__unit=self.unit)
        if year := self.form.cleaned_data.get("year"):
            own = own.filter(register__year=year)
        years = own.order_by("-register__year").values_list("register__year", flat=True).distinct()
        return list(years)
