"""The files of invented nominations."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.utils.text import slugify

from honors.storage import private_storage
from honors.vietnamese import fold
from portal.demo.cases import Case
from portal.demo.facts import dice
from portal.demo.papers import pdf_paper, scanned_paper
from workflows.models import Evidence, Guideline, RequiredDocument

SCANS = 6
PDF, JPEG = ("pdf", "application/pdf"), ("jpg", "image/jpeg")


class EvidenceWriter:
    """Stores a file for every document the guideline requires, minutes as a scan."""

    def __init__(self, guideline: Guideline) -> None:
        self._required = [document for document in guideline.documents.all() if document.required]
        self._storage = private_storage()

    def write(self, cases: list[Case]) -> None:
        """Store the files of cases that have papers, added when the nomination was made."""
        files = [evidence for case in cases if case.has_papers for evidence in self._files(case)]
        added = [evidence.added_at for evidence in files]
        Evidence.objects.bulk_create(files)
        for evidence, at in zip(files, added, strict=True):
            evidence.added_at = at
        Evidence.objects.bulk_update(files, ["added_at"])

    def _files(self, case: Case) -> Iterator[Evidence]:
        nomination = case.nomination
        rng = dice("evidence", nomination.unit.code, case.number)
        for document in self._required:
            is_scan = document.name.startswith("Biên bản")
            ending, content_type = JPEG if is_scan else PDF
            content = scanned_paper(case.number % SCANS) if is_scan else pdf_paper(fold(document.name))
            name = f"evidence/{nomination.pk}/{rng.randbytes(16).hex()}.{ending}"
            evidence = Evidence(
                nomination=nomination,
                document=document,
                name=f"{_file_name(document)}.{ending}",
                content_type=content_type,
                size=len(content),
                added_by=nomination.created_by,
            )
            # the storage's own door: the model's would name the file at random
            evidence.file.name = self._storage.save(name, ContentFile(content))
            evidence.added_at = case.moments[0]
            yield evidence


def _file_name(document: RequiredDocument) -> str:
    return slugify(fold(document.name))
