"""Take over units and their enrolments from a CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honors.imports import ImportRefusedError, import_units

if TYPE_CHECKING:
    from argparse import ArgumentParser

# Below this an import is over before anybody looks.
SHOW_PROGRESS_FROM = 1000


class Command(BaseCommand):
    """`manage.py import_units FILE`."""

    help = gettext_lazy("Take over units and their enrolments from a CSV file.")  # type: ignore[assignment]  # lazy text

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what happened or everything that is wrong."""
        try:
            report = import_units(path=options["file"], progress=self.show_progress)
        except ImportRefusedError as error:
            raise CommandError(_("%(problems)s\nNothing was imported.") % {"problems": error}, returncode=1) from error
        self.stdout.write(str(report))

    def show_progress(self, done: int, total: int) -> None:
        """One line for every level of a big file."""
        if total >= SHOW_PROGRESS_FROM:
            self.stdout.write(_("%(done)s of %(total)s units") % {"done": done, "total": total})
