"""The form of a decision on many: one sheet a row, and what is said once for all rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import BigIntegerField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from honors.rows import DayInput
from honors.suggestions import similar_to_many
from workflows.bulk.carrying_out import RowOrder
from workflows.decision_form import answers_to, told_apart
from workflows.decisions import Judgement
from workflows.gaps import Gap
from workflows.models import Assessment
from workflows.registration import NEW_PROFILE
from workflows.sheet import GivenAnswer, sheet_gaps
from workflows.states import Action, ReturnReason
from workflows.votes import Meeting, meeting_gaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honors.models import HonoreePage
    from workflows.bulk.selection import Candidate, LeftOut, Selection
    from workflows.models import Criterion

_MEETING = ("meeting_on", "members_total", "members_present")


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


def _count(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=32767, widget=widget)


def _codes() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Why it goes back"),
        required=False,
        choices=ReturnReason.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class CommonForm(forms.Form):
    """What holds for every row that says nothing else."""

    reason_codes = _codes()
    reason = _words(_("What has to be added or changed"))
    meeting_on = forms.DateField(label=_("Date of the meeting"), required=False, widget=DayInput)
    members_total = _count(_("Official members"))
    members_present = _count(_("Members present"))


class RowForm(forms.Form):
    """One case; nothing is required here: what a verdict needs, `missing` asks the rules of the desk."""

    take = forms.BooleanField(label=_("Decide this one now"), required=False, initial=True)
    task_state = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=BigIntegerField.MAX_BIGINT)
    rest = forms.ChoiceField(
        label=_("Criteria left blank"),
        required=False,
        choices=[("", _("have no answer")), (Assessment.Answer.MET.value, _("are met"))],
    )
    justification = _words(_("Justification"))
    reason_codes = _codes()
    reason = _words(_("What has to be added or changed"))

    def __init__(self, data: Any, *, candidate: Candidate, suggestions: Sequence[HonoreePage]) -> None:
        super().__init__(data, prefix=f"row-{candidate.nomination.pk}", initial={"task_state": candidate.task_state_id})
        self.candidate = candidate
        self.gaps: list[Gap] = []
        for criterion in candidate.criteria:
            self.fields[f"criterion-{criterion.pk}"] = forms.ChoiceField(
                label=criterion.text, required=False, choices=answers_to(criterion), widget=forms.RadioSelect
            )
        if candidate.asks_meeting:
            self.fields["votes_for"] = _count(_("Votes for"))
        if candidate.is_last:
            pages = [(str(page.pk), told_apart(page)) for page in suggestions]
            self.fields["profile"] = forms.ChoiceField(
                label=_("Public profile"),
                required=False,
                choices=[*([("", _("choose"))] if pages else []), (NEW_PROFILE, _("A new profile")), *pages],
            )

    def answers(self) -> Iterator[tuple[int, Criterion, forms.BoundField]]:
        """The sheet in order: number, criterion, field."""
        for number, criterion in enumerate(self.candidate.criteria, start=1):
            yield number, criterion, self[f"criterion-{criterion.pk}"]

    def judgement(self, verdict: Action, common: dict[str, Any]) -> Judgement:
        """What is to be done with this case; call it on a valid form."""
        data = self.cleaned_data
        rest = data["rest"]
        given = {criterion.pk: data[f"criterion-{criterion.pk}"] or rest for criterion in self.candidate.criteria}
        meeting = {name: common[name] for name in _MEETING} | {"votes_for": data.get("votes_for")}
        returns = verdict == Action.RETURN
        return Judgement(
            verdict=verdict,
            sheet={criterion: GivenAnswer(answer) for criterion, answer in given.items() if answer},
            reason_codes=(data["reason_codes"] or common["reason_codes"]) if returns else (),
            reason=(data["reason"].strip() or common["reason"]) if returns else "",
            justification=data["justification"],
            profile=data.get("profile", ""),
            meeting=Meeting(**meeting) if self.candidate.asks_meeting and not returns else None,
        )

    def missing(self, judgement: Judgement) -> list[Gap]:
        """What the rules would say, as far as it can be known before the case is locked. No query."""
        if judgement.verdict == Action.RETURN:
            return list(self._missing_for_return(judgement))
        gaps = sheet_gaps(
            criteria=self.candidate.criteria, sheet=judgement.sheet, justification=judgement.justification
        )
        if judgement.meeting is not None:
            gaps += meeting_gaps(judgement.meeting, self.candidate.stop.step)
        if self.candidate.is_last and not judgement.profile:
            gaps.append(Gap("profile", gettext("Choose a new profile or one of those suggested.")))
        return gaps

    def _missing_for_return(self, judgement: Judgement) -> Iterator[Gap]:
        if not judgement.reason.strip():
            yield Gap("reason", gettext("Give a reason."))
        if not judgement.reason_codes:
            yield Gap("reason_codes", gettext("Tick why it goes back."))
        if self.candidate.returns_left <= 0 and not judgement.justification.strip():
            text = gettext("It was returned as often as the guideline allows: give a justification for more.")
            yield Gap("justification", text)


@dataclass(frozen=True)
class SheetGroup:
    """Rows that are asked the same criteria, so that they stand in one table."""

    criteria: list[Criterion]
    rows: list[RowForm] = field(default_factory=list)


class BulkForm:
    """All rows of a selection and what they share."""

    def __init__(self, selection: Selection, data: Any = None) -> None:
        self.selection = selection
        self.data = data
        self.common = CommonForm(data, prefix="all")
        last = [candidate for candidate in selection.candidates if candidate.is_last]
        found = similar_to_many([candidate.nomination for candidate in last]) if last else []
        suggested = {candidate.nomination.pk: pages for candidate, pages in zip(last, found, strict=True)}
        self.rows = [
            RowForm(data, candidate=candidate, suggestions=suggested.get(candidate.nomination.pk, ()))
            for candidate in selection.candidates
        ]

    @property
    def asks_meeting(self) -> bool:
        """Whether any row needs the level's own meeting."""
        return any(candidate.asks_meeting for candidate in self.selection.candidates)

    def groups(self) -> list[SheetGroup]:
        """The rows by what they are asked, in the order of the desk."""
        groups: dict[tuple[int, ...], SheetGroup] = {}
        for row in self.rows:
            criteria = row.candidate.criteria
            groups.setdefault(tuple(criterion.pk for criterion in criteria), SheetGroup(criteria)).rows.append(row)
        return list(groups.values())

    def orders(self, verdict: Action) -> list[RowOrder] | None:
        """The ticked rows with their sheets, None where something is missing: then each form says what."""
        valid = all([self.common.is_valid(), *(row.is_valid() for row in self.rows)])
        taken = [row for row in self.rows if not valid or row.cleaned_data["take"]]
        if not valid:
            return None
        orders = []
        for row in taken:
            judgement = row.judgement(verdict, self.common.cleaned_data)
            row.gaps = row.missing(judgement)
            orders.append(
                RowOrder(
                    nomination_id=row.candidate.nomination.pk,
                    task_state_id=row.cleaned_data["task_state"],
                    judgement=judgement,
                )
            )
        if any(row.gaps for row in taken):
            return None
        return [*orders, *(order for left in self.selection.left_out if (order := self._overtaken(left, verdict)))]

    @property
    def incomplete(self) -> int:
        """How many rows lack something."""
        return sum(bool(row.gaps or row.errors) for row in self.rows)

    def _overtaken(self, left: LeftOut, verdict: Action) -> RowOrder | None:
        """A row that was filled in and cannot be decided any more: it is kept beside the others with the reason."""
        prefix = f"row-{left.nomination.pk}"
        step = self.data.get(f"{prefix}-task_state", "")
        if f"{prefix}-take" not in self.data or not (step.isascii() and step.isdigit() and len(step) < 19):
            return None
        return RowOrder(
            nomination_id=left.nomination.pk,
            task_state_id=int(step),
            judgement=Judgement(verdict=verdict),
            refusal=left.reason,
        )
