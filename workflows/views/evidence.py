"""Private files of a dossier: add, read, remove."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from workflows.dossiers import add_evidence, remove_evidence
from workflows.errors import DecisionError, IncompleteError
from workflows.forms import EvidenceForm
from workflows.models import Evidence
from workflows.permissions import visible_nominations
from workflows.views.deciding import errors_of
from workflows.views.dossier import ActScreen
from workflows.views.way_back import WayBack

# The file may show itself, in a frame of the dossier or alone, and nothing else: no script, no other address.
_POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


class AddEvidenceView(ActScreen):
    """Add one file to a dossier."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store the file, or say what is wrong with it."""
        form = EvidenceForm(request.POST, request.FILES, nomination=self.nomination)
        if not form.is_valid():
            return self.show(evidence=form, gaps=list(errors_of(form)), status=422)
        try:
            add_evidence(
                nomination_id=self.nomination.pk,
                user=request.user,
                upload=form.cleaned_data["file"],
                document=form.cleaned_data["document"],
            )
        except IncompleteError as error:
            return self.show(evidence=form, gaps=error.gaps, status=422)
        except (DecisionError, PermissionDenied) as error:
            return self.refuse(error)
        messages.success(request, _("File added."))
        return self.back()


@require_safe
@xframe_options_sameorigin
def stream_evidence(request: HttpRequest, pk: int) -> FileResponse:
    """Stream a file to somebody who may read its nomination; 404 for everybody else.

    PDF and pictures are shown, in the dossier's own frame too; `?download` and
    every other type is a file to keep.
    """
    evidence = get_object_or_404(Evidence.objects.filter(nomination__in=visible_nominations(request.user)), pk=pk)
    try:
        stored = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        stored,
        as_attachment="download" in request.GET or not evidence.is_shown_inline,
        filename=evidence.name,
        content_type=evidence.content_type,
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    return response


@require_POST
def remove_evidence_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out of a dossier that may still change, or one's own of the open step."""
    evidence = get_object_or_404(
        Evidence.objects.present().filter(nomination__in=visible_nominations(request.user)), pk=pk
    )
    try:
        remove_evidence(evidence_id=evidence.pk, user=request.user)
    except PermissionDenied as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("File removed."))
    return redirect(WayBack(request).dossier(evidence.nomination_id))
