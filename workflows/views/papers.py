"""Papers as PDF: at once, or ordered where they are long; the state of an order, and its file."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.models import PaperOrder
from honors.typesetting import TypesettingError, typeset
from workflows.papers.kinds import KINDS
from workflows.papers.orders import MOST_AT_ONCE, order_paper

logger = logging.getLogger(__name__)
PRIVATE = "private, no-store"
# Seconds after which the page of an open order looks again.
LOOK_AGAIN = 2


@require_safe
def print_ruling(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with a decision's list."""
    return answer_with_paper(request, "ruling", back="decision_desk:list", pk=pk)


@require_safe
def print_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the certificate of an entry."""
    return answer_with_paper(request, "certificate", back="nomination_desk:register", pk=pk)


def answer_with_paper(request: HttpRequest, kind: str, *, back: str, **arguments: Any) -> HttpResponse:
    """Answer with the PDF, or lead to its order where it is long; 404 for whoever may not read it.

    About a second for a thousand lines.  A paper that cannot be set is an
    error above the page it was asked from.
    """
    paper = KINDS[kind](request.user, **arguments)
    if paper.lines > MOST_AT_ONCE:
        return redirect("papers:order", pk=order_paper(user=request.user, kind=kind, paper=paper, **arguments).pk)
    try:
        content = typeset(paper.template, paper.facts())
    except TypesettingError:
        logger.exception("%s could not be typeset.", paper.file_name)
        messages.error(request, _("This paper could not be set for printing. The administrator finds why in the log."))
        return redirect(back)
    headers = {"Content-Disposition": f'inline; filename="{paper.file_name}"', "Cache-Control": PRIVATE}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


class OrderScreen(WagtailAdminTemplateMixin, View):
    """How far an order is; looks again by itself until it is done. 404 for anybody else's."""

    template_name = "workflows/papers/order.html"
    page_title = gettext_lazy("Paper")
    header_icon = "doc-full"

    @cached_property
    def order(self) -> PaperOrder:
        """The person's own order."""
        return get_object_or_404(PaperOrder.objects.filter(ordered_by_id=self.request.user.pk), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        answer = TemplateResponse(request, self.template_name, {**self.get_context_data(), "order": self.order})
        if self.order.is_open:
            answer["Refresh"] = str(LOOK_AGAIN)
        return answer


@require_safe
def stream_paper(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out a finished paper to whoever ordered it, as long as they may read it; 404 for everybody else."""
    done = PaperOrder.objects.filter(ordered_by_id=request.user.pk, state=PaperOrder.State.DONE)
    order = get_object_or_404(done, pk=pk)
    KINDS[order.kind](request.user, **order.arguments)
    try:
        stored = order.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(stored, filename=order.file_name, content_type="application/pdf")
    answer["Cache-Control"] = PRIVATE
    return answer
