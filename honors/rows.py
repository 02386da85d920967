"""Rows below a form: what stands, with its last day, and blank rows for what begins.

Enrolments of a unit and assignments of a person are histories: a row is never
rewritten or deleted, it ends and another begins.  Works without JavaScript.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet, formset_factory, modelformset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpResponse

BLANK_ROWS = 2


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class StandingRows(BaseModelFormSet):  # type: ignore[type-arg]  # rows of any model
    """Last days of rows that exist."""

    def clean(self) -> None:
        """Refuse a row that is not among those shown: Django itself would pass over it in silence."""
        super().clean()
        if any(form.instance.pk is None for form in self.forms):
            raise ValidationError(_("A row shown here does not exist any more. Open the page again."))


class NewRowForm(forms.Form):
    """The days of a row that begins; a subclass adds what it is about."""

    since = forms.DateField(label=_("Since"), widget=DayInput)
    until = forms.DateField(label=_("Until"), widget=DayInput, required=False)


class RowsMixin(ABC):
    """For Wagtail's generic create and edit views: save rows through their services, in one transaction."""

    template_name = "organisation/form_with_rows.html"
    rows_heading: Any = ""
    new_row_form: type[forms.Form] = NewRowForm
    row_model: type[Model]
    request: Any
    object: Any

    @abstractmethod
    def get_standing(self) -> QuerySet[Any]:
        """Rows that exist already."""

    @abstractmethod
    def describe(self, row: Any) -> str:
        """A standing row in words; whose it is, the page says already."""

    @abstractmethod
    def begin_row(self, owner: Any, values: dict[str, Any]) -> None:
        """Write a new row through its service."""

    @abstractmethod
    def end_row(self, row: Any, until: datetime.date | None) -> None:
        """Write the last day of a row through its service."""

    def rows_are_open(self) -> bool:
        """Whether this person may change the rows of this object."""
        return True

    @cached_property
    def standing_rows(self) -> Any:
        """A form with the last day, for each row that exists."""
        factory: Any = modelformset_factory(
            self.row_model,
            formset=StandingRows,
            fields=["until"],
            extra=0,
            widgets={"until": DayInput},
            edit_only=True,
        )
        return factory(self.request.POST or None, queryset=self.get_standing(), prefix="standing")

    @cached_property
    def new_rows(self) -> Any:
        """Blank forms for rows that begin."""
        factory: Any = formset_factory(self.new_row_form, extra=BLANK_ROWS, max_num=20, absolute_max=20)
        return factory(self.request.POST or None, prefix="new")

    def is_valid(self, form: Any) -> bool:
        """Check form and rows, so that everything wrong is named at once."""
        valid = bool(super().is_valid(form))  # type: ignore[misc]  # Wagtail's view behind this
        if not self.rows_are_open():
            return valid
        if not all([self.standing_rows.is_valid(), self.new_rows.is_valid()]):
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return False
        return valid

    def save_instance(self) -> Any:
        """Save the object and its rows; the view opened a transaction."""
        owner = super().save_instance()  # type: ignore[misc]
        if self.rows_are_open():
            for form in self.standing_rows.forms:
                if form.has_changed():
                    self.end_row(form.instance, form.cleaned_data["until"])
            for form in self.new_rows.forms:
                if form.has_changed():
                    self.begin_row(owner, form.cleaned_data)
        return owner

    def form_valid(self, form: Any) -> HttpResponse:
        """Save; what only a service can know is wrong is said above the form, with nothing typed lost."""
        try:
            return super().form_valid(form)  # type: ignore[misc]  # Wagtail's view
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]  # Wagtail's view

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows, each with its words."""
        for form in self.standing_rows.forms:
            form.words = self.describe(form.instance) if form.instance.pk else ""
        rows = {
            "rows_heading": self.rows_heading,
            "rows_are_open": self.rows_are_open(),
            "standing_rows": self.standing_rows,
            "new_rows": self.new_rows,
        }
        return {**super().get_context_data(**kwargs), **rows}  # type: ignore[misc]
