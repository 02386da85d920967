"""/admin/ceremonies/: flag-salute ceremonies, recorded in a minute."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.ceremonies import amend_ceremony, day_meant, record_ceremony, salute_cadence
from honors.exports import RESPONSES
from honors.models import Ceremony, ProgrammeEnrolment
from honors.salute_plan import held_by_month
from workflows.ceremony_forms import CeremonyForm
from workflows.ceremony_permissions import (
    check_user_can_record,
    editable_ceremonies,
    overseen_units,
    recordable_units,
    visible_ceremonies,
)
from workflows.permissions import NotYoursError, units_of

if TYPE_CHECKING:
    from honors.models.ceremonies import CeremonyQuerySet
    from honors.salute_plan import HeldMonth

PAGE_SIZE = 30
LIST_ADDRESS = reverse_lazy("nomination_desk:ceremonies")


class CeremonyList(WagtailAdminTemplateMixin, View):
    """Ceremonies of one's units and of those below, newest first, counted by year."""

    template_name = "workflows/ceremonies.html"
    page_title = _("Flag-salute ceremonies")
    header_icon = "calendar-alt"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, ceremonies: the last one is the screen's visible title."""
        return [*self.breadcrumbs_items, {"url": LIST_ADDRESS, "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """List a year, or all; the same number of queries at any length."""
        if not units_of(request.user):
            raise PermissionDenied
        visible = visible_ceremonies(request.user)
        years = visible.order_by("-held_on__year").values_list("held_on__year").annotate(held=Count("pk"))
        counts = dict(years)
        year = request.GET.get("year", "")
        shown = visible.in_year(int(year)) if year in map(str, counts) else visible
        rows = shown.prefetch_related("units").annotate(photo_count=Count("photos")).order_by("-held_on", "-pk")
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
        months = _planned_and_held(visible, request.user, int(year)) if year in map(str, counts) else {}
        context = {
            **self.get_context_data(),
            "endings": list(RESPONSES),
            "months": months,
            "plan": {name: sum(getattr(one, name) for one in months.values()) for name in ("units", "planned")},
            "page": page,
            "rows": _marked(list(page.object_list), request.user),
            "year": year,
            "counts": counts,
            "total": sum(counts.values()),
            "may_record": recordable_units(request.user, timezone.localdate()).exists(),
        }
        return TemplateResponse(request, self.template_name, context)


def _planned_and_held(visible: CeremonyQuerySet, user: Any, year: int) -> dict[datetime.date, HeldMonth]:
    """Each month of a year: what the person's units held against what was planned for them. Four queries."""
    months = [datetime.date(year, month, 1) for month in range(1, 13)]
    return held_by_month(months, visible, ProgrammeEnrolment.objects.filter(unit__in=overseen_units(user)))


def _marked(rows: list[Any], user: Any) -> list[Any]:
    """Rows of a page, each with whether it may be corrected and was held on another day than meant. Four queries."""
    cadence = salute_cadence()
    editable = set(editable_ceremonies(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for row in rows:
        row.is_editable = row.pk in editable
        row.is_off_day = cadence.due_in_month_of(row.held_on) not in (None, row.held_on)
    return rows


class CeremonyScreen(WagtailAdminTemplateMixin, View):
    """The form of one ceremony, new or recorded."""

    template_name = "workflows/ceremony_form.html"
    header_icon = "calendar-alt"

    def get_page_title(self) -> str:
        """What one does here."""
        return gettext("Correct a ceremony") if self.ceremony else gettext("Record a ceremony")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, ceremonies, this one."""
        return [
            *self.breadcrumbs_items,
            {"url": LIST_ADDRESS, "label": CeremonyList.page_title},
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def ceremony(self) -> Ceremony | None:
        """The ceremony to correct; 404 for one the person may not read, 403 for one they only read."""
        if "pk" not in self.kwargs:
            return None
        user = self.request.user
        found = get_object_or_404(visible_ceremonies(user), pk=self.kwargs["pk"])
        if not editable_ceremonies(user).filter(pk=found.pk).exists():
            raise PermissionDenied
        return found

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Show the form."""
        if not self.ceremony and not recordable_units(request.user, timezone.localdate()).exists():
            raise PermissionDenied(gettext("None of your units takes part in the flag salute."))
        return self.show(CeremonyForm(user=request.user, ceremony=self.ceremony))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Record or correct; what is wrong is said beside its field, and nothing typed is lost."""
        form = CeremonyForm(request.POST, request.FILES, user=request.user, ceremony=self.ceremony)
        if form.is_valid():
            try:
                saved = self._save(form)
            except ValidationError as error:
                form.refuse(error)
            except NotYoursError as error:
                form.add_error("units", str(error))
            else:
                self._tell(saved)
                return redirect("nomination_desk:ceremonies")
        return self.show(form, status=422)

    @transaction.atomic
    def _save(self, form: CeremonyForm) -> Ceremony:
        user, facts, photo = self.request.user, form.facts(), form.photo()
        check_user_can_record(user, units=facts.units, on=facts.held_on, listed=form.listed)
        if self.ceremony is None:
            return record_ceremony(facts=facts, actor=user, photo=photo)
        dropped = [int(value) for value in self.request.POST.getlist("drop") if value.isdecimal() and len(value) < 19]
        return amend_ceremony(
            ceremony_id=self.ceremony.pk, facts=facts, actor=user, photo=photo, dropped_photos=dropped
        )

    def _tell(self, ceremony: Ceremony) -> None:
        messages.success(
            self.request, gettext("Recorded: the ceremony of %(day)s.") % {"day": _shown(ceremony.held_on)}
        )
        if meant := day_meant(ceremony.held_on):
            messages.warning(
                self.request,
                gettext(
                    "%(day)s is not the first Monday of the month (%(meant)s). "
                    "It is recorded all the same; correct it if it is a slip."
                )
                % {"day": _shown(ceremony.held_on), "meant": _shown(meant)},
            )

    def show(self, form: CeremonyForm, *, status: int = 200) -> HttpResponse:
        """Render the form."""
        own, others = form.offered_units()
        context = {
            **self.get_context_data(),
            "form": form,
            "ceremony": self.ceremony,
            "photos": self.ceremony.photos.select_related("image") if self.ceremony else [],
            "own": own,
            "others": others,
            "others_open": not own or any(row.is_ticked for row in others),
        }
        return TemplateResponse(self.request, self.template_name, context, status=status)


def _shown(day: datetime.date) -> str:
    return date_format(day, "d/m/Y")
