"""The table of `workflows.rules` as a page for people: docs/workflow.md."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation

from honors.levels import Level
from workflows.rules import TRANSITIONS, Transition, actions_from
from workflows.states import Action, State

OPENING = """\
# The life of a nomination

Written by `manage.py render_workflow` from `workflows/rules.py`; a test compares the two. Change the table there.

A nomination is in one state at a time, and only `workflows.submission`, `workflows.decisions` and
`workflows.publication` move it. Each move is one transaction under the nomination's row lock: everything is read again
behind the lock, the person is authorised on the real object, and a `DecisionRecord` is written that nothing changes
afterwards. Of two moves at once one wins; the other is told who decided and when.
"""

ROUTE = """\
## The route

A nomination passes the levels {levels}, from the nominating unit's own level upwards.

- The own level is the nominating unit itself. It is always the first step and never left out.
- A level above is decided by the unit's ancestor there. Where the branch has no such unit, or the guideline leaves
  the level out, the step is skipped, and recorded as skipped.
- A level below the unit's own does not exist for it.
- A return ends the run. Submitting again starts a new run at the first step, on the newest revision: one revision is
  submitted, approved at every step and registered.
- At submission every step needs a reviewer who has no part in the case.

## Who reads what

A draft is read by the editors and reviewers of its unit. From the first submission on, the reviewers of every unit
above it read it too. Nobody else does: not the administrator, not a superuser, not a neighbour.

## Key files

| file | for |
|---|---|
| `workflows/rules.py` | the table above as data; permissions, verbs and tests look actions up in it |
| `workflows/states.py` | names of states, acts and reasons |
| `workflows/permissions.py` | may this person do this with this nomination |
| `workflows/route.py` | which unit decides at which level |
| `workflows/submission.py` | submit, withdraw |
| `workflows/decisions.py` | decide |
| `workflows/consultations.py`, `workflows/handovers.py` | acts on an open step that do not end it |
| `workflows/limits.py` | returns and quotas that a justification may pass |
| `workflows/working_days.py` | due dates |
| `workflows/registration.py` | from the last approval into the book |
| `workflows/publication.py` | publish, unpublish and mask |
| `workflows/runs.py` | the rows of Wagtail's workflow that a run writes |
"""

_STAYING = (Action.SAVE, Action.PREVIEW, Action.DELETE)
_AT_THE_STEP = (Action.CONSULT, Action.ANSWER, Action.ATTACH, Action.HAND_OVER, Action.RECUSE, Action.STAND_IN)
# Where the next state is more than one word of the table.
_OUTCOMES = {
    Action.SAVE: "as it was",
    Action.PREVIEW: "as it was",
    Action.DELETE: "gone",
    Action.APPROVE: "in review at the next step that exists; after the last: published, or registered without a basis",
}


def workflow_page() -> str:
    """Return the page in English, whatever language is active. No query."""
    with translation.override("en"):
        return "\n".join([OPENING, *_table(), "", *_by_state(), "", *_diagram(), "", _route()])


def _table() -> Iterator[str]:
    yield "## The table\n"
    yield "| in state | act | who | next state | needs |"
    yield "|---|---|---|---|---|"
    for row in TRANSITIONS:
        sources = ", ".join(str(state.label) for state in row.sources)
        yield f"| {sources} | **{row.action.label}** | {row.who.label} | {_target(row)} | {row.needs or '–'} |"


def _target(row: Transition) -> str:
    if row.action in _AT_THE_STEP:
        return "as it was, at the same step"
    return _OUTCOMES.get(row.action) or str(row.target.label)


def _by_state() -> Iterator[str]:
    yield "## What can be done in each state\n"
    yield "| state | acts |"
    yield "|---|---|"
    for state in State:
        acts = ", ".join(str(row.action.label) for row in actions_from(state))
        yield f"| {state.label} | {acts or 'none: it is final'} |"


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {State.DRAFT.value}"
    for row in TRANSITIONS:
        for source in row.sources if row.action not in {*_STAYING, *_AT_THE_STEP} else ():
            yield f"    {source.value} --> {row.target.value}: {row.action.label}"
    yield f"    {State.IN_REVIEW.value} --> {State.REGISTERED.value}: last approval, no basis"
    yield f"    {State.IN_REVIEW.value} --> {State.PUBLISHED.value}: last approval, with a basis"
    yield "```"


def _route() -> str:
    return ROUTE.format(levels=", ".join(str(level.label) for level in Level))
