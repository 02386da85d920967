"""Which report to publish."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from honors.periodic.periods import Period, period_named, periods_over
from honors.rows import DayInput


class ReportForm(forms.Form):
    """A period that is over, and the day whose record is counted."""

    period = forms.ChoiceField(label=_("Period"))
    at = forms.DateField(
        label=_("As recorded at the end of"),
        required=False,
        widget=DayInput,
        help_text=_("Empty for the last day of the period. What is recorded later is in no figure, for ever."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        found = periods_over(timezone.localdate())
        choices = [
            (capfirst(str(kind.label)), [(period.key, capfirst(str(period))) for period in periods])
            for kind, periods in found.items()
        ]
        self.fields["period"].choices = [choices[1], choices[0], *choices[2:]]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[Period, datetime.date]:
        """Period and day; call it on a valid form."""
        period = period_named(self.cleaned_data["period"])
        if period is None:
            raise ValueError(self.cleaned_data["period"])
        return period, self.cleaned_data["at"] or period.last
