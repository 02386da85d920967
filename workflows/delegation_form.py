"""The form of a delegation: whose authority, to whom, from when until when."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honors.rows import DayInput
from workflows.delegating import lendable, possible_receivers


class _AssignmentField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no parameters at run time
    """A reviewer's assignment; an administrator sees whose it is."""

    names_people = False

    def label_from_instance(self, obj: Any) -> str:
        """Unit, and person where there are several."""
        return f"{obj.unit.label} · {obj.user}" if self.names_people else obj.unit.label


class _PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no parameters at run time
    """A person by name and user name, for names are not unique."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and user name."""
        return f"{obj} ({obj.get_username()})"


class DelegationForm(forms.Form):
    """What a delegation needs; the verb knows what makes sense."""

    assignment = _AssignmentField(label=_("Authority in"), queryset=None, empty_label=None)
    receiver = _PersonField(label=_("Who acts instead"), queryset=None, empty_label=_("choose a person"))
    since = forms.DateField(label=_("From"), widget=DayInput)
    until = forms.DateField(
        label=_("Until"), widget=DayInput, help_text=_("From this day on it gives nothing any more.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["assignment"]
        receiver: Any = self.fields["receiver"]
        own.queryset = lendable(user)
        own.names_people = any(assignment.user_id != user.pk for assignment in own.queryset)
        if own.names_people:
            own.empty_label = _("choose a reviewer")
        receiver.queryset = possible_receivers().exclude(pk=user.pk)
        self.fields["since"].initial = timezone.localdate()
        self.fields["until"].initial = timezone.localdate() + datetime.timedelta(days=14)

    @property
    def has_something_to_lend(self) -> bool:
        """Whether the person reviews anywhere, or administers people who do."""
        own: Any = self.fields["assignment"]
        return bool(own.queryset)

    def take_errors(self, errors: dict[str, list[str]]) -> None:
        """Put what the verb refused beside its field."""
        names = {"unit": "assignment", "giver": "assignment"}
        for name, messages in errors.items():
            field = names.get(name, name)
            self.add_error(field if field in self.fields else None, messages)
