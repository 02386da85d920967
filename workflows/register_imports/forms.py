"""Forms of the wizard: the file with what holds for all its rows, and what its columns mean."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honors.levels import Level
from honors.models import Decision
from honors.register_import.columns import COLUMNS, plain
from honors.register_import.dates import EARLIEST_YEAR
from honors.register_import.headings import SheetHead
from honors.rows import DayInput
from honors.rulings import DecisionFacts
from honors.unit_choice import UnitChoiceField

if TYPE_CHECKING:
    from honors.models import RegisterImport


class DecisionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # no parameters at run time
    """Decisions that stand, newest first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Decision.objects.filter(revoked_at=None), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Number, issuer and day."""
        return f"{obj.number} · {obj.issuer} · {obj.signed_on:%d/%m/%Y}"


class FileForm(forms.Form):
    """The file, its unit and year, and the decision to take it over."""

    file = forms.FileField(
        label=_("The register (.xlsx or .csv)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        help_text=_("It is tried first: nothing is in the book before a second person confirmed."),
    )
    unit = UnitChoiceField(
        label=_("Unit"),
        required=False,
        empty_label=_("each row names its unit"),
        help_text=_("Choose one where the whole file is the register of a single unit."),
    )
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=EARLIEST_YEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Only where the days in the file do not tell it."),
    )
    decision = DecisionChoice(
        label=_("Decision to take it over"), required=False, empty_label=_("a decision not recorded yet")
    )
    number = forms.CharField(label=_("Number of the decision"), max_length=60, required=False)
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput, required=False)
    issuer = forms.CharField(label=_("Issuer"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = unit.queryset.exclude(level=Level.PROVINCE)

    def clean_year(self) -> int | None:
        """A year to come has no register."""
        year: int | None = self.cleaned_data["year"]
        if year is not None and year > timezone.localdate().year:
            raise ValidationError(_("No register can be of this year."))
        return year

    def clean_signed_on(self) -> datetime.date | None:
        """A decision was signed today or before."""
        day: datetime.date | None = self.cleaned_data["signed_on"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """Without a recorded decision its number, day and issuer are needed."""
        values = super().clean() or {}
        if not values.get("decision"):
            for name in ("number", "signed_on", "issuer"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose a decision above, or fill this in."))
        return values

    def facts(self) -> DecisionFacts:
        """The decision that was typed; call it on a valid form without a chosen one."""
        return DecisionFacts(**{name: self.cleaned_data[name] for name in ("number", "signed_on", "issuer")})


class ColumnsForm(forms.Form):
    """Which sheets are taken, and what each heading means; headings of one name mean the same on all sheets."""

    sheets = forms.MultipleChoiceField(label=_("Sheets"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, found: RegisterImport) -> None:
        super().__init__(data)
        self._heads = [SheetHead.from_json(head) for head in found.heads]
        usable = [head for head in self._heads if head.line]
        sheets: Any = self.fields["sheets"]
        sheets.choices = [(head.title, head.title or _("the file")) for head in usable]
        sheets.initial = [head.title for head in usable if head.is_taken]
        choices = [("", _("(left out)")), *((column.field, column.label) for column in COLUMNS)]
        self.headings: dict[str, str] = {}
        for head in usable:
            for place, text in head.headings.items():
                heading = plain(text)
                name = f"column-{heading}"
                if heading and name not in self.fields:
                    self.headings[name] = heading
                    self.fields[name] = forms.ChoiceField(
                        label=text,
                        choices=choices,
                        required=False,
                        initial=found.mapping.get(heading, ""),
                        help_text=" · ".join(head.examples.get(place, [])),
                    )

    @property
    def columns(self) -> list[Any]:
        """The fields of the headings."""
        return [self[name] for name in self.headings]

    @property
    def left_out(self) -> list[str]:
        """Sheets without headings."""
        return [head.title for head in self._heads if not head.line]

    def mapping(self) -> dict[str, str]:
        """What each heading means; call it on a valid form."""
        return {heading: self.cleaned_data[name] for name, heading in self.headings.items()}
