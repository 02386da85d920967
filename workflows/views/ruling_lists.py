"""/admin/decisions/: the list of decisions, the choice of entries for one of them, and both as files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from honors.exports import RESPONSES, Cell
from honors.models import Commendation, EntryState
from honors.rulings import MOST_AT_ONCE
from workflows.counted_pages import CountedPaginator
from workflows.permissions import NotYoursError, units_of, visible_entries
from workflows.register_listing import RegisterListing
from workflows.rulings.acting import put_on_list
from workflows.rulings.forms import PickForm
from workflows.rulings.listing import EXPORTED, DecisionListing, lines_of
from workflows.rulings.references import named_entries
from workflows.views.rulings import RulingScreen

if TYPE_CHECKING:
    from honors.rulings import Given

PAGE_SIZE = 50


class DecisionList(RulingScreen):
    """Decisions one may read, the latest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them; the same number of queries at any length."""
        listing = self.listing()
        pages = CountedPaginator(listing.shown.select_related("revoked_by"), PAGE_SIZE, count=listing.count)
        page = pages.get_page(request.GET.get("p"))
        lengths = listing.list_lengths(list(page.object_list))
        rows = [(row, lengths.get(row.pk, 0)) for row in page.object_list]
        return self.show("list", listing=listing, page=page, rows=rows, endings=list(RESPONSES))

    def listing(self) -> DecisionListing:
        """The list asked for, for people with an assignment."""
        if not units_of(self.request.user):
            raise PermissionDenied
        return DecisionListing(self.request.user, self.request.GET)


class DecisionExport(DecisionList):
    """The list as a file: all its pages, in its order."""

    ending = "csv"

    def get(self, request: HttpRequest) -> FileResponse:  # type: ignore[override]  # a file instead of a page
        """Answer with the file."""
        return RESPONSES[self.ending](EXPORTED, self.listing().exported(), "quyet-dinh")


LINE_HEADERS = [
    _("Number"), _("Book of year"), _("Name"), _("Kind"), _("Unit as of then"), _("Registered on"), _("Commendation"),
    _("Note"), _("State"), _("Withdrawn on"), _("Verification code"),
]  # fmt: skip


class ListExport(RulingScreen):
    """The list of one decision as a file, of the entries the person may read."""

    ending = "csv"

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Answer with the file, in the order of the screen; one query for its rows."""
        rows = _lines(lines_of(self.decision, request.user).iterator(chunk_size=500))
        return RESPONSES[self.ending](LINE_HEADERS, rows, f"quyet-dinh-{self.decision.pk}")


def _lines(praises: Iterator[Commendation]) -> Iterator[list[Cell]]:
    for praise in praises:
        entry = praise.entry
        yield [
            entry.number,
            entry.year,
            gettext("(taken down on request)") if entry.is_masked else entry.honoree_name,
            capfirst(entry.get_kind_display()),
            entry.unit_name,
            entry.registered_on,
            praise.form.name,
            praise.note,
            capfirst(entry.get_state_display()),
            praise.withdrawn_at.date() if praise.withdrawn_at else None,
            entry.verification_code,
        ]


class PickScreen(RulingScreen):
    """Put entries on a decision's list: ticked in the register, all that a filter finds, or pasted by number."""

    page_title = _("Entries of the decision")
    header_icon = "list-ol"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let those in who write decisions; 404 for a decision the person may not read."""
        if self.decision and not self.writes:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def listing(self) -> RegisterListing:
        """The register under the filters of the address."""
        return RegisterListing(self.request.user, self.request.GET)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show filters, a page of the register, and the box for numbers."""
        return self._page(PickForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put them on the list, all or none; what is wrong is said, nothing typed is lost."""
        form = PickForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            done = self._put(form)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except NotYoursError as error:
            form.add_error(None, str(error))
        else:
            self._tell(done)
            return redirect("decision_desk:decision", pk=pk)
        return self._page(form, status=422)

    def _put(self, form: PickForm) -> Given:
        ids = {int(value) for value in self.request.POST.getlist("entry") if value.isdecimal() and len(value) < 19}
        if form.cleaned_data["every"]:
            ids |= set(self._active().order_by().values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if pasted := form.cleaned_data["pasted"].strip():
            named = named_entries(pasted, visible_entries(self.request.user))
            if named.problems:
                raise ValidationError(named.problems[:20])
            ids |= set(named.ids)
        return put_on_list(
            user=self.request.user,
            entry_ids=ids,
            form=form.cleaned_data["form"],
            decision_id=self.decision.pk,
            note=form.cleaned_data["note"],
            is_proposal=bool(form.cleaned_data["proposed"]),
        )

    def _active(self) -> Any:
        return self.listing.filtered.filter(state=EntryState.ACTIVE)

    def _tell(self, done: Given) -> None:
        text = ngettext("%(count)s entry was put on the list.", "%(count)s entries were put on the list.", done.given)
        messages.success(self.request, text % {"count": done.given})
        if done.before:
            text = ngettext("%(count)s stood on it already.", "%(count)s stood on it already.", done.before)
            messages.info(self.request, text % {"count": done.before})

    def _page(self, form: PickForm, *, status: int = 200) -> HttpResponse:
        active = self._active()
        count = active.count()
        rows = active.select_related("category").order_by("-registered_on", "-pk")
        return self.show(
            "pick",
            decision=self.decision,
            form=form,
            listing=self.listing,
            ticked=set(self.request.POST.getlist("entry")),
            page=CountedPaginator(rows, PAGE_SIZE, count=count).get_page(self.request.GET.get("p")),
            count=count,
            status=status,
        )
