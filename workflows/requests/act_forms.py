"""Forms of what editors do with a request; what an act needs, its verb says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from honors.rows import DayInput
from workflows.models import DataSubjectRequest, RequestAct, TellingChannel
from workflows.requests.clock import MOST_EXTENSION_DAYS
from workflows.requests.handling import Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honors.models import RegisterEntry

_LONGEST = 4000


def _words(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 4}), **options
    )


class TellForm(forms.Form):
    """What the person is told, how and when; a mail goes out by itself."""

    words = _words(_("What the person is told"))
    channel = forms.ChoiceField(label=_("How"))
    told_on = forms.DateField(label=_("On which day (not for a mail)"), required=False, widget=DayInput)

    def __init__(self, *args: Any, about: DataSubjectRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = [value for value in TellingChannel if value != TellingChannel.MAIL or about.email]
        self.fields["channel"].choices = [(value, capfirst(value.label)) for value in channels]  # type: ignore[attr-defined]
        self.fields["told_on"].initial = timezone.localdate()

    def told(self) -> Told:
        """What to record; call it on a valid form."""
        data = self.cleaned_data
        return Told(words=data["words"], channel=data["channel"], told_on=data["told_on"])


class ExtendForm(TellForm):
    """By how many days, and why."""

    field_order = ["days"]
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=MOST_EXTENSION_DAYS, initial=MOST_EXTENSION_DAYS)


class ActForm(forms.Form):
    """What is done about it, and with which entry."""

    act = forms.ChoiceField(label=_("Act"), choices=[(act, capfirst(act.label)) for act in RequestAct])
    entry = forms.TypedChoiceField(label=_("Entry"), required=False, coerce=int, empty_value=None)
    words = _words(_("What was done (needed unless the register does it)"))

    def __init__(self, *args: Any, entries: Iterable[RegisterEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(entry.pk, f"{entry}, {entry.unit_name}") for entry in entries]
        self.fields["entry"].choices = chosen if len(chosen) == 1 else [("", _("choose the entry")), *chosen]  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """Which entry or profile it is about."""

    reference = forms.CharField(
        label=_("Entry or profile"),
        max_length=200,
        help_text=_("2020-X029-17, a verification code, or a profile's address."),
    )

    def clean_reference(self) -> str:
        """Take the last part of an address."""
        return str(self.cleaned_data["reference"]).strip().rstrip("/").rpartition("/")[2]


class AsideForm(forms.Form):
    """Why it is no request."""

    reason = _words(_("Why it is none"))
