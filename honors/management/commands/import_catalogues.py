"""Take over merit categories and forms of commendation from CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honors.imports import ImportRefusedError, import_commendation_forms, import_merit_categories

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`manage.py import_catalogues [--categories FILE] [--forms FILE]`."""

    help = gettext_lazy("Take over merit categories and forms of commendation from CSV files.")  # type: ignore[assignment]  # lazy text

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for one file or both."""
        parser.add_argument("--categories", type=Path, metavar="FILE")
        parser.add_argument("--forms", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import both files or none, and say what happened or everything that is wrong."""
        imports = {"categories": import_merit_categories, "forms": import_commendation_forms}
        given = {name: options[name] for name in imports if options[name]}
        if not given:
            raise CommandError(_("Name at least one file: --categories FILE or --forms FILE."))
        try:
            with transaction.atomic():
                reports = {path: imports[name](path=path) for name, path in given.items()}
        except ImportRefusedError as error:
            raise CommandError(_("%(problems)s\nNothing was imported.") % {"problems": error}) from error
        for path, report in reports.items():
            self.stdout.write(f"{path.name}: {report}")
