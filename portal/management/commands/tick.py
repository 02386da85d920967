"""The portal's clock: run every minute by a timer, or with `--every` by itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.timetable import FAILED, run_jobs

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`manage.py tick [--every SECONDS]`."""

    help = gettext_lazy("Do what is due: publish scheduled pages, end access with ended assignments.")  # type: ignore[assignment]  # lazy text

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the pause between two runs."""
        parser.add_argument("--every", type=int, metavar="SECONDS", help=_("stay and repeat after so many seconds"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once, or until Ctrl-C; a failed job ends a single run with an error, a repeated one goes on."""
        if options["every"] is None:
            self._run_once()
            return
        try:
            while True:
                close_old_connections()
                self._report(run_jobs())
                close_old_connections()
                time.sleep(options["every"])
        except KeyboardInterrupt:
            return

    def _run_once(self) -> None:
        failed = run_jobs()
        if failed:
            raise CommandError(FAILED % {"names": ", ".join(failed)})

    def _report(self, failed: list[str]) -> None:
        if failed:
            self.stderr.write(FAILED % {"names": ", ".join(failed)})
