"""The form of a proposal letter and the short list of nominees below it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honors.many_choice import ManyChoiceField
from honors.models import HonoreeKind, MeritCategory, Unit
from honors.rows import DayInput
from workflows.gaps import Gap
from workflows.letters import LetterFacts
from workflows.models import Nomination
from workflows.permissions import nominating_units
from workflows.states import EDITABLE_STATES
from workflows.votes import Meeting

BLANK_ROWS, MOST_TYPED_ROWS = 5, 30
MEETING = ("meeting_on", "members_total", "members_present", "votes_for")


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=32767,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class LetterForm(forms.Form):
    """The letter, its meeting, and whom it names."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("choose the unit"))
    number = forms.CharField(
        label=_("Number of the letter"), max_length=60, help_text=_("As it stands on the letter, e.g. 12-TTr/CB.")
    )
    signed_on = forms.DateField(label=_("Date of the letter"), widget=DayInput)
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    letter = forms.FileField(
        label=_("The signed letter"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.jpg,.jpeg,.png,.webp,.heic"}),
        help_text=_("PDF, Word or a photo. It can be added later."),
    )
    meeting_on = forms.DateField(label=_("Date of the meeting"), widget=DayInput, required=False)
    members_total = _count(_("Official members"))
    members_present = _count(_("Members present"))
    votes_for = _count(_("Votes for"))
    drafts = ManyChoiceField(
        label=_("Drafts to put under it"),
        queryset=Nomination.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _(
                "One of the drafts was submitted, deleted or put under another letter meanwhile: choose again."
            )
        },
    )
    nominee_list = forms.FileField(
        label=_("List of nominees (.xlsx or .csv)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text=_("It is tried first: nothing is entered before you have seen what it would make."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = nominating_units(user, timezone.localdate())
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = units
        only = list(units[:2])
        if len(only) == 1:
            fields["unit"].initial, fields["unit"].empty_label = only[0].pk, None
        drafts = Nomination.objects.of_units(units.values("pk")).filter(state__in=EDITABLE_STATES, batch=None)
        fields["drafts"].queryset = drafts.select_related("unit", "category")
        fields["drafts"].label_from_instance = _in_words

    def facts(self) -> LetterFacts:
        """The letter itself; call it on a valid form."""
        return LetterFacts(**{name: self.cleaned_data[name] for name in ("unit", "number", "signed_on", "subject")})

    def meeting(self) -> Meeting:
        """The one meeting for all new nominees."""
        return Meeting(**{name: self.cleaned_data[name] for name in MEETING})

    def refuse(self, gaps: list[Gap]) -> None:
        """Put what a verb says beside the field it is about."""
        for gap in gaps:
            self.add_error(gap.field if gap.field in self.fields else None, gap.message)


def _in_words(draft: Nomination) -> str:
    return f"{draft.display_name} · {draft.category.name} · {draft.unit.name}"


class NomineeForm(forms.Form):
    """One new nominee in short; the rest is filled in on the draft."""

    name = forms.CharField(label=_("Name"), max_length=200)
    honorific = forms.CharField(label=_("Form of address"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=HonoreeKind.choices, initial=HonoreeKind.INDIVIDUAL)
    category = forms.ModelChoiceField(
        label=_("Field of merit"), queryset=MeritCategory.objects.all(), empty_label=_("choose")
    )
    achievement = forms.CharField(label=_("What was done"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """Refuse a category that is not meant for the kind."""
        cleaned: dict[str, Any] = super().clean() or {}
        category, kind = cleaned.get("category"), cleaned.get("kind")
        if category and kind and not category.applies_to(kind):
            self.add_error("category", _("This category is not meant for this kind of nominee."))
        return cleaned


NomineeRows: Any = forms.formset_factory(
    NomineeForm, extra=BLANK_ROWS, max_num=MOST_TYPED_ROWS, absolute_max=MOST_TYPED_ROWS
)


def typed_nominees(rows: Any, meeting: Meeting) -> list[dict[str, Any]]:
    """The rows that were filled in, each with the meeting; call it on a valid formset."""
    return [{**vars(meeting), **form.cleaned_data} for form in rows.forms if form.has_changed()]
