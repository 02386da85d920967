"""/admin/imports/: a paper register from the upload to the book, and back out of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from honors.models import Decision, RegisterImport, RegisterImportRow
from honors.register_import.annotated import annotated_response
from honors.register_import.errors import ImportStoppedError
from honors.spreadsheets import UnreadableError
from workflows.counted_pages import CountedPaginator
from workflows.register_imports import acting
from workflows.register_imports.carrying_on import carry_on_if_small
from workflows.register_imports.forms import ColumnsForm, FileForm
from workflows.register_imports.permissions import user_brings_registers, user_sees_imports, visible_imports
from workflows.register_imports.screen import import_screen
from workflows.rulings.acting import write_decision

PAGE_SIZE = 50
LIST_ADDRESS = reverse_lazy("register_imports:list")


class ImportScreenBase(WagtailAdminTemplateMixin, View):
    """What the screens of the wizard share."""

    page_title: Any = _("Paper registers")
    header_icon = "download"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, register, imports, this one."""
        trail = [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("nomination_desk:register"), "label": _("Register")},
            {"url": LIST_ADDRESS, "label": _("Paper registers")},
        ]
        title = str(self.get_page_title())
        return trail if title == str(_("Paper registers")) else [*trail, {"url": "", "label": title}]

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render a template of the wizard."""
        values = {**self.get_context_data(), **context}
        return TemplateResponse(self.request, f"workflows/register_imports/{template}.html", values, status=status)


class ImportList(ImportScreenBase):
    """All imports, newest first. The same number of queries at any length."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of them."""
        if not user_sees_imports(request.user):
            raise PermissionDenied
        found = RegisterImport.objects.select_related("unit", "uploaded_by", "confirmed_by")
        page = CountedPaginator(found, PAGE_SIZE, count=found.count()).get_page(request.GET.get("p"))
        return self.show("list", page=page, brings=user_brings_registers(request.user))


class AddImport(ImportScreenBase):
    """The form of an upload."""

    page_title = _("Take over a register")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let editors of the province in."""
        if not user_brings_registers(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self.show("add", form=FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the file; what is wrong is said beside its field, and nothing typed is lost."""
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                found = self._bring(form)
            except ImportStoppedError as error:
                form.add_error("file", str(error))
                return self.show("add", form=form, earlier=error.earlier, status=422)
            except UnreadableError as error:
                form.add_error("file", str(error))
            except ValidationError as error:
                for name, texts in error.message_dict.items():
                    form.add_error(name if name in form.fields else "number", texts)
            else:
                return redirect("register_imports:import", pk=found.pk)
        return self.show("add", form=form, status=422)

    @transaction.atomic
    def _bring(self, form: FileForm) -> RegisterImport:
        """Record the decision where it is new, and keep the file; both or neither."""
        values = form.cleaned_data
        decision = values["decision"] or self._decision(form)
        upload = values["file"]
        found: RegisterImport = acting.bring(
            user=self.request.user,
            file=upload.file,
            name=upload.name,
            unit=values["unit"],
            year=values["year"],
            decision=decision,
        )
        return found

    def _decision(self, form: FileForm) -> Decision:
        """The decision that was typed: as it is recorded already, or recorded now."""
        facts = form.facts()
        known = Decision.objects.filter(number=facts.number, issuer=facts.issuer, signed_on=facts.signed_on).first()
        return known or write_decision(user=self.request.user, facts=facts)


class ImportScreen(ImportScreenBase):
    """One import: its columns, its problems, its progress, and what this person may do."""

    @cached_property
    def found(self) -> RegisterImport:
        """The import, for the province's people; 404 for everybody else."""
        found = visible_imports(self.request.user).select_related(
            "unit", "decision", "uploaded_by", "confirmed_by", "undone_by"
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The name of the file."""
        return self.found.name

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it."""
        return self._shown()

    def _shown(self, *, status: int = 200, columns: ColumnsForm | None = None) -> HttpResponse:
        return self.show(
            "import",
            status=status,
            found=self.found,
            **import_screen(self.found, self.request.user, columns, page=self.request.GET.get("p")),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out one act; what it starts is carried on at once where that is quick."""
        act = request.POST.get("act", "")
        if act not in ACTS or not self.found:
            raise Http404
        columns = ColumnsForm(request.POST, found=self.found) if act == "check" else None
        if columns is not None and not columns.is_valid():
            return self._shown(status=422, columns=columns)
        try:
            ACTS[act](self, columns)
            if act == "discard":
                messages.success(request, gettext("Thrown away; nothing of it was ever in the book."))
                return redirect(LIST_ADDRESS)
            _carry_on(pk)
        except (ImportStoppedError, PermissionDenied) as error:
            if columns is not None:
                columns.add_error(None, str(error))
                return self._shown(status=422, columns=columns)
            messages.error(request, str(error))
        except OperationalError:
            messages.warning(request, gettext("The database is busy: this goes on by itself in a moment."))
        return redirect("register_imports:import", pk=pk)


def _carry_on(pk: int) -> None:
    found = RegisterImport.objects.get(pk=pk)
    if found.is_under_way:
        carry_on_if_small(found)


# What each act of the screen calls: the screen, and the valid form of the columns where it has one.
ACTS: dict[str, Callable[[ImportScreen, Any], object]] = {
    "check": lambda screen, form: acting.order_check(
        user=screen.request.user,
        import_id=screen.found.pk,
        mapping=form.mapping(),
        sheets=form.cleaned_data["sheets"],
    ),
    "ask": lambda screen, _form: acting.ask_confirmation(user=screen.request.user, import_id=screen.found.pk),
    "confirm": lambda screen, _form: acting.confirm(user=screen.request.user, import_id=screen.found.pk),
    "send_back": lambda screen, _form: acting.send_back(
        user=screen.request.user, import_id=screen.found.pk, reason=screen.request.POST.get("reason", "")[:2000]
    ),
    "discard": lambda screen, _form: acting.discard(user=screen.request.user, import_id=screen.found.pk),
    "undo": lambda screen, _form: acting.undo(
        user=screen.request.user, import_id=screen.found.pk, reason=screen.request.POST.get("reason", "")[:500]
    ),
}


class ContinueImport(ImportScreen):
    """Carry on for a moment, and show how far it came."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the import: somebody whose session ended comes here by a plain link."""
        return redirect("register_imports:import", pk=self.found.pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry on with what is small; a large one is the clock's."""
        if self.found.is_under_way:
            try:
                _carry_on(pk)
            except OperationalError:
                messages.warning(request, gettext("The database is busy: this goes on by itself in a moment."))
        return redirect("register_imports:import", pk=pk)


@require_safe
def annotated_view(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out the file with its problems beside the rows; 404 for people outside the province."""
    found = get_object_or_404(visible_imports(request.user), pk=pk)
    if not RegisterImportRow.objects.filter(register_import=found).exists():
        raise Http404
    try:
        return annotated_response(found)
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error


@require_safe
def stream_import(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out the uploaded file as a file to keep; 404 for people outside the province."""
    found = get_object_or_404(visible_imports(request.user).exclude(file=""), pk=pk)
    try:
        stored = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stored, as_attachment=True, filename=found.name, content_type="application/octet-stream")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
