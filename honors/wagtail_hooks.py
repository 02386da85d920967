"""Where the organisation meets Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from honors import ceremonies, rulings
from honors.models import CommendationForm, MeritCategory, Programme, ProgrammeEnrolment, Unit
from honors.periodic import publishing
from honors.policy import AdministratorPolicy
from honors.search.entries import EntrySource
from honors.search.rebuilding import SEARCH_SOURCES_HOOK
from honors.search.units import UnitSource
from honors.unit_events import admin_urls
from honors.viewsets import (
    AdministratorViewSet,
    CommendationFormViewSet,
    MeritCategoryViewSet,
    ProgrammeViewSet,
    UnitViewSet,
)

for model in (CommendationForm, MeritCategory, Programme, ProgrammeEnrolment, Unit):
    register_permission_policy(model, AdministratorPolicy(model))

for search_source in (EntrySource, UnitSource):
    hooks.register(SEARCH_SOURCES_HOOK, search_source)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[AdministratorViewSet]:
    """Mount units, programmes and catalogues."""
    return [UnitViewSet(), ProgrammeViewSet(), MeritCategoryViewSet(), CommendationFormViewSet()]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    """Mount the events of units."""
    return [path("units/events/", include(admin_urls))]


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """Give acts on ceremonies and decisions names in Wagtail's log."""
    actions.register_action(ceremonies.RECORDED, _("Record a ceremony"), _("ceremony recorded"))
    actions.register_action(ceremonies.AMENDED, _("Correct a ceremony"), _("ceremony corrected"))
    actions.register_action(publishing.ISSUED, _("Publish a report"), _("report published"))
    actions.register_action(rulings.RECORDED, _("Record a decision"), _("decision recorded"))
    actions.register_action(rulings.AMENDED, _("Correct a decision"), _("decision corrected"))
    actions.register_action(rulings.LISTED, _("Give praise"), _("praise given"))
    actions.register_action(rulings.WITHDRAWN, _("Withdraw praise"), _("praise withdrawn"))
    actions.register_action(rulings.PROPOSED, _("Propose a higher form"), _("higher form proposed"))
    actions.register_action(rulings.REVOKED, _("Revoke a decision"), _("decision revoked"))
    actions.register_action(rulings.SETTLED, _("Note that it was not granted"), _("higher form not granted"))


@hooks.register("insert_global_admin_css")
def add_style() -> str:
    """Rows below a form, on Wagtail's variables."""
    return format_html('<link rel="stylesheet" href="{}">', static("ghidanh/admin/organisation.css"))
