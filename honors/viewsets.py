"""Admin screens of the organisation: units with their enrolments, programmes, catalogues.

Only the addresses named in OPEN_URLS exist, each behind one guard: nothing is
deleted or copied here, and an address a later Wagtail adds stays closed.
"""

from __future__ import annotations

import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import ModelForm, modelform_factory
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from honors.enrolments import end_enrolment, enrol
from honors.models import CommendationForm, MeritCategory, Programme, ProgrammeEnrolment, Unit
from honors.permissions import user_is_administrator
from honors.rows import RowsMixin
from honors.services import apply_counts_only
from honors.unit_forms import NewEnrolmentForm, UnitForm
from honors.vietnamese import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

OPEN_URLS = frozenset({"index", "index_results", "add", "edit", "history", "history_results"})
TREE_INDENT = "\u2003"


class AdministratorViewSet(ModelViewSet):
    """Wagtail's model screens without delete, copy and usage, for administrators alone."""

    copy_view_enabled = False
    list_per_page = 50
    form_fields: list[str] = []
    open_urls: frozenset[str] = OPEN_URLS

    def get_urlpatterns(self) -> list[URLPattern]:
        """Only the named addresses, guarded."""
        patterns = [*self.get_own_urlpatterns(), *super().get_urlpatterns()]
        patterns = [pattern for pattern in patterns if pattern.name in self.open_urls]
        for pattern in patterns:
            pattern.callback = _guarded(pattern.callback)
        return patterns

    def get_own_urlpatterns(self) -> list[URLPattern]:
        """Addresses beside Wagtail's; they stand first."""
        return []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Let no view link to an address that does not exist."""
        closed = {"usage_url_name": None, "delete_url_name": None}
        return super().get_common_view_kwargs(**{**closed, **kwargs})

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[Any]]:
        """The named fields; a code is given once, for other rows and our own code refer to it."""
        fields = [name for name in self.form_fields if not (for_update and name == "code")]
        return modelform_factory(self.model, fields=fields)

    def get_permissions_to_register(self) -> QuerySet[Any]:
        """Offer no Django permission in the groups' screen: being an administrator is what counts."""
        return super().get_permissions_to_register().none()


def _guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_is_administrator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class UnitIndexView(IndexView):
    """All units in the order of the tree."""

    default_ordering = "path"
    is_searchable = True
    list_filter = ["level", "kind"]

    def get_base_queryset(self) -> QuerySet[Unit]:
        """Units with their parents. Constant number of queries."""
        return Unit.objects.select_related("parent")

    def search_queryset(self, queryset: QuerySet[Unit]) -> QuerySet[Unit]:
        """Find by code or name, typed with or without tone marks; folds every name, in one query more."""
        if not self.is_searching:
            return queryset
        wanted = fold(self.search_query)
        rows = Unit.objects.values_list("pk", "code", "name", "short_name", "administrative_name")
        return queryset.filter(pk__in=[row[0] for row in rows if wanted in fold(" ".join(row[1:]))])

    @cached_property
    def header_buttons(self) -> list[Button]:
        """The way to the events that change units, beside that to a new unit."""
        return [*super().header_buttons, HeaderButton(_("Unit events"), url=reverse("unit_events:list"))]

    @cached_property
    def columns(self) -> list[Column]:
        """Name in its place of the tree, code, level, kind, parent, end."""
        return [
            TitleColumn("name", label=_("Name"), accessor=_in_the_tree, get_url=self.get_edit_url),
            Column("code", label=_("Code"), sort_key="code"),
            Column("level", classname="gd-wide", label=_("Level"), accessor="get_level_display"),
            Column("kind", classname="gd-wide", label=_("Kind"), accessor="get_kind_display"),
            Column(
                "parent",
                classname="gd-wide",
                label=_("Parent unit"),
                accessor=lambda unit: unit.parent.label if unit.parent else "–",
            ),
            Column("valid_to", classname="gd-wide", label=_("Closed on"), accessor=lambda unit: unit.valid_to or "–"),
        ]


def _in_the_tree(unit: Unit) -> str:
    return TREE_INDENT * len(unit.ancestor_codes) + unit.name


class EnrolmentRowsMixin(RowsMixin):
    """A unit with the programmes it takes part in."""

    rows_heading = _("Programmes")
    new_row_form = NewEnrolmentForm
    row_model = ProgrammeEnrolment

    def get_standing(self) -> QuerySet[ProgrammeEnrolment]:
        """The unit's enrolments, ended ones too."""
        unit = getattr(self, "object", None)
        rows = ProgrammeEnrolment.objects.select_related("programme").order_by("programme", "since")
        return rows.filter(unit=unit) if unit and unit.pk else rows.none()

    def describe(self, row: ProgrammeEnrolment) -> str:
        """The programme."""
        return row.programme.name

    def begin_row(self, owner: Unit, values: dict[str, Any]) -> None:
        """Enrol."""
        enrol(unit=owner, actor=self.request.user, **values)

    def end_row(self, row: ProgrammeEnrolment, until: datetime.date | None) -> None:
        """End, or move the end."""
        end_enrolment(enrolment=row, until=until, actor=self.request.user)


class UnitCreateView(EnrolmentRowsMixin, CreateView):
    """A new unit."""


class UnitEditView(EnrolmentRowsMixin, EditView):
    """A unit's labels and enrolments; the mark “counts only” takes effect on what is in the book already."""

    def save_instance(self) -> Unit:
        """Save, and bring the unit's entries and profiles in step where the mark changed."""
        with transaction.atomic():
            self._take_over_what_changed()
            unit: Unit = super().save_instance()
            if "counts_only" in self.form.changed_data:
                apply_counts_only(unit=unit, actor=self.request.user)
        return unit

    def _take_over_what_changed(self) -> None:
        """Keep what an event did to the unit since the form was opened: only what was typed is written."""
        now = Unit.objects.select_for_update(no_key=True).get(pk=self.form.instance.pk)
        typed = set(self.form.changed_data)
        for field in Unit._meta.concrete_fields:
            if field.name not in typed:
                setattr(self.form.instance, field.attname, getattr(now, field.attname))


class UnitViewSet(AdministratorViewSet):
    """Units at /admin/units/."""

    model = Unit
    name = "units"
    icon = "group"
    menu_label = _("Units")
    menu_order = 300
    add_to_admin_menu = True
    index_view_class = UnitIndexView
    add_view_class = UnitCreateView
    edit_view_class = UnitEditView

    def get_form_class(self, for_update: bool = False) -> type[UnitForm]:
        """One form; it knows by itself what is fixed."""
        return UnitForm


class ProgrammeViewSet(AdministratorViewSet):
    """Programmes at /admin/programmes/."""

    model = Programme
    name = "programmes"
    icon = "calendar-alt"
    menu_label = _("Programmes")
    menu_order = 10
    add_to_settings_menu = True
    list_display = ["name", "code", "directive"]
    form_fields = ["code", "name", "directive", "cadence"]


class MeritCategoryViewSet(AdministratorViewSet):
    """Merit categories at /admin/merit-categories/."""

    model = MeritCategory
    name = "merit-categories"
    icon = "pick"
    menu_label = _("Merit categories")
    menu_order = 20
    add_to_settings_menu = True
    list_display = ["name", "public_label", "family", "sensitive", "position"]
    form_fields = [
        "code",
        "name",
        "public_label",
        "applies_to_individual",
        "applies_to_collective",
        "applies_to_household",
        "family",
        "sensitive",
        "position",
    ]


class CommendationFormViewSet(AdministratorViewSet):
    """Forms of commendation at /admin/commendation-forms/."""

    model = CommendationForm
    name = "commendation-forms"
    icon = "form"
    menu_label = _("Commendation forms")
    menu_order = 30
    add_to_settings_menu = True
    list_display = ["name", "issuer", "family", "rank"]
    form_fields = ["code", "name", "family", "issuer", "rank"]
