"""Private files of a dossier: add, read, remove."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from workflows.dossiers import add_evidence, remove_evidence
from workflows.errors import DecisionError, IncompleteError
from workflows.forms import EvidenceForm
from workflows.gaps import Gap
from workflows.models import Evidence
from workflows.permissions import visible_nominations
from workflows.views.dossier import ActScreen

# Shown in the browser; everything else is downloaded.
_SHOWN_INLINE = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


class AddEvidenceView(ActScreen):
    """Add one file to a dossier."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store the file, or say what is wrong with it."""
        form = EvidenceForm(request.POST, request.FILES, nomination=self.nomination)
        if not form.is_valid():
            return self.show(
                evidence_form=form, gaps=[Gap("evidence", _("Choose a file that is not empty."))], status=422
            )
        try:
            add_evidence(
                nomination_id=self.nomination.pk,
                user=request.user,
                upload=form.cleaned_data["file"],
                document=form.cleaned_data["document"],
            )
        except IncompleteError as error:
            return self.show(evidence_form=form, gaps=error.gaps, status=422)
        except (DecisionError, PermissionDenied) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("File added."))
        return self.back()


@require_safe
def stream_evidence(request: HttpRequest, pk: int) -> FileResponse:
    """Stream a file to somebody who may read its nomination; 404 for everybody else."""
    evidence = get_object_or_404(Evidence.objects.filter(nomination__in=visible_nominations(request.user)), pk=pk)
    try:
        stored = evidence.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    inline = evidence.content_type in _SHOWN_INLINE
    response = FileResponse(
        stored, as_attachment=not inline, filename=evidence.name, content_type=evidence.content_type
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    return response


@require_POST
def remove_evidence_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out of a dossier that may still change."""
    evidence = get_object_or_404(
        Evidence.objects.present().filter(nomination__in=visible_nominations(request.user)), pk=pk
    )
    try:
        nomination = remove_evidence(evidence_id=evidence.pk, user=request.user)
    except PermissionDenied as error:
        messages.error(request, str(error))
        return redirect("nomination_desk:dossier", pk=evidence.nomination_id)
    messages.success(request, _("File removed."))
    return redirect("nomination_desk:dossier", pk=nomination.pk)
