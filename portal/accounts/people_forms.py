"""Forms of the people screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from honors.permissions import ADMINISTRATORS
from honors.rows import NewRowForm
from honors.unit_choice import UnitChoiceField
from portal.accounts.models import User
from workflows.models import Role

BULLETIN_EDITORS = "Biên tập bản tin"
# Groups that are given by hand; the others follow from assignments.
ROLE_GROUPS = {ADMINISTRATORS: _("Administrator"), BULLETIN_EDITORS: _("Bulletin editor")}


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # no parameters at run time
    """A person's account: names, roles, and a password given by the administrator."""

    roles = forms.MultipleChoiceField(
        label=_("Roles beside assignments"),
        choices=list(ROLE_GROUPS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html(),
    )

    class Meta:
        model = User
        fields = ("username", "full_name", "email", "is_active")

    field_order = ("username", "full_name", "email", "password", "roles", "is_active")

    def __init__(self, *args: Any, editor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "off"
        if not self.instance.pk:
            del self.fields["is_active"]
            return
        self.initial["roles"] = list(self.instance.groups.filter(name__in=ROLE_GROUPS).values_list("name", flat=True))
        self.fields["password"].required = False
        self.fields["password"].label = _("New password")
        self.fields["password"].help_text = _("Only if the person has forgotten it; leave blank otherwise.")
        if self.instance.pk == editor.pk:
            # Nobody gives or takes their own roles; the own password asks for the old one first.
            del self.fields["password"]
            for name in ("roles", "is_active"):
                self.fields[name].disabled = True

    def clean_username(self) -> str:
        """Refuse a name that differs from another's in upper and lower case alone: sign-in does not tell them apart."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This user name is already taken."))
        return name

    def _post_clean(self) -> None:
        """Check the password against what is known about the person, once that is known."""
        super()._post_clean()  # type: ignore[misc]  # Django's own, unknown to the stubs
        password = self.cleaned_data.get("password")
        if password:
            try:
                password_validation.validate_password(password, self.instance)
            except forms.ValidationError as error:
                self.add_error("password", error)

    def save(self, commit: bool = True) -> User:
        """Save account, password and roles."""
        password = self.cleaned_data.get("password")
        if password:
            self.instance.set_password(password)
        user: User = super().save(commit=commit)
        chosen = set(self.cleaned_data["roles"])
        user.groups.add(*Group.objects.filter(name__in=chosen))
        user.groups.remove(*Group.objects.filter(name__in=ROLE_GROUPS.keys() - chosen))
        return user


class NewAssignmentForm(NewRowForm):
    """A unit a person begins to work for."""

    unit = UnitChoiceField(label=_("Unit"), empty_label=_("choose a unit"))
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("choose a role")), *Role.choices])
    field_order = ("unit", "role", "since", "until")
