"""The people screen at /admin/people/: accounts, roles and assignments, for administrators alone.

Wagtail's own users and groups screens stay closed to them, for those ask for
Django permissions, which nobody is given.  Superusers are nobody an
administrator can find, and nobody is deleted: an account is switched off.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from honors.permissions import user_is_administrator
from honors.rows import RowsMixin
from honors.vietnamese import fold
from portal.accounts.leaver import CloseAccountView
from portal.accounts.log_actions import SET_PASSWORD
from portal.accounts.models import User
from portal.accounts.people_access import PeopleMixin
from portal.accounts.people_forms import ROLE_GROUPS, NewAssignmentForm, PersonForm
from workflows.models import Assignment
from workflows.staff import assign, end_assignment, refresh_groups

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PeopleIndexView(PeopleMixin, IndexView):
    """Everybody with an account, what they do today, and whether they still may."""

    default_ordering = "username"
    is_searchable = True
    paginate_by = 50
    page_title = _("People")
    add_item_label = _("Add a person")

    def get_base_queryset(self) -> QuerySet[User]:
        """People with today's assignments and their groups. Constant number of queries."""
        current = Assignment.objects.current().select_related("unit")
        return (
            PeopleMixin.get_queryset(self)
            .prefetch_related(Prefetch("assignments", queryset=current, to_attr="current_assignments"), "groups")
            .order_by("username")
        )

    def get_queryset(self) -> QuerySet[User]:
        """Filtered, searched and ordered as Wagtail's listing does it."""
        return IndexView.get_queryset(self)

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """Find by name, user name, unit name or code, with or without tone marks; one query more."""
        if not self.is_searching:
            return queryset
        wanted = fold(self.search_query)
        columns = ("username", "full_name", "assignments__unit__code", "assignments__unit__name")
        rows = User.objects.values_list("pk", *columns)
        return queryset.filter(
            pk__in={row[0] for row in rows if wanted in fold(" ".join(value or "" for value in row[1:]))}
        )

    @cached_property
    def columns(self) -> list[Column]:
        """Name, user name, tasks, active."""
        return [
            TitleColumn("full_name", label=_("Full name"), sort_key="full_name", get_url=self.get_edit_url),
            Column("username", classname="gd-wide", label=_("User name"), sort_key="username"),
            Column("tasks", label=_("Works as"), accessor=_tasks),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
        ]


def _tasks(user: Any) -> str:
    groups = [str(ROLE_GROUPS[group.name]) for group in user.groups.all() if group.name in ROLE_GROUPS]
    units = [f"{row.get_role_display()} · {row.unit.label}" for row in user.current_assignments]
    if user.is_superuser:
        groups.insert(0, gettext("Superuser"))
    return "; ".join([*groups, *units]) or "–"


class AssignmentRowsMixin(PeopleMixin, RowsMixin):
    """A person with the units they work for."""

    rows_heading = _("Assignments")
    new_row_form = NewAssignmentForm
    row_model = Assignment
    form_class = PersonForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who edits: not everything about oneself is open."""
        return {**super().get_form_kwargs(), "editor": self.request.user}  # type: ignore[misc]

    def rows_are_open(self) -> bool:
        """Nobody changes their own assignments."""
        person = getattr(self, "object", None)
        return not (person and person.pk == self.request.user.pk)

    def get_standing(self) -> QuerySet[Assignment]:
        """The person's assignments, ended ones too."""
        person = getattr(self, "object", None)
        rows = Assignment.objects.select_related("unit", "user").order_by("since", "pk")
        return rows.filter(user=person) if person and person.pk else rows.none()

    def describe(self, row: Assignment) -> str:
        """Role and unit."""
        return f"{row.get_role_display()} · {row.unit}"

    def begin_row(self, owner: User, values: dict[str, Any]) -> None:
        """Assign."""
        assign(user=owner, by=self.request.user, **values)

    def end_row(self, row: Assignment, until: datetime.date | None) -> None:
        """End, or move the end."""
        end_assignment(assignment=row, until=until, by=self.request.user)

    def save_instance(self) -> User:
        """Save; groups follow, and a password that was given leaves a line in the log."""
        person: User = super().save_instance()
        refresh_groups(user=person)
        if self.form.cleaned_data.get("password"):  # type: ignore[attr-defined]  # set by Wagtail's view
            log(instance=person, action=SET_PASSWORD, user=self.request.user)
        return person


class PersonCreateView(AssignmentRowsMixin, CreateView):
    """A new account."""

    page_title = _("New person")


class PersonEditView(AssignmentRowsMixin, EditView):
    """An account and its assignments, and the way to close it."""

    template_name = "organisation/person_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer to close the account of somebody else."""
        may_close = self.object.is_active and self.object.pk != self.request.user.pk
        return {**super().get_context_data(**kwargs), "may_close": may_close}


class PersonHistoryView(PeopleMixin, HistoryView):
    """Who changed what about a person, and when."""

    def get_object(self) -> User:
        """The person, if this administrator may know of them."""
        from django.shortcuts import get_object_or_404

        return get_object_or_404(PeopleMixin.get_queryset(self), pk=self.kwargs["pk"])

    def get_queryset(self) -> Any:
        """The lines of the log, as Wagtail's history reads them."""
        return HistoryView.get_queryset(self)


class PeopleMenuItem(MenuItem):
    """A menu item for administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to administrators. One query a request at most."""
        return user_is_administrator(request.user)


class PeopleViewSet(ViewSet):
    """People at /admin/people/; no address deletes."""

    name = "people"
    icon = "user"
    menu_label = _("People")
    menu_order = 310
    menu_item_class = PeopleMenuItem
    add_to_admin_menu = True

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Addresses the views link to."""
        return {
            "index_url_name": "people:index",
            "index_results_url_name": "people:index_results",
            "add_url_name": "people:add",
            "edit_url_name": "people:edit",
            "history_url_name": "people:history",
            "history_results_url_name": "people:history_results",
            "header_icon": self.icon,
            **kwargs,
        }

    def get_urlpatterns(self) -> list[URLPattern]:
        """List, add, edit, close, history."""
        return [
            path("", self.construct_view(PeopleIndexView), name="index"),
            path("results/", self.construct_view(PeopleIndexView, results_only=True), name="index_results"),
            path("new/", self.construct_view(PersonCreateView), name="add"),
            path("edit/<int:pk>/", self.construct_view(PersonEditView), name="edit"),
            path("close/<int:pk>/", CloseAccountView.as_view(), name="close"),
            path("history/<int:pk>/", self.construct_view(PersonHistoryView), name="history"),
            path(
                "history-results/<int:pk>/",
                self.construct_view(PersonHistoryView, results_only=True),
                name="history_results",
            ),
        ]
