"""A guideline in plain words, for citizens and for whoever asks what it would want of a nomination."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from honors.levels import Level
from workflows.models import RatioBase
from workflows.models.guideline import holds_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from workflows.models import ConflictRule, Guideline, Quota, RouteStep


@dataclass(frozen=True)
class Rule:
    """A criterion or a document: what is asked, and what is to be known about it."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class RuleGroup:
    """Rules that hold for the same nominees, under words that say for whom; empty words for everybody."""

    heading: str
    rules: list[Rule]


@dataclass(frozen=True)
class PlainStep:
    """A level of the way, its time and its votes, one sentence each."""

    level: int
    name: str
    is_left_out: bool
    sentences: list[str]
    documents: list[Rule]


@dataclass(frozen=True, kw_only=True)
class PlainGuideline:
    """Everything a version says, as it is read aloud."""

    guideline: Guideline
    criteria: list[RuleGroup]
    documents: list[RuleGroup]
    steps: list[PlainStep]
    limits: list[str]
    ties: list[Rule]


@dataclass(frozen=True)
class Nominee:
    """Of whom a guideline is asked: rules narrowed to others fall away."""

    kind: str
    category_id: int | None

    @property
    def rules(self) -> Q:
        """The rules that hold for this nominee."""
        return holds_for(kind=self.kind, category_id=self.category_id)

    @property
    def quotas(self) -> Q:
        """The quotas that hold for this nominee."""
        return Q(kind="") | Q(kind=self.kind)


def in_plain_words(guideline: Guideline, nominee: Nominee | None = None) -> PlainGuideline:
    """Put a version into words, all of it or what holds for one nominee. Five queries."""
    rules, quotas = (nominee.rules, nominee.quotas) if nominee else (Q(), Q())
    documents = list(guideline.documents.filter(rules).select_related("category"))
    at_steps: dict[int, list[Rule]] = {}
    for document in documents:
        if document.level is not None:
            at_steps.setdefault(document.level, []).append(Rule(document.name, _document_note(document, nominee)))
    return PlainGuideline(
        guideline=guideline,
        criteria=_groups(guideline.criteria.filter(rules).select_related("category"), _criterion_rule),
        documents=_groups((document for document in documents if document.level is None), _document_rule),
        steps=[_step(step, at_steps.get(step.level, [])) for step in guideline.steps.all()],
        limits=[*_quota_sentences(guideline.quotas.filter(quotas)), *_cooldown(guideline)],
        ties=[_tie(tie) for tie in guideline.conflict_rules.all()],
    )


def _groups(rows: Iterable[Any], rule: Any) -> list[RuleGroup]:
    """Rules under the words that narrow them, those for everybody first."""
    groups: dict[str, list[Rule]] = {"": []}
    for row in rows:
        groups.setdefault(scope_words(row), []).append(rule(row))
    return [RuleGroup(heading, rules) for heading, rules in groups.items() if rules]


def scope_words(row: Any) -> str:
    """For whom a rule holds: kind, category or both; empty for everybody. No query where the category is read."""
    kind = str(row.get_kind_display()) if row.kind else ""
    category = str(row.category) if row.category_id else ""
    words = " · ".join(filter(None, [kind, category]))
    return words[:1].upper() + words[1:]


def _criterion_rule(criterion: Any) -> Rule:
    notes = [
        "" if criterion.required else _("not required"),
        _("may be not applicable") if criterion.allows_not_applicable else "",
    ]
    return Rule(criterion.text, ", ".join(filter(None, notes)))


def _document_rule(document: Any) -> Rule:
    return Rule(document.name, "" if document.required else _("where there is one"))


def _document_note(document: Any, nominee: Nominee | None) -> str:
    scope = "" if nominee else scope_words(document)
    return ", ".join(filter(None, [scope, "" if document.required else _("where there is one")]))


def _tie(tie: ConflictRule) -> Rule:
    note = _("does not decide; the case goes to somebody else") if tie.bars else _("is written beside the decision")
    return Rule(tie.text, note)


def _step(step: RouteStep, documents: list[Rule]) -> PlainStep:
    name = str(Level(step.level).label)
    return PlainStep(
        level=step.level,
        name=name[:1].upper() + name[1:],
        is_left_out=step.left_out,
        sentences=list(filter(None, step_sentences(step))),
        documents=[] if step.left_out else documents,
    )


def step_sentences(step: RouteStep) -> list[str]:
    """What holds at a step: time, votes, approvals, returns; empty where there is nothing to say. No query."""
    if step.left_out:
        return [_("Decides only where one of its own units nominates; then it comes first."), _votes(step)]
    return [
        _("%(days)s working days to decide; %(longer)s in all once another agency was asked.")
        % {"days": padded(step.working_days), "longer": padded(step.consult_days)},
        _votes(step),
        ngettext(
            "Needs the approval of %(count)s different reviewer.",
            "Needs the approval of %(count)s different reviewers.",
            step.quorum,
        )
        % {"count": padded(step.quorum)}
        if step.quorum > 1
        else "",
        _("May return a nomination %(times)s times for completion; more only with a justification.")
        % {"times": padded(step.max_returns)}
        if step.max_returns
        else _("Returns a nomination only with a justification."),
    ]


def _votes(step: RouteStep) -> str:
    part = ratio_words(step.min_ratio, exclusive=step.ratio_exclusive, base=step.ratio_base)
    if step.asks_meeting and not step.left_out:
        return _("This level votes too: %(part)s have to be for it, here and when it nominates itself.") % {
            "part": part
        }
    if step.level == Level.PROVINCE:
        return ""
    return _("A unit of this level that nominates votes first: %(part)s have to be for it.") % {"part": part}


def ratio_words(ratio: Decimal, *, exclusive: bool, base: str) -> str:
    """Return a part of the votes in words: “more than half of all official members”."""
    values = {"percent": percent_words(ratio), "whom": RatioBase(base).label}
    if exclusive and ratio * 2 == 1:
        return _("more than half of %(whom)s") % values
    if exclusive:
        return _("more than %(percent)s%% of %(whom)s") % values
    return _("at least %(percent)s%% of %(whom)s") % values


def percent_words(ratio: Decimal) -> str:
    """Return a part as percent without useless zeros: “66,7”."""
    return f"{(ratio * 100).normalize():f}".replace(".", ",")


def padded(number: int) -> str:
    """Return a small count as offices write it: “05”."""
    return f"{number:02}"


def _quota_sentences(quotas: Iterable[Quota]) -> list[str]:
    return [
        _("A unit at %(level)s level lets at most %(maximum)s nominees (%(kind)s) pass in one round.")
        % {
            "level": quota.get_level_display(),
            "maximum": padded(quota.maximum),
            "kind": quota.get_kind_display() if quota.kind else _("every kind"),
        }
        for quota in quotas
    ]


def _cooldown(guideline: Guideline) -> list[str]:
    if not guideline.cooldown_months:
        return []
    text = (
        _("Between two entries of one person in the same category lie at least %(months)s months.")
        if guideline.cooldown_same_category
        else _("Between two entries of one person lie at least %(months)s months.")
    )
    return [text % {"months": padded(guideline.cooldown_months)}, _("Sooner only with a justification.")]
