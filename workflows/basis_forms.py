"""Forms of the bases on which something about an entry is public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from honors.bases import basis_kinds
from honors.models import PublicationBasis
from honors.services import BasisGiven
from workflows.forms import ReasonForm

if TYPE_CHECKING:
    from honors.models import RegisterEntry

_Kind = PublicationBasis.Kind


class GroundForm(forms.Form):
    """On what ground, by whom, since when, and what shows it."""

    ground = forms.ChoiceField(label=_("Basis for publication"), choices=PublicationBasis.Ground.choices)
    given_by = forms.CharField(
        label=_("Given by"),
        max_length=200,
        error_messages={"required": _("Say who consented, or which source or law it is.")},
    )
    given_on = forms.DateField(
        label=_("Given on"),
        widget=AdminDateInput,
        error_messages={"required": _("Give the day of the basis for publication.")},
    )
    proof = forms.CharField(label=_("Proof"), max_length=300, required=False)

    def clean_given_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The basis for publication lies in the future."))
        return day

    def given(self, kind: str) -> BasisGiven:
        """The basis for one thing; call it on a valid form."""
        data = self.cleaned_data
        return BasisGiven(
            kind=kind,
            ground=data["ground"],
            given_by=data["given_by"],
            given_on=data["given_on"],
            proof=data["proof"],
        )


class BasisForm(GroundForm):
    """A basis to publish that came after registration."""

    also = forms.MultipleChoiceField(
        label=_("Also opens"),
        required=False,
        choices=[choice for choice in _Kind.choices if choice[0] != _Kind.PUBLISH],
        widget=forms.CheckboxSelectMultiple,
    )

    def bases(self) -> list[BasisGiven]:
        """One basis per thing opened; call it on a valid form."""
        return [self.given(kind) for kind in [_Kind.PUBLISH, *self.cleaned_data["also"]]]


class MoreBasisForm(GroundForm):
    """A basis that opens one more thing of an entry that is public."""

    kind = forms.ChoiceField(label=_("Opens"))
    field_order = ("kind",)

    def __init__(self, *args: Any, entry: RegisterEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _choices(missing_kinds(entry))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse what does not open anything: for a guardian nothing stands in but consent."""
        data = super().clean() or {}
        if data.get("kind") == _Kind.GUARDIAN and data.get("ground") not in {None, PublicationBasis.Ground.CONSENT}:
            self.add_error("ground", _("A guardian consents: no source and no law stands in for it."))
        return data


class EndBasisForm(ReasonForm):
    """One basis to withdraw, and why."""

    kind = forms.ChoiceField(label=_("Which basis"))
    field_order = ("kind",)

    def __init__(self, *args: Any, entry: RegisterEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _choices(standing_kinds(entry))  # type: ignore[attr-defined]


def standing_kinds(entry: RegisterEntry) -> list[str]:
    """Kinds beside the one that publishes that stand. One query."""
    return list(entry.bases.valid().exclude(kind=_Kind.PUBLISH).order_by("kind").values_list("kind", flat=True))


def missing_kinds(entry: RegisterEntry) -> list[str]:
    """Kinds that would open something and do not stand. One query."""
    standing = standing_kinds(entry)
    return [kind for kind in basis_kinds(entry) if kind not in standing]


def _choices(kinds: list[str]) -> list[tuple[str, Any]]:
    return [(kind, _Kind(kind).label) for kind in kinds]
