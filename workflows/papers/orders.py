"""Long papers are ordered, set by a task, and kept for a day."""

from __future__ import annotations

import datetime
import logging
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from honors.models import PaperOrder
from honors.typesetting import TypesettingError, typeset
from workflows.papers.kinds import KINDS

if TYPE_CHECKING:
    from workflows.papers.kinds import Paper

logger = logging.getLogger(__name__)

# A thousand lines take a second: longer papers are no page to wait for.
MOST_AT_ONCE = 1500
KEPT_FOR = datetime.timedelta(days=1)
# After this long without an end whoever was at it is held to be dead.
ABANDONED_AFTER = datetime.timedelta(minutes=10)


def order_paper(*, user: Any, kind: str, paper: Paper, **arguments: Any) -> PaperOrder:
    """Order a paper and have the task set it; the same order that is still open is not given twice."""
    same = PaperOrder.objects.filter(ordered_by=user, kind=kind, arguments=arguments, finished_at=None)
    order = same.first()
    if order is not None:
        return order
    order = PaperOrder.objects.create(
        kind=kind, arguments=arguments, lines=paper.lines, file_name=paper.file_name, ordered_by=user
    )
    transaction.on_commit(lambda: set_paper.enqueue(order_id=order.pk))
    return order


@task()
def set_paper(order_id: int) -> None:
    """Read, typeset and store one paper; whatever goes wrong is written down in words, and no half file stays.

    Does nothing for an order that is finished or in other hands.
    """
    if not PaperOrder.objects.filter(pk=order_id, state=PaperOrder.State.WAITING).update(
        state=PaperOrder.State.READING
    ):
        return
    order = PaperOrder.objects.select_related("ordered_by").get(pk=order_id)
    try:
        paper = KINDS[order.kind](order.ordered_by, **order.arguments)
        facts = paper.facts()
        PaperOrder.objects.filter(pk=order_id).update(state=PaperOrder.State.SETTING)
        _store(order, typeset(paper.template, facts))
    except Http404:
        _fail(order, _("You may not read this any more."))
    except TypesettingError:
        logger.exception("Paper %s could not be typeset.", order_id)
        _fail(order, _("This paper could not be set for printing. The administrator finds why in the log."))
    except OSError:
        logger.exception("Paper %s could not be stored.", order_id)
        _fail(order, _("There is no room for the file. Ask the administrator to look at the disk, then order again."))
    except Exception:
        logger.exception("Paper %s failed.", order_id)
        _fail(order, _("This paper could not be made. The administrator finds why in the log."))


def forget_old_papers(now: datetime.datetime | None = None) -> int:
    """Delete papers of more than a day ago, and give up those nobody is at any more; return how many went."""
    now = now or timezone.now()
    stuck = PaperOrder.objects.filter(finished_at=None, ordered_at__lt=now - ABANDONED_AFTER)
    words = _("It was interrupted: order it again.")
    stuck.update(state=PaperOrder.State.FAILED, finished_at=now, message=words)
    old = list(PaperOrder.objects.filter(ordered_at__lt=now - KEPT_FOR)[:200])
    for order in old:
        if order.file:
            order.file.delete(save=False)
        order.delete()
    return len(old)


def _store(order: PaperOrder, content: bytes) -> None:
    """Write the file, then the row; a file whose row could not be written goes again."""
    order.state, order.finished_at = PaperOrder.State.DONE, timezone.now()
    order.file.save(f"{order.pk}.pdf", ContentFile(content), save=False)
    try:
        order.save(update_fields=["state", "finished_at", "file"])
    except BaseException:
        order.file.delete(save=False)
        raise


def _fail(order: PaperOrder, message: str) -> None:
    PaperOrder.objects.filter(pk=order.pk).update(
        state=PaperOrder.State.FAILED, message=message[:300], finished_at=timezone.now()
    )
