"""What a reader asked for: a unit within their own, and a period; anything else is said and left out."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from honors.models import Unit, path_within
from honors.rows import DayInput
from honors.unit_choice import UnitChoiceField
from workflows.models import DecisionRecord
from workflows.reports.period import EARLIEST, LATEST, Period, quarter_of
from workflows.reports.scope import Scope
from workflows.states import VERDICTS

if TYPE_CHECKING:
    from workflows.reports.scope import Readership

BOUNDS = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))


class QuestionForm(forms.Form):
    """Unit and days, limited to what the person may read; no unit where it is one only."""

    unit = UnitChoiceField(label=_("Unit"), required=False, to_field_name="code", empty_label=_("All units"))
    since = forms.DateField(label=_("From"), required=False, widget=DayInput, validators=BOUNDS)
    until = forms.DateField(label=_("To"), required=False, widget=DayInput, validators=BOUNDS)

    def __init__(self, data: Any, *, roots: list[Unit], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        units = Unit.objects.filter(path_within("path", [unit.path for unit in roots])).order_by("path")
        if len(roots) == 1 and not units.exclude(pk=roots[0].pk).exists():
            del self.fields["unit"]
        else:
            field: Any = self.fields["unit"]
            field.queryset = units

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        values: dict[str, Any] = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The period ends before it begins."))
        return values


class Question:
    """A report as one person asked for it."""

    def __init__(self, readership: Readership, query: Any) -> None:
        self._readership = readership
        self.form = QuestionForm(query, roots=readership.roots)
        self.form.is_valid()

    @property
    def shown_form(self) -> QuestionForm:
        """The form as the screen shows it: with what was refused, else with what the report is about."""
        if self.form.errors:
            return self.form
        initial = {"unit": self.unit, "since": self.period.since, "until": self.period.until}
        return QuestionForm(None, roots=self._readership.roots, initial=initial)

    @property
    def unit(self) -> Unit | None:
        """The unit asked for; None for everything the person reads."""
        unit: Unit | None = self.form.cleaned_data.get("unit")
        return unit

    @cached_property
    def period(self) -> Period:
        """The days asked for; the quarter of the latest decision where none were. One query then."""
        since: datetime.date | None = self.form.cleaned_data.get("since")
        until: datetime.date | None = self.form.cleaned_data.get("until")
        if {"since", "until"} & self.form.errors.keys() or not (since or until):
            return quarter_of(self.latest or timezone.localdate())
        if until is None:
            until = max(timezone.localdate(), since or EARLIEST)
        return Period(since or datetime.date(until.year, 1, 1), until)

    @cached_property
    def latest(self) -> datetime.date | None:
        """The day of the latest decision in the units, of any period. One query."""
        within = path_within("unit__path", [unit.path for unit in self._roots])
        decided = DecisionRecord.objects.filter(within, action__in=VERDICTS).order_by("-at")
        moment = decided.values_list("at", flat=True).first()
        return timezone.localdate(moment) if moment else None

    @cached_property
    def scope(self) -> Scope:
        """Whose decisions, and when."""
        return Scope(period=self.period, roots=tuple(self._roots), reviewed=self._readership.reviewed)

    @property
    def _roots(self) -> list[Unit]:
        return [self.unit] if self.unit else self._readership.roots
