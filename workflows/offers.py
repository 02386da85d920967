"""Which acts that do not end the step a person is offered on a dossier, each with its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from workflows.act_forms import AnswerForm, ConsultForm, PersonForm, TieForm
from workflows.states import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django import forms

    from workflows.dossier import Dossier


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One act: its key is its address and its form's prefix."""

    key: str
    title: str
    note: str
    button: str
    form: forms.Form

    @property
    def address(self) -> str:
        """The name of the address that carries it out."""
        return f"nomination_desk:{self.key}"

    @property
    def is_open(self) -> bool:
        """Whether it was sent already and came back."""
        return self.form.is_bound


def offers_for(user: Any, dossier: Dossier, typed: Mapping[str, forms.Form]) -> list[Offer]:
    """What may be done besides deciding; `typed` holds forms that came back, by key. No query."""
    return [*_opinions(dossier, typed), *_people(user, dossier, typed)]


def _opinions(dossier: Dossier, typed: Mapping[str, forms.Form]) -> Iterator[Offer]:
    """Ask another agency, or record what it answered."""
    consultation = dossier.step.consultation if dossier.step else None
    if Action.ANSWER in dossier.actions and consultation is not None:
        yield Offer(
            key="answer",
            title=_("Record the answer of %(agency)s") % {"agency": consultation.agency},
            note=_("The text and, where there is one, the file of the answer become part of the dossier."),
            button=_("Record the answer"),
            form=typed.get("answer") or AnswerForm(prefix="answer"),
        )
    elif Action.CONSULT in dossier.actions and dossier.step is not None:
        yield Offer(
            key="consult",
            title=_("Ask another agency"),
            note=_("The step then has %(days)s working days in all.") % {"days": dossier.step.stop.consult_days},
            button=_("Record the question"),
            form=typed.get("consult") or ConsultForm(prefix="consult"),
        )


def _people(user: Any, dossier: Dossier, typed: Mapping[str, forms.Form]) -> Iterator[Offer]:
    """Let somebody else decide."""
    people = dossier.step.people if dossier.step else []
    others = [person for person in people if person != user]
    if Action.HAND_OVER in dossier.actions and others:
        yield Offer(
            key="hand_over",
            title=_("Hand over to a colleague"),
            note=_("The case leaves your own list; you may still decide it while it is open."),
            button=_("Hand over"),
            form=typed.get("hand_over") or PersonForm(prefix="hand_over", people=others),
        )
    if Action.RECUSE in dossier.actions:
        yield Offer(
            key="recuse",
            title=_("Declare a tie to the nominee"),
            note=_("A tie that bars passes the case to somebody else for good."),
            button=_("Declare"),
            form=typed.get("recuse") or TieForm(prefix="recuse", rules=dossier.conflict_rules),
        )
    if Action.STAND_IN in dossier.actions and not people:
        yield Offer(
            key="stand_in",
            title=_("Name a stand-in"),
            note=_("Nobody of the unit is left who may decide this case."),
            button=_("Name this person"),
            form=typed.get("stand_in") or PersonForm(prefix="stand_in", people=dossier.stand_ins),
        )
