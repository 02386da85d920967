"""Sweeping private files whose row was never written, or was taken back with its transaction.

An upload writes the file before its row is committed: a process killed in
between leaves a file nobody can reach.
"""

from __future__ import annotations

import datetime
import logging
import random
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.utils import timezone

from honors.models import Decision, PaperOrder, RegisterImport
from honors.storage import private_storage
from workflows.models import DataSubjectRequest, Evidence, Guideline, NominationBatch, NomineeList

logger = logging.getLogger(__name__)

# No form is open so long: an older file without a row will never get one.
OLD = datetime.timedelta(days=1)
# Dossiers' folders and loose files a run looks at, drawn by lot: with a run a minute each has its turn soon.
MOST_FOLDERS = 50
MOST_FILES = 500


def sweep_orphans(now: datetime.datetime | None = None) -> int:
    """Delete old files without a row, in a part of the storage; return how many. At most eight queries."""
    storage = private_storage()
    before = (now or timezone.now()) - OLD
    swept = 0
    for known, files in (
        (partial(_known, Evidence, "file"), _in_folders(storage, "evidence")),
        (partial(_known, NominationBatch, "letter"), _files(storage, "letters")),
        (partial(_known, NomineeList, "file"), _files(storage, "lists")),
        (partial(_known, Guideline, "file"), _files(storage, "guidelines")),
        (partial(_known, DataSubjectRequest, "file"), _files(storage, "requests")),
        (partial(_known, Decision, "file"), _in_folders(storage, "decisions")),
        (partial(_known, PaperOrder, "file"), _in_folders(storage, "papers")),
        (partial(_known, RegisterImport, "file"), _files(storage, "register-imports")),
    ):
        for name in _orphans(storage, files, known, before):
            storage.delete(name)
            swept += 1
    if swept:
        logger.info("%s private files without a row were deleted", swept)
    return swept


def _known(model: Any, column: str, names: Iterable[str]) -> set[str]:
    return set(model._default_manager.filter(**{f"{column}__in": names}).values_list(column, flat=True))


def _orphans(
    storage: Any, files: Iterable[str], known: Callable[[Iterable[str]], set[str]], before: datetime.datetime
) -> Iterator[str]:
    """Yield old files that no row names."""
    names = list(files)
    if not names:
        return
    for name in set(names) - known(names):
        try:
            is_old = storage.get_modified_time(name) < before
        except FileNotFoundError:
            # Another run was faster.
            continue
        if is_old:
            yield name


def _in_folders(storage: Any, top: str) -> Iterator[str]:
    for folder in _some(_listed(storage, top)[0], MOST_FOLDERS):
        yield from (f"{top}/{folder}/{name}" for name in _listed(storage, f"{top}/{folder}")[1])


def _files(storage: Any, top: str) -> Iterator[str]:
    return (f"{top}/{name}" for name in _some(_listed(storage, top)[1], MOST_FILES))


def _listed(storage: Any, path: str) -> tuple[list[str], list[str]]:
    try:
        folders, files = storage.listdir(path)
    except FileNotFoundError:
        return [], []
    return folders, files


def _some(names: list[str], most: int) -> list[str]:
    return random.sample(names, min(len(names), most))
