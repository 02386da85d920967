"""The reviewer's form: the sheet, the level's meeting, the reasons, and at the last step the profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from honors.rows import DayInput
from workflows.decisions import Judgement
from workflows.models import Assessment, Criterion
from workflows.registration import NEW_PROFILE
from workflows.sheet import GivenAnswer
from workflows.states import Action, ReturnReason
from workflows.votes import Meeting, Votes, votes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honors.models import HonoreePage
    from workflows.earlier_answers import EarlierAnswer, EarlierAnswers
    from workflows.models import RouteStep

MEETING_FIELDS = ("meeting_on", "members_total", "members_present", "votes_for")
# As the table holds them.
MOST_MEMBERS = 32_767
_NO_VOTES = Meeting(members_total=1, members_present=1, votes_for=0)
# The fields stand beside their form, not inside it.
_OF_FORM = {"form": "decision"}


@dataclass(frozen=True)
class SheetRow:
    """One criterion as the form shows it."""

    number: int
    criterion: Criterion
    answer: forms.BoundField
    note: forms.BoundField
    earlier: Sequence[EarlierAnswer]

    @property
    def given(self) -> str:
        """What is ticked, empty for nothing."""
        return str(self.answer.value() or "")

    @property
    def differing(self) -> list[EarlierAnswer]:
        """Steps that answered otherwise than what is ticked."""
        return [answer for answer in self.earlier if self.given and answer.answer != self.given]


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
        earlier: EarlierAnswers | None = None,
        suggestions: Sequence[HonoreePage] = (),
        chooses_profile: bool = False,
        meeting_step: RouteStep | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        self.earlier = earlier or {}
        self.meeting_step = meeting_step
        if meeting_step is not None:
            self._ask_meeting()
        for criterion in criteria:
            self.fields[f"criterion-{criterion.pk}"] = forms.ChoiceField(
                label=criterion.text, required=False, choices=answers_to(criterion), widget=forms.RadioSelect
            )
            self.fields[f"note-{criterion.pk}"] = forms.CharField(
                label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 1})
            )
        if chooses_profile:
            choices = [(NEW_PROFILE, _("A new profile")), *((str(page.pk), told_apart(page)) for page in suggestions)]
            self.fields["profile"] = forms.ChoiceField(
                label=_("Profile"),
                required=False,
                choices=choices,
                widget=forms.RadioSelect,
                initial=None if suggestions else NEW_PROFILE,
            )

    def _ask_meeting(self) -> None:
        """Ask for the level's own meeting; what the numbers have to be, `workflows.votes` says."""
        labels = {
            "members_total": _("Official members"),
            "members_present": _("Members present"),
            "votes_for": _("Votes for"),
        }
        self.fields["meeting_on"] = forms.DateField(
            label=_("Date of the meeting"), required=False, widget=DayInput(attrs=_OF_FORM)
        )
        for name, label in labels.items():
            self.fields[name] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=MOST_MEMBERS,
                widget=forms.NumberInput(attrs={**_OF_FORM, "inputmode": "numeric"}),
            )

    @cached_property
    def rows(self) -> list[SheetRow]:
        """The sheet in order, each criterion with what earlier steps answered."""
        return [
            SheetRow(
                number=number,
                criterion=criterion,
                answer=self[f"criterion-{criterion.pk}"],
                note=self[f"note-{criterion.pk}"],
                earlier=self.earlier.get(criterion.pk, ()),
            )
            for number, criterion in enumerate(self.criteria, start=1)
        ]

    @property
    def answered(self) -> int:
        """How many criteria are ticked."""
        return sum(bool(row.given) for row in self.rows)

    @property
    def meeting_fields(self) -> list[forms.BoundField]:
        """The fields of the level's own meeting; none where the step asks for none."""
        return [self[name] for name in MEETING_FIELDS if name in self.fields]

    @property
    def vote_bar(self) -> Votes | None:
        """The meeting's votes as a bar, empty until they were sent."""
        sent = votes_of(self._meeting(), self.meeting_step) if self.is_bound and self.is_valid() else None
        return sent or votes_of(_NO_VOTES, self.meeting_step)

    def _meeting(self) -> Meeting:
        return Meeting(**{name: self.cleaned_data.get(name) for name in MEETING_FIELDS})

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
            meeting=self._meeting() if self.meeting_step is not None else None,
        )


def told_apart(page: HonoreePage) -> str:
    """What tells people of one name apart: the unit, and the birth year where it is known."""
    parts = [page.name, page.unit.name, str(page.birth_year or "")]
    return " · ".join(part for part in parts if part)


def answers_to(criterion: Criterion) -> list[tuple[str, Any]]:
    """The answers a criterion may have, as choices of a field."""
    answers = [Assessment.Answer.MET, Assessment.Answer.NOT_MET]
    if criterion.allows_not_applicable:
        answers.append(Assessment.Answer.NOT_APPLICABLE)
    return [(answer.value, answer.label) for answer in answers]
