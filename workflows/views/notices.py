"""/admin/notices/: what a person was told, and how they want to be told."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows.notices.reading import (
    channels_of,
    choose_channels,
    mark_read,
    notices_of,
    readable,
    unread_count,
)
from workflows.notices.settings_form import ChannelsForm
from workflows.notices.wording import sentence_of
from workflows.permissions import visible_nominations
from workflows.requests.permissions import user_sees_requests

PAGE_SIZE = 25


class NoticesScreen(WagtailAdminTemplateMixin, View):
    """What the screens of notices share."""

    header_icon = "mail"
    page_title = _("Notices")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, notices."""
        return [*self.breadcrumbs_items, {"url": reverse_lazy("nomination_desk:notices"), "label": _("Notices")}]


class NoticeList(NoticesScreen):
    """A person's own notices, newest first. The same number of queries on every page."""

    template_name = "workflows/notices.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of them; one whose dossier is not theirs to read any more stands without a link."""
        page = Paginator(notices_of(request.user), PAGE_SIZE).get_page(request.GET.get("p"))
        open_to_them = readable(request.user, page.object_list)
        rows = [(notice, sentence_of(notice), notice.pk in open_to_them) for notice in page.object_list]
        context = {**self.get_context_data(), "page": page, "rows": rows, "unread": unread_count(request.user)}
        return TemplateResponse(request, self.template_name, context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark all as read."""
        mark_read(request.user)
        return redirect("nomination_desk:notices")


class OpenNotice(View):
    """A notice of one's own leads to its dossier or request; what it told is read then."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go on to it, or back to the list where it is not theirs to read any more."""
        notice = get_object_or_404(notices_of(request.user), pk=pk)
        mark_read(request.user, nomination_id=notice.nomination_id, request_id=notice.request_id)
        if notice.request_id and user_sees_requests(request.user):
            return redirect("request_desk:request", pk=notice.request_id)
        if notice.nomination_id and visible_nominations(request.user).filter(pk=notice.nomination_id).exists():
            return redirect("nomination_desk:dossier", pk=notice.nomination_id)
        messages.warning(request, gettext("You have no part in this dossier any more."))
        return redirect("nomination_desk:notices")


class NoticeSettings(NoticesScreen):
    """How a person wants to be told of each kind."""

    template_name = "workflows/notice_settings.html"
    page_title = _("Settings of notices")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, notices, settings."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the choices."""
        return self._show(ChannelsForm(channels=channels_of(request.user)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save them, or say which is none."""
        form = ChannelsForm(request.POST, channels=channels_of(request.user))
        if not form.is_valid():
            return self._show(form, status=422)
        choose_channels(user=request.user, channels=form.cleaned_data)
        messages.success(request, gettext("Saved. It holds for what happens from now on."))
        return redirect(reverse("nomination_desk:notice_settings"))

    def _show(self, form: ChannelsForm, status: int = 200) -> HttpResponse:
        context = {**self.get_context_data(), "form": form}
        return TemplateResponse(self.request, self.template_name, context, status=status)
