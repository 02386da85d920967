"""Forms of the nomination, its files and the acts on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from honors.models import HonoreeKind, counts_as_minor
from workflows.models import Assignment, Guideline, Nomination, RequiredDocument
from workflows.permissions import nominating_units

# Fields that belong to some kinds only; the others' are emptied when a form is saved.
FIELDS_OF_KIND = {
    HonoreeKind.INDIVIDUAL: ("birth_year", "is_minor", "role", "nominee_account", "opens_birth_year", "guardian_name"),
    HonoreeKind.COLLECTIVE: ("head_name", "member_count", "opens_members"),
    HonoreeKind.HOUSEHOLD: ("head_name", "member_count", "opens_members", "opens_household_status"),
}


class NominationForm(WagtailAdminModelForm):
    """The dossier's content, limited to the units the person may nominate for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = nominating_units(self.for_user, timezone.localdate())
        if "unit" in self.fields:
            self._limit_units(units)
        if "nominee_account" in self.fields:
            self._limit_accounts(units)
        self._label_kind()

    def _limit_units(self, units: Any) -> None:
        field = self.fields["unit"]
        field.queryset = units
        if self.instance.pk and self.instance.first_submitted_at:
            field.queryset = units.filter(pk=self.instance.unit_id)
        only = list(field.queryset[:2])
        if len(only) == 1:
            field.initial, field.empty_label = only[0].pk, None

    def _limit_accounts(self, units: Any) -> None:
        """Only people who could come to decide: those of the unit and of the units above it."""
        codes = {code for unit in units for code in (*unit.ancestor_codes, unit.code)}
        staff = Assignment.objects.current().filter(unit__code__in=codes).values("user")
        field = self.fields["nominee_account"]
        field.queryset = get_user_model().objects.filter(pk__in=staff)
        field.empty_label = _("The nominee has no account here")

    def _label_kind(self) -> None:
        for name, field in self.fields.items():
            kinds = [kind.value for kind, names in FIELDS_OF_KIND.items() if name in names]
            if kinds:
                field.widget.attrs["data-kinds"] = " ".join(kinds)

    def clean(self) -> dict[str, Any]:
        """Empty what does not belong to the kind, and pin a new nomination to the guideline in force."""
        cleaned: dict[str, Any] = super().clean()
        own = {name for kind, names in FIELDS_OF_KIND.items() if kind == cleaned.get("kind") for name in names}
        foreign = {name for names in FIELDS_OF_KIND.values() for name in names} - own
        blank = Nomination()
        for name in foreign & set(cleaned):
            cleaned[name] = getattr(blank, name)
        if counts_as_minor(is_minor=False, birth_year=cleaned.get("birth_year"), on=timezone.localdate()):
            cleaned["is_minor"] = True
        category, kind = cleaned.get("category"), cleaned.get("kind")
        if category and kind and not category.applies_to(kind):
            self.add_error("category", _("This category is not meant for this kind of nominee."))
        if not self.instance.pk:
            self._pin()
        return cleaned

    def _pin(self) -> None:
        guideline = Guideline.objects.in_force().first()
        if guideline is None:
            raise forms.ValidationError(_("No guideline is in force yet: the administrator has to set one first."))
        self.instance.guideline = guideline
        self.instance.created_by = self.for_user
        self.instance.live = False


class EvidenceForm(forms.Form):
    """One file for a dossier: any while it is written, the open step's own documents while it is decided."""

    document = forms.ModelChoiceField(
        label=_("Document"), queryset=RequiredDocument.objects.none(), required=False, empty_label=_("Another document")
    )
    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty, or its upload was cut off: choose it and send it again."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.webp,.heic"}),
    )

    def __init__(self, *args: Any, nomination: Nomination, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["document"]
        field.queryset = nomination.guideline.documents_for(
            kind=nomination.kind, category_id=nomination.category_id, level=nomination.waiting_level
        )
        if nomination.waiting_level is not None:
            # While it is decided, only the step's own documents are added.
            field.required, field.empty_label = True, None


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
