"""A choice of units that stays usable with hundreds of them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from honors.models import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnitChoiceIterator(ModelChoiceIterator):  # type: ignore[type-arg]  # no parameters at run time
    """Units in the order of the tree, under the name of the district they belong to. One query."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        units = list(self.queryset)
        names = {unit.code: unit.label for unit in Unit.objects.filter(code__in={_branch(unit) for unit in units})}
        for branch, members in groupby(units, key=_branch):
            yield names[branch], [self.choice(unit) for unit in members]


def _branch(unit: Unit) -> str:
    """The code under which a unit is listed: its district, or itself."""
    codes = [*unit.ancestor_codes, unit.code]
    return codes[min(1, len(codes) - 1)]


class UnitChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no parameters at run time
    """Units that exist today; the code stands first, so that typing it finds the unit."""

    iterator = UnitChoiceIterator

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.order_by("path"), **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> UnitChoiceField:
        """Look at today's units in every new form, not at those of the day the server started."""
        copy: UnitChoiceField = super().__deepcopy__(memo)
        copy.queryset = Unit.objects.open_on(timezone.localdate()).order_by("path")
        return copy

    def label_from_instance(self, obj: Any) -> str:
        """Code and name."""
        return f"{obj.code} · {obj.name}"
