"""The form of a flag-salute ceremony: one column, filled in by thumb in a minute."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from honors.ceremonies import CeremonyFacts, PhotoGiven, salute_cadence
from honors.levels import Level
from honors.many_choice import ManyChoiceField
from honors.models import Ceremony, Unit
from honors.rows import DayInput
from honors.vietnamese import fold
from workflows.ceremony_permissions import companion_units, edited_units, recordable_units, visible_ceremonies

MOST_PEOPLE = 100_000
# More of one's own units than this are looked for, not read through.
MOST_SHOWN = 6


@dataclass(frozen=True)
class UnitOffered:
    """A unit one may tick."""

    unit: Unit
    is_ticked: bool

    @property
    def folded(self) -> str:
        """What typing without tone marks finds it by."""
        return fold(f"{self.unit.code} {self.unit.name}")


class CeremonyForm(forms.Form):
    """What is told about a ceremony; blank ones are filled in from the calendar and from the last time."""

    held_on = forms.DateField(
        label=_("Date"),
        widget=DayInput,
        help_text=_("As a rule the first Monday of the month; another day can be recorded too."),
    )
    units = ManyChoiceField(
        label=_("Units"),
        queryset=Unit.objects.none(),
        error_messages={"invalid_choice": _("A joint ceremony lists units of your own district only.")},
    )
    place = forms.CharField(label=_("Place of the ceremony"), max_length=200, required=False)
    attended = forms.IntegerField(label=_("Attended"), required=False, min_value=0, max_value=MOST_PEOPLE)
    expected = forms.IntegerField(label=_("Expected"), required=False, min_value=0, max_value=MOST_PEOPLE)
    topics = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read this: name nobody."),
    )
    caption = forms.CharField(label=_("Caption"), max_length=300, required=False)
    credit = forms.CharField(label=_("Photo by"), max_length=200, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, user: Any, ceremony: Ceremony | None = None) -> None:
        self.ceremony = ceremony
        super().__init__(data, files, initial=_as_recorded(ceremony) if ceremony else _as_last_time(user))
        picture: Any = get_image_model()._meta.get_field("file")
        photo = picture.formfield(required=False, label=_("Photo"), widget=forms.FileInput(attrs={"accept": "image/*"}))
        photo.help_text = _("Position and camera are removed from the picture. Show nobody who does not want it.")
        self.fields["photo"] = photo
        self.listed = set(self.initial.get("units", [])) if ceremony else set()
        self._offer_units(user)
        for name in ("attended", "expected"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def _offer_units(self, user: Any) -> None:
        day = self._day()
        self._own_ids = set(recordable_units(user, day).values_list("pk", flat=True))
        below = edited_units(user).filter(level__lt=Level.PROVINCE)
        self._own_ids |= set(below.values_list("pk", flat=True))
        offered = Q(pk__in=companion_units(user, day)) | Q(pk__in=self.listed | self._own_ids)
        field: Any = self.fields["units"]
        field.queryset = Unit.objects.filter(offered).order_by("path")
        if not self.listed and len(self._own_ids) == 1:
            self.initial["units"] = list(self._own_ids)

    def _day(self) -> datetime.date:
        """The day typed, where it is one; it decides which units take part."""
        try:
            return self.fields["held_on"].clean(self.data.get("held_on")) if self.is_bound else self.initial["held_on"]
        except ValidationError:
            return self.initial["held_on"]

    def offered_units(self) -> tuple[list[UnitOffered], list[UnitOffered]]:
        """One's own units, and those beside them; where one's own are many, all together. One query."""
        ticked = {str(value) for value in self["units"].value() or []}
        offered = [UnitOffered(unit, str(unit.pk) in ticked) for unit in self.fields["units"].queryset]  # type: ignore[attr-defined]
        if len(self._own_ids) > MOST_SHOWN:
            return [], offered
        own = [row for row in offered if row.unit.pk in self._own_ids]
        return own, [row for row in offered if row.unit.pk not in self._own_ids]

    def facts(self) -> CeremonyFacts:
        """What was typed; call it on a valid form."""
        data = self.cleaned_data
        return CeremonyFacts(units=list(data["units"]), **{name: data[name] for name in _FACTS})

    def photo(self) -> PhotoGiven | None:
        """The picture handed in, if there is one."""
        data = self.cleaned_data
        if not data["photo"]:
            return None
        return PhotoGiven(file=data["photo"], caption=data["caption"], credit=data["credit"])

    def refuse(self, error: ValidationError) -> None:
        """Put what the service says beside the fields it names."""
        for name, messages in error.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


_FACTS = ("held_on", "place", "attended", "expected", "topics")


def _as_recorded(ceremony: Ceremony) -> dict[str, Any]:
    facts = {name: getattr(ceremony, name) for name in _FACTS}
    return {**facts, "units": list(ceremony.units.values_list("pk", flat=True))}


def _as_last_time(user: Any) -> dict[str, Any]:
    """The latest due day, and where and how many one met the last time."""
    day = salute_cadence().latest_due(timezone.localdate())
    last = visible_ceremonies(user).filter(units__in=edited_units(user)).order_by("-held_on", "-pk").first()
    return {"held_on": day, "place": last.place if last else "", "expected": last.expected if last else None}
