"""The real start, without demo data."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honors.imports import ImportRefusedError
from portal.starter import AlreadyStartedError, refuse_second_start, start_province

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`manage.py start_province FILE`, with questions for what the options leave open."""

    help = gettext_lazy("Start a province: units from FILE, catalogues, a first guideline, an administrator.")  # type: ignore[assignment]  # lazy text

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file; names and password may come from a script."""
        parser.add_argument("file", type=Path, help=_("CSV file of the units, as for import_units"))
        parser.add_argument("--username", help=_("user name of the administrator"))
        parser.add_argument("--full-name", help=_("full name of the administrator"))
        parser.add_argument(
            "--password-stdin", action="store_true", help=_("read the password from the first line of standard input")
        )
        parser.add_argument("--guideline-number", help=_("number of the first guideline"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Start, and say what to do next; or say what is wrong and leave the database empty."""
        try:
            refuse_second_start()
            administrator, report = start_province(
                units=options["file"],
                username=options["username"] or self._answer(_("User name of the administrator"), "--username"),
                full_name=options["full_name"] or self._answer(_("Full name"), "--full-name"),
                password=self._password(from_stdin=options["password_stdin"]),
                guideline_number=options["guideline_number"] or _("First guideline"),
            )
        except AlreadyStartedError as error:
            raise CommandError(str(error)) from error
        except ImportRefusedError as error:
            raise CommandError(_("%(problems)s\nNothing was imported.") % {"problems": error}) from error
        except ValidationError as error:
            raise CommandError(_("%(problems)s\nNothing was made.") % {"problems": _lines(error)}) from error
        self.stdout.write(_("Units: %(report)s") % {"report": report})
        self.stdout.write(
            _("%(username)s may sign in now: make people, assign them, and put your own texts into the guideline.")
            % {"username": administrator.get_username()}
        )

    def _answer(self, question: str, option: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(_("Nobody can answer here: give %(option)s.") % {"option": option})
        return input(f"{question}: ").strip()

    def _password(self, *, from_stdin: bool) -> str:
        if from_stdin:
            return sys.stdin.readline().rstrip("\n")
        if not sys.stdin.isatty():
            raise CommandError(_("Nobody can answer here: give %(option)s.") % {"option": "--password-stdin"})
        password = getpass.getpass(_("Password") + ": ")
        if password != getpass.getpass(_("The same password again") + ": "):
            raise CommandError(_("The two passwords differ."))
        return password


def _lines(error: ValidationError) -> str:
    """Every message, with its field where there is one."""
    if not hasattr(error, "error_dict"):
        return "\n".join(error.messages)
    return "\n".join(f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items())
