"""Forms of the units screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from honors.models import Programme, Unit
from honors.rows import DayInput, NewRowForm
from honors.unit_choice import UnitChoiceField

# Where a unit stands: given once, changed by unit events alone.
FIXED_FIELDS = ("code", "kind", "level", "parent", "valid_from")


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]  # no parameters at run time
    """A unit's labels; a new one's place in the tree as well."""

    parent = UnitChoiceField(label=_("Parent unit"), required=False, empty_label=_("none (the province)"))

    class Meta:
        model = Unit
        fields = (
            "code",
            "name",
            "short_name",
            "administrative_name",
            "kind",
            "level",
            "parent",
            "gso_code",
            "valid_from",
            "counts_only",
        )
        widgets = {"valid_from": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in FIXED_FIELDS:
                self.fields[name].disabled = True
            # What it stands under may be closed by now.
            parent: Any = self.fields["parent"]
            parent.queryset = Unit.objects.filter(pk=self.instance.parent_id)


class NewEnrolmentForm(NewRowForm):
    """A programme a unit joins."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.all())
    field_order = ("programme", "since", "until")
