"""A notice in one sentence: what happened and what is asked, without a name."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.models import NoticeKind
from workflows.states import State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from workflows.models import Notice

SENTENCES: dict[str, StrOrPromise] = {
    NoticeKind.SUBMITTED: gettext_lazy("A nomination of your unit was submitted."),
    NoticeKind.WAITING: gettext_lazy("A nomination waits for your unit's decision."),
    NoticeKind.HANDED_OVER: gettext_lazy("You were given a nomination to decide."),
    NoticeKind.STAND_IN_NEEDED: gettext_lazy("Nobody of the unit can decide this nomination: name a stand-in."),
    NoticeKind.ANSWERED: gettext_lazy("The answer of the agency that was asked is recorded."),
    NoticeKind.RETURNED: gettext_lazy("A nomination of your unit was returned: complete it and submit it again."),
    NoticeKind.REFUSED: gettext_lazy("A nomination of your unit was refused."),
    NoticeKind.REGISTERED: gettext_lazy("A nomination of your unit was entered in the register."),
    NoticeKind.PUBLISHED: gettext_lazy("A nomination of your unit was entered in the register and published."),
    NoticeKind.DUE_SOON: gettext_lazy("A decision is due soon."),
    NoticeKind.OVERDUE: gettext_lazy("A decision is overdue."),
    NoticeKind.ESCALATED: gettext_lazy("A unit below yours is late with a decision."),
    NoticeKind.REQUEST_ARRIVED: gettext_lazy(
        "Somebody asks about an entry: an answer is owed within two working days."
    ),
    NoticeKind.REQUEST_DUE: gettext_lazy("A request about an entry is due soon."),
    NoticeKind.REQUEST_OVERDUE: gettext_lazy("A request about an entry is overdue."),
    NoticeKind.REQUEST_LATE: gettext_lazy("The province's editors are late with a request about an entry."),
}
# Kinds that are about a day by which something is to be done.
DATED = frozenset(
    {NoticeKind.WAITING, NoticeKind.HANDED_OVER, NoticeKind.DUE_SOON, NoticeKind.OVERDUE, NoticeKind.ESCALATED}
)


def sentence_of(notice: Notice) -> str:
    """What happened, with the day by which to act while that is still open. No query with its subject at hand."""
    sentence = str(SENTENCES[notice.kind])
    due_on = _due_on(notice)
    if due_on is None:
        return sentence
    due = _("It is due on %(day)s.") % {"day": date_format(due_on, "d/m/Y")}
    return f"{sentence} {due}"


def _due_on(notice: Notice) -> datetime.date | None:
    """The day by which to act; None for what is not about one, or is over."""
    if notice.request:
        return notice.request.due_on
    nomination = notice.nomination
    if notice.kind not in DATED or nomination is None or nomination.state != State.IN_REVIEW:
        return None
    return nomination.due_on
