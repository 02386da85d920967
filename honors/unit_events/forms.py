"""Forms of planned events: one for each sort of event, with its own fields; a file; and answers on a divided unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from honors.levels import Level
from honors.models import PlannedEvent, UnitEvent
from honors.rows import DayInput
from honors.unit_choice import UnitChoiceField
from honors.unit_events.reading import planned_rows

Kind = UnitEvent.Kind
KINDS = tuple(Kind)
_ALWAYS = ("day", "legal_basis", "source")
# The fields of each sort beside those of all; `one` and `parent` choose a unit that exists.
FIELDS: dict[str, tuple[str, ...]] = {
    Kind.CREATE: ("new_unit", "parent", "new_kind", "new_level", "new_code"),
    Kind.RENAME: ("one", "new_unit"),
    Kind.KIND_CHANGE: ("one", "new_unit", "new_kind", "new_level"),
    Kind.MERGE: ("old_units", "new_unit", "district", "parent", "new_kind", "new_level", "new_code"),
    Kind.PARTIAL_TRANSFER: ("old_units", "new_unit", "district", "parent", "new_kind", "new_level", "new_code"),
    Kind.REPARENT: ("one", "parent", "new_level"),
    Kind.DISSOLVE: ("old_units", "district"),
}
# Where a problem of a row is shown.
_FIELD_OF = {"date": "day", "event": "day", "new_parent": "parent"}


class PlannedEventForm(forms.ModelForm):  # type: ignore[type-arg]  # no parameters at run time
    """An event of one sort; what the same row of a file would be told, is told beside the field."""

    one = UnitChoiceField(label=_("Unit"), empty_label="")
    parent = UnitChoiceField(label=_("Parent unit afterwards"), required=False, empty_label="–")
    new_level = forms.ChoiceField(
        label=_("Level afterwards"),
        required=False,
        choices=[("", "–"), *((level.name.lower(), level.label) for level in Level)],
    )

    class Meta:
        model = PlannedEvent
        fields = (
            "day", "legal_basis", "source", "old_units", "new_unit", "district", "new_kind", "new_level", "new_code",
        )  # fmt: skip
        widgets = {"day": DayInput, "old_units": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "old_units": _(
                "By code or name, one a line. Of a divided unit write “(part)” or, for all that is left, “(rest)” "
                "behind the name."
            ),
            "new_unit": _("As the document names it, e.g. “Xã Ba Bể”: an existing unit, or a new one."),
            "district": _("Where two units bear one name: the district of the one that is meant."),
            "new_code": _("Left empty, the next free one is taken."),
        }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        kept = (*FIELDS[kind], *_ALWAYS)
        for name in set(self.fields) - set(kept):
            del self.fields[name]
        self.order_fields(kept)
        self._begin()

    def _begin(self) -> None:
        """Show what a planned event says already."""
        event = self.instance
        if event.pk and "old_units" in self.fields:
            self.initial["old_units"] = "\n".join(part.strip() for part in event.old_units.split(";"))
        for name, words in (("one", event.old_units), ("parent", event.new_parent)):
            if event.pk and name in self.fields:
                field: Any = self.fields[name]
                self.initial[name] = field.queryset.filter(code=words).values_list("pk", flat=True).first()

    def clean(self) -> dict[str, Any]:
        """Hold the event against the rules of a row."""
        values = super().clean() or {}
        if "old_units" in values:
            lines = values["old_units"].replace(";", "\n").splitlines()
            values["old_units"] = "; ".join(line.strip() for line in lines if line.strip())
        event = PlannedEvent(
            kind=self.kind,
            **{name: values[name] for name in self._meta.fields or () if values.get(name)},
        )
        if one := values.get("one"):
            event.old_units = one.code
        if parent := values.get("parent"):
            event.new_parent = parent.code
        if not self.errors:
            table, _rows = planned_rows([event])
            for problem in table.problems:
                name = _FIELD_OF.get(problem.column, problem.column)
                self.add_error(name if name in self.fields else None, problem.reason)
        return values

    def save(self, commit: bool = True) -> PlannedEvent:
        """Keep the event with its units by code."""
        event: PlannedEvent = super().save(commit=False)
        event.kind = self.kind
        if one := self.cleaned_data.get("one"):
            event.old_units = one.code
        if "parent" in self.fields:
            parent = self.cleaned_data.get("parent")
            event.new_parent = parent.code if parent else ""
        if commit:
            event.save()
        return event


class EventFileForm(forms.Form):
    """A file of events, and from which day on they are taken."""

    file = forms.FileField(label=_("File (CSV)"))
    since = forms.DateField(
        label=_("Events from this day on"),
        required=False,
        widget=DayInput,
        help_text=_("Events from before the units known here are left out."),
    )
