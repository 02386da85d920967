"""A paper register is taken over from the command line: tried by default, entered with `--commit`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honors.models import Decision, ImportState, RegisterImport, Unit
from honors.register_import.annotated import problem_words
from honors.register_import.errors import ImportStoppedError
from honors.spreadsheets import UnreadableError
from workflows.register_imports import acting
from workflows.register_imports.carrying_on import carry_on

if TYPE_CHECKING:
    from argparse import ArgumentParser

MOST_PRINTED = 200


class Command(BaseCommand):
    """`manage.py import_register FILE [--commit]`."""

    help = gettext_lazy("Take over a paper register from an Excel or CSV file; a trial unless --commit is given.")  # type: ignore[assignment]  # lazy text

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file, what holds for all its rows, and the two people."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help=_("enter the rows; without it nothing is kept"))
        parser.add_argument("--unit", help=_("code of the unit, where the rows do not name theirs"))
        parser.add_argument("--year", type=int, help=_("year of the register, where the days do not tell it"))
        parser.add_argument(
            "--decision", required=True, help=_("number of the recorded decision to take the register over")
        )
        parser.add_argument("--as", dest="bringer", required=True, help=_("user name of the editor who brings it"))
        parser.add_argument("--confirmed-by", help=_("user name of the second person; needed with --commit"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the file and print what is wrong; enter it where that was asked for and nothing is."""
        bringer = _one(get_user_model(), username=options["bringer"])
        second = None
        if options["commit"]:
            if not options["confirmed_by"]:
                raise CommandError(_("--commit needs --confirmed-by: a second person confirms."))
            second = _one(get_user_model(), username=options["confirmed_by"])
        unit = _one(Unit, code=options["unit"]) if options["unit"] else None
        decision = _one(Decision, number=options["decision"], revoked_at=None)
        try:
            found = self._bring(options["file"], bringer, unit=unit, year=options["year"], decision=decision)
            if found is not None:
                self._go_on(found, bringer, second)
        except (ImportStoppedError, UnreadableError, PermissionDenied) as error:
            raise CommandError(str(error)) from error

    def _bring(self, path: Path, user: Any, **facts: Any) -> RegisterImport | None:
        try:
            with path.open("rb") as file:
                kept: RegisterImport = acting.bring(user=user, file=file, name=path.name, **facts)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error
        except ImportStoppedError as stopped:
            if stopped.earlier is None:
                raise
            self.stdout.write(str(stopped))
            return None
        return kept

    def _go_on(self, found: RegisterImport, bringer: Any, second: Any) -> None:
        """Check, print, and enter or throw away: a trial leaves nothing behind."""
        try:
            acting.order_check(user=bringer, import_id=found.pk)
            found = self._carry_on(found)
            self._print(found)
            if second is not None and found.is_ready:
                acting.ask_confirmation(user=bringer, import_id=found.pk)
                acting.confirm(user=second, import_id=found.pk)
                found = self._carry_on(found)
        finally:
            found.refresh_from_db()
            if found.is_open:
                acting.discard(user=bringer, import_id=found.pk)
        if found.state == ImportState.DONE:
            words = {"entered": found.new_count, "known": found.known_count}
            self.stdout.write(_("%(entered)s rows entered, %(known)s were there already.") % words)
        elif second is not None and found.new_count + found.wrong_count:
            raise CommandError(found.message or _("Nothing was entered: mend the file first."))
        elif found.wrong_count or found.message:
            raise CommandError(found.message or _("This file cannot be entered as it is."))

    def _carry_on(self, found: RegisterImport) -> RegisterImport:
        def tell(done: int, total: int) -> None:
            if sys.stderr.isatty():
                self.stderr.write(f"\r{done}" + (f"/{total}" if total else ""), ending="")

        return carry_on(import_id=found.pk, tell=tell) or found

    def _print(self, found: RegisterImport) -> None:
        rows = found.rows.filter(is_noted=True).order_by("position")
        for row in rows[:MOST_PRINTED]:
            place = f"{row.sheet}:{row.line}" if row.sheet else str(row.line)
            for problem in row.problems:
                self.stdout.write(f"{place}, “{problem['value']}”, {problem_words(problem)}")
        if found.noted_count > MOST_PRINTED:
            self.stdout.write(_("… and %(more)s rows more.") % {"more": found.noted_count - MOST_PRINTED})
        words = {"new": found.new_count, "known": found.known_count, "wrong": found.wrong_count}
        self.stdout.write(_("%(new)s rows new, %(known)s there already, %(wrong)s wrong.") % words)


def _one(model: Any, **wanted: Any) -> Any:
    """The one object meant, or an error that names what was not found."""
    found = list(model._default_manager.filter(**wanted)[:2])
    if len(found) != 1:
        value = next(iter(wanted.values()))
        text = _("There is no “%(value)s”: %(what)s.") if not found else _("Several are called “%(value)s”: %(what)s.")
        raise CommandError(text % {"value": value, "what": model._meta.verbose_name})
    return found[0]
