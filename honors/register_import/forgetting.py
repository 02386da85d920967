"""What an import kept of a person whose words are erased from the book: the cells of the row, and the file itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from honors.models import ImportState, RegisterImport, RegisterImportRow

if TYPE_CHECKING:
    from honors.models import RegisterEntry


def forget_source(entry: RegisterEntry) -> None:
    """Blank the rows an entry came from, in every file that had it, and delete the files that are done with.

    A file cannot be erased in part; its other rows stay in the database, its
    name and fingerprint too.  What told the row from others goes as well, for
    the name could be found from it by trying; a number on paper still keeps
    the same row from being entered again.
    """
    row = entry.imported
    if row is None:
        return
    rows = RegisterImportRow.objects.filter(pk=row.pk)
    if row.identity:
        rows |= RegisterImportRow.objects.filter(identity=row.identity)
    files = RegisterImport.objects.filter(rows__in=rows, state__in=[ImportState.DONE, ImportState.UNDONE])
    for found in files.exclude(file="").distinct():
        transaction.on_commit(partial(found.file.storage.delete, str(found.file.name)))
        RegisterImport.objects.filter(pk=found.pk).update(file="")
    rows.update(values={}, problems=[], identity="")
