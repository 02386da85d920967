"""Where the review meets Wagtail's admin: menu, addresses, dashboard, log, style."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from honors.levels import Level
from honors.permissions import user_is_administrator
from honors.policy import PlainDataPolicy
from honors.search.rebuilding import SEARCH_SOURCES_HOOK
from honors.unit_events.following import UNIT_FOLLOWERS_HOOK
from workflows import admin_urls
from workflows.calendar_viewsets import CalendarViewSet, RoundViewSet
from workflows.corrections import AMENDED, ERASED
from workflows.guidelines import admin_urls as guideline_urls
from workflows.guidelines.search import GuidelineSource
from workflows.homepage import DeskPanel, RouteCheckPanel
from workflows.models import Assignment, CalendarDay, Delegation, Nomination, Round
from workflows.notices.menu import NoticesMenuItem
from workflows.papers import admin_urls as paper_urls
from workflows.policy import nomination_policy
from workflows.published import admin_urls as published_urls
from workflows.register_imports import admin_urls as import_urls
from workflows.reports.scope import gives_reports
from workflows.requests import admin_urls as request_urls
from workflows.rulings import admin_urls as ruling_urls
from workflows.states import Action
from workflows.unit_changes.follower import ReviewFollower
from workflows.viewsets import NominationViewSet
from workflows.zero_reports import oversees

if TYPE_CHECKING:
    from django.urls import URLResolver

register_permission_policy(Nomination, nomination_policy)
for model in (CalendarDay, Round):
    register_permission_policy(model, PlainDataPolicy(model))
hooks.register(SEARCH_SOURCES_HOOK, GuidelineSource)
hooks.register(UNIT_FOLLOWERS_HOOK, ReviewFollower)


class AssignedMenuItem(MenuItem):
    """A menu item for people with an assignment."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to people who work for some unit today. One query a request, for all such items."""
        return bool(self.parts(request))

    @staticmethod
    def parts(request: HttpRequest) -> list[tuple[str, int]]:
        """Role and level of everything the person is assigned to today; read once a request."""
        known: list[tuple[str, int]] | None = getattr(request, "_parts_at_units", None)
        if known is None:
            known = list(Assignment.objects.current().of(request.user).values_list("role", "unit__level"))
            request._parts_at_units = known  # type: ignore[attr-defined]  # kept as long as the request
        return known


class ReportsMenuItem(AssignedMenuItem):
    """A menu item for people whose assignment lets them read reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to reviewers and to province editors."""
        return any(gives_reports(role, level) for role, level in self.parts(request))


class OverseersMenuItem(AssignedMenuItem):
    """A menu item for those who watch over the units of a district or of the province."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to them."""
        return any(oversees(role, level) for role, level in self.parts(request))


class ProvinceMenuItem(AssignedMenuItem):
    """A menu item for editors and reviewers of the province."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to them."""
        return any(level == Level.PROVINCE for _role, level in self.parts(request))


class DelegationsMenuItem(AssignedMenuItem):
    """A menu item for people with an assignment, those who act for one, and administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to them. Two queries more for somebody who is neither."""
        return (
            super().is_shown(request)
            or user_is_administrator(request.user)
            or Delegation.objects.current().to(request.user).exists()
        )


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """Mount nominations, rounds and the calendar."""
    return [NominationViewSet(), RoundViewSet(), CalendarViewSet()]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """Mount the guideline, the requests, the decisions, the reports, the desk and the register."""
    return [
        path("guidelines/", include(guideline_urls)),
        path("requests/", include(request_urls)),
        path("decisions/", include(ruling_urls)),
        path("papers/", include(paper_urls)),
        path("published-reports/", include(published_urls)),
        path("imports/", include(import_urls)),
        path("", include(admin_urls)),
    ]


@hooks.register("register_admin_menu_item")
def register_desk_menu_item() -> MenuItem:
    """The desk, first in the menu."""
    return MenuItem(_("Review desk"), reverse("nomination_desk:desk"), name="desk", icon_name="tasks", order=100)


@hooks.register("register_admin_menu_item")
def register_notices_menu_item() -> MenuItem:
    """What one was told, with how many are new."""
    return NoticesMenuItem(
        _("Notices"), reverse("nomination_desk:notices"), name="notices", icon_name="mail", order=110
    )


@hooks.register("register_admin_menu_item")
def register_letters_menu_item() -> MenuItem:
    """Proposal letters of the units one works for."""
    return AssignedMenuItem(
        _("Proposal letters"),
        reverse("nomination_desk:letters"),
        name="letters",
        icon_name="doc-full-inverse",
        order=115,
    )


@hooks.register("register_admin_menu_item")
def register_register_menu_item() -> MenuItem:
    """The register of the units one works for."""
    return AssignedMenuItem(
        _("Register"), reverse("nomination_desk:register"), name="register", icon_name="list-ol", order=120
    )


@hooks.register("register_admin_menu_item")
def register_decisions_menu_item() -> MenuItem:
    """Decisions that name entries one may read."""
    return AssignedMenuItem(
        _("Decisions"), reverse("decision_desk:list"), name="decisions", icon_name="clipboard-list", order=122
    )


@hooks.register("register_admin_menu_item")
def register_imports_menu_item() -> MenuItem:
    """Paper registers that are taken over."""
    return ProvinceMenuItem(
        _("Paper registers"), reverse("register_imports:list"), name="imports", icon_name="download", order=122
    )


@hooks.register("register_admin_menu_item")
def register_requests_menu_item() -> MenuItem:
    """What persons honoured ask for."""
    return ProvinceMenuItem(_("Requests"), reverse("request_desk:list"), name="requests", icon_name="help", order=125)


@hooks.register("register_admin_menu_item")
def register_ceremonies_menu_item() -> MenuItem:
    """Flag-salute ceremonies of the units one works for."""
    return AssignedMenuItem(
        _("Ceremonies"), reverse("nomination_desk:ceremonies"), name="ceremonies", icon_name="calendar-alt", order=130
    )


@hooks.register("register_admin_menu_item")
def register_zero_reports_menu_item() -> MenuItem:
    """Which units reported nothing."""
    return OverseersMenuItem(
        _("Zero reports"), reverse("nomination_desk:zero_reports"), name="zero-reports", icon_name="minus", order=135
    )


@hooks.register("register_admin_menu_item")
def register_published_menu_item() -> MenuItem:
    """Periodic reports as they were sent."""
    return AssignedMenuItem(
        _("Periodic reports"), reverse("published_reports:list"), name="published", icon_name="doc-full", order=136
    )


@hooks.register("register_admin_menu_item")
def register_delegations_menu_item() -> MenuItem:
    """Who acts for whom."""
    return DelegationsMenuItem(
        _("Delegations"), reverse("nomination_desk:delegations"), name="delegations", icon_name="redirect", order=140
    )


class AdministratorMenuItem(MenuItem):
    """A menu item for administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to administrators. One query a request at most."""
        return user_is_administrator(request.user)


@hooks.register("register_admin_menu_item")
def register_guidelines_menu_item() -> MenuItem:
    """The guideline and its versions."""
    return AdministratorMenuItem(
        _("Guidelines"), reverse("guidelines:list"), name="guidelines", icon_name="doc-full", order=320
    )


@hooks.register("register_admin_menu_item")
def register_reports_menu_item() -> MenuItem:
    """Reports on the review of the units one decides for."""
    return ReportsMenuItem(
        _("Review reports"), reverse("nomination_desk:reports"), name="reviews", icon_name="table", order=137
    )


@hooks.register("construct_homepage_panels")
def show_the_desk(request: HttpRequest, panels: list[Any]) -> None:
    """Show a count and the first ten instead of Wagtail's panels, which cost fourteen queries a row."""
    panels[:] = [DeskPanel(request)]
    if user_is_administrator(request.user):
        panels.append(RouteCheckPanel())


@hooks.register("construct_snippet_action_menu")
def only_save(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer an editor of a nomination the save alone."""
    if context.get("model") is Nomination:
        menu_items[:] = [item for item in menu_items if item.name == "action-save"]


@hooks.register("insert_global_admin_css")
def add_style() -> str:
    """Our own admin style, on Wagtail's variables."""
    return format_html('<link rel="stylesheet" href="{}">', static("ghidanh/admin/desk.css"))


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """Give our acts names in Wagtail's log."""
    for action in Action:
        actions.register_action(f"ghidanh.{action.value}", action.label, action.label)
    actions.register_action(AMENDED, _("correct an entry"), _("correct an entry"))
    actions.register_action(ERASED, _("erase from an entry"), _("erase from an entry"))
