"""Forms of what the province does to an entry of the book: correct, revoke, erase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from honors.amendments import CORRECTABLE
from honors.models import Decision, HonoreeKind, MeritCategory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.models import RegisterEntry

_DECISION = ("decision_number", "decision_signed_on", "decision_issuer")


class DecisionPart(forms.Form):
    """The decision an act rests on: the one of this number, day and issuer, or a new one."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    decision_number = forms.CharField(
        label=_("Number of the decision"), max_length=60, help_text=_("As on paper: 983-QĐ/TU or 5450/QĐ-UBND.")
    )
    decision_signed_on = forms.DateField(label=_("Signed on"), widget=AdminDateInput)
    decision_issuer = forms.CharField(label=_("Issued by"), max_length=200)
    decision_signer = forms.CharField(label=_("Signed by"), max_length=200, required=False)

    def clean_decision_signed_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["decision_signed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("The decision lies in the future."))
        return day

    def decision(self) -> Decision | None:
        """The decision, written where it is not known yet; call it on a valid form, in the act's transaction."""
        data = self.cleaned_data
        if not data["decision_number"]:
            return None
        key = {"number": data["decision_number"], "signed_on": data["decision_signed_on"]}
        given = {"signer": data["decision_signer"]}
        return Decision.objects.get_or_create(**key, issuer=data["decision_issuer"], defaults=given)[0]


class AmendForm(DecisionPart):
    """The correctable fields as they stand, to be put right; a decision where there is one."""

    honoree_name = forms.CharField(label=_("Name"), max_length=200)
    honorific = forms.CharField(label=_("Honorific"), max_length=40, required=False)
    role = forms.CharField(label=_("Role"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=HonoreeKind.choices)
    category = forms.ModelChoiceField(label=_("Category"), queryset=MeritCategory.objects.all(), empty_label=None)
    citation = forms.CharField(label=_("Citation"), widget=forms.Textarea(attrs={"rows": 5}))
    field_order: Sequence[str] = (*CORRECTABLE, "reason", *_DECISION, "decision_signer")

    def __init__(self, *args: Any, entry: RegisterEntry, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(entry, name) for name in CORRECTABLE}
        super().__init__(*args, **kwargs)
        for name in _DECISION:
            self.fields[name].required = False
        self.fields["decision_number"].help_text = _("Where a decision orders the correction; else leave it empty.")

    def clean(self) -> dict[str, Any]:
        """Take a decision whole or not at all."""
        data = super().clean() or {}
        if any(data.get(name) for name in _DECISION):
            for name in _DECISION:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A decision has a number, a day and an issuer."))
        return data

    def changes(self) -> dict[str, Any]:
        """The fields as sent; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in CORRECTABLE}


class RevokeForm(DecisionPart):
    """Why, and by which decision."""


class EraseForm(forms.Form):
    """A mark that the person knows it cannot be undone."""

    certain = forms.BooleanField(label=_("I know that this cannot be undone."))
