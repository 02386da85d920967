"""`manage.py seed_demo`: fill an empty database with invented data."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.demo.facts import DEFAULT_ENTRIES, DEFAULT_PENDING
from portal.demo.origin import Size
from portal.demo.seed import SeedRefusedError, seed


class Command(BaseCommand):
    """Fills an empty database with the demo; refuses one it did not make."""

    help = "Fill an empty database with the demo's invented data."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the sizes; other ones are for measuring."""
        parser.add_argument("--entries", type=int, default=DEFAULT_ENTRIES)
        parser.add_argument("--pending", type=int, default=DEFAULT_PENDING)

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed, or say why not."""
        size = Size(entries=options["entries"], pending=options["pending"])
        try:
            was_seeded = seed(size, self.stdout.write)
        except SeedRefusedError as error:
            raise CommandError(str(error)) from error
        if not was_seeded:
            self.stdout.write(_("The demo data is here already: nothing to do."))
