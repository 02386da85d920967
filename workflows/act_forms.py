"""Forms of the acts on an open step that do not end it; what an act needs, its verb says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workflows.models import ConflictRule

# The choice of a tie that the guideline does not name.
OTHER_TIE = "other"


def _words(label: Any, *, rows: int = 2) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}))


class ConsultForm(forms.Form):
    """Which agency is asked what."""

    agency = forms.CharField(label=_("Agency"), max_length=200, required=False)
    question = _words(_("Question"), rows=3)


class AnswerForm(forms.Form):
    """What the agency answered."""

    answer = _words(_("Answer"), rows=3)
    file = forms.FileField(
        label=_("File of the answer"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.webp,.heic"}),
    )


class PersonForm(forms.Form):
    """Somebody to give the case to, and why."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    reason = _words(_("Why"))

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(person.pk, str(person)) for person in people]
        self.fields["person"].choices = [("", _("choose a person")), *chosen]  # type: ignore[attr-defined]

    def person_id(self) -> int:
        """Who was chosen, 0 for nobody; call it on a valid form."""
        return int(self.cleaned_data["person"] or 0)


class TieForm(forms.Form):
    """A tie between the reviewer and the nominee."""

    tie = forms.ChoiceField(label=_("Tie"), required=False, widget=forms.RadioSelect)
    note = _words(_("In your own words"))

    def __init__(self, *args: Any, rules: Iterable[ConflictRule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(rule.pk), rule.text) for rule in rules]
        self.fields["tie"].choices = [*named, (OTHER_TIE, _("Another tie"))]  # type: ignore[attr-defined]

    def rule_id(self) -> int | None:
        """The guideline's rule, None for another tie; call it on a valid form."""
        tie = self.cleaned_data["tie"]
        return None if tie in {"", OTHER_TIE} else int(tie)
