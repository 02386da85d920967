"""Forms of decisions and of the praise they bring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from honors.models import CommendationForm, Decision
from honors.rows import DayInput
from honors.rulings import DecisionFacts
from workflows.correction_forms import DecisionPart
from workflows.rulings.references import LONGEST

ACCEPTED = ".pdf,.docx,.jpg,.jpeg,.png,.webp,.heic"
_FACTS = ("number", "signed_on", "issuer", "signer", "subject")


class DecisionForm(forms.Form):
    """What stands on a decision."""

    number = forms.CharField(
        label=_("Number"), max_length=60, help_text=_("As it is printed: 983-QĐ/TU or 5450/QĐ-UBND.")
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    issuer = forms.CharField(
        label=_("Issuer"), max_length=200, help_text=_("Strangers read number, day and issuer beside the praise.")
    )
    signer = forms.CharField(label=_("Signer"), max_length=200, required=False)
    subject = forms.CharField(
        label=_("Subject"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    file = forms.FileField(
        label=_("Signed file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("Opened by the province and by whoever may read everybody on its list; never public."),
    )
    drop_file = forms.BooleanField(label=_("Take the file out"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, decision: Decision | None = None) -> None:
        initial = {name: getattr(decision, name) for name in _FACTS} if decision else {}
        super().__init__(data, files, initial=initial)
        if decision is None or not decision.file:
            del self.fields["drop_file"]

    def facts(self) -> DecisionFacts:
        """What was typed; call it on a valid form."""
        return DecisionFacts(**{name: self.cleaned_data[name] for name in _FACTS})


class PraiseForm(forms.Form):
    """Which form of praise; on the screen of an entry, without or with one of the decisions."""

    form = forms.ModelChoiceField(
        label=_("Form of commendation"), queryset=CommendationForm.objects.order_by("rank", "code"), empty_label=None
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False, help_text=_("Everybody can read this."))


class PickForm(PraiseForm):
    """What entries are put on a decision's list, and for what."""

    proposed = forms.ChoiceField(
        label=_("What the decision says"),
        choices=[("", _("gives this form")), ("1", _("proposes them for this form to a higher authority"))],
        required=False,
        widget=forms.RadioSelect,
    )
    pasted = forms.CharField(
        label=_("Numbers, one a line"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("As 12/2020 X029, as 2020-X029-12, or by verification code."),
    )
    every = forms.BooleanField(label=_("All that the filter finds, on every page"), required=False)


class RevokeDecisionForm(DecisionPart):
    """By which decision, why, and what it means for the entries on the list."""

    with_entries = forms.ChoiceField(
        label=_("Entries on its list"),
        choices=[
            ("entries", _("are revoked too: they stay in the register, struck through")),
            ("praise", _("stay as they are: only the praise is withdrawn")),
        ],
        initial="entries",
        widget=forms.RadioSelect,
    )

    def named_decision(self) -> Decision:
        """The revoking decision; call it on a valid form, in the act's transaction."""
        decision = self.decision()
        if decision is None:
            raise ValueError("a required number is missing")
        return decision


class WithdrawForm(forms.Form):
    """Why praise is withdrawn, or a proposal came to nothing."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
