"""The reviewer's form: the sheet, the reasons, and at the last step the profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.decisions import Judgement
from workflows.models import Assessment, Criterion
from workflows.registration import NEW_PROFILE
from workflows.sheet import GivenAnswer
from workflows.states import Action, ReturnReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honors.models import HonoreePage


@dataclass(frozen=True)
class SheetRow:
    """One criterion as the form shows it."""

    number: int
    criterion: Criterion
    answer: forms.BoundField
    note: forms.BoundField
    earlier: Sequence[Any]


class DecisionForm(forms.Form):
    """Nothing is required here: `workflows.decisions` says what a verdict needs, in one place."""

    task_state = forms.IntegerField(widget=forms.HiddenInput)
    justification = forms.CharField(
        label=_("Justification"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason_codes = forms.MultipleChoiceField(
        label=_("Why it goes back"),
        required=False,
        choices=ReturnReason.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    return_reason = forms.CharField(
        label=_("What has to be added or changed"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    refuse_reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        earlier: dict[int, list[Any]] | None = None,
        suggestions: Sequence[HonoreePage] = (),
        chooses_profile: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        self.earlier = earlier or {}
        for criterion in criteria:
            self.fields[f"criterion-{criterion.pk}"] = forms.ChoiceField(
                label=criterion.text, required=False, choices=_answers(criterion), widget=forms.RadioSelect
            )
            self.fields[f"note-{criterion.pk}"] = forms.CharField(
                label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 1})
            )
        if chooses_profile:
            choices = [(NEW_PROFILE, _("A new profile")), *((str(page.pk), _told_apart(page)) for page in suggestions)]
            self.fields["profile"] = forms.ChoiceField(
                label=_("Profile"),
                required=False,
                choices=choices,
                widget=forms.RadioSelect,
                initial=None if suggestions else NEW_PROFILE,
            )

    def rows(self) -> Iterator[SheetRow]:
        """The sheet in order, each criterion with what earlier steps answered."""
        for number, criterion in enumerate(self.criteria, start=1):
            yield SheetRow(
                number=number,
                criterion=criterion,
                answer=self[f"criterion-{criterion.pk}"],
                note=self[f"note-{criterion.pk}"],
                earlier=self.earlier.get(criterion.pk, ()),
            )

    def judgement(self, verdict: Action) -> Judgement:
        """What the reviewer decided; call it on a valid form."""
        data = self.cleaned_data
        reasons = {Action.RETURN: data["return_reason"], Action.REFUSE: data["refuse_reason"]}
        return Judgement(
            verdict=verdict,
            sheet={
                criterion.pk: GivenAnswer(data[f"criterion-{criterion.pk}"], data[f"note-{criterion.pk}"])
                for criterion in self.criteria
                if data[f"criterion-{criterion.pk}"]
            },
            reason_codes=data["reason_codes"],
            reason=reasons.get(verdict, ""),
            justification=data["justification"],
            profile=data.get("profile", ""),
        )


def _told_apart(page: HonoreePage) -> str:
    """What tells people of one name apart: the unit, and the birth year where it is known."""
    parts = [page.name, page.unit.name, str(page.birth_year or "")]
    return " · ".join(part for part in parts if part)


def _answers(criterion: Criterion) -> list[tuple[str, Any]]:
    answers = [Assessment.Answer.MET, Assessment.Answer.NOT_MET]
    if criterion.allows_not_applicable:
        answers.append(Assessment.Answer.NOT_APPLICABLE)
    return [(answer.value, answer.label) for answer in answers]
