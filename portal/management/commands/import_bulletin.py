"""Take over a bulletin that was saved from the old portal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.bulletins.importer import ParsedBulletin, UnreadableBulletinError, decode, parse
from portal.bulletins.old_addresses import OldAddressError
from portal.bulletins.services import BulletinExistsError, bulletin_import


class Command(BaseCommand):
    """Read a saved bulletin, make a draft of it, and say what was recognised."""

    help = "Import one bulletin saved as text from the old portal, as a draft under /ban-tin/."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and whose draft it shall be."""
        parser.add_argument("file", type=Path, help="the saved text, UTF-8")
        parser.add_argument(
            "--old-address", default="", help="where it stood in the old portal; leads here from then on"
        )
        parser.add_argument("--owner", help="username of the bulletin editor who goes on with the draft")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse first, write afterwards in one transaction: a refused file leaves nothing behind."""
        path: Path = options["file"]
        owner = self._owner(options["owner"])
        parsed = self._parsed(path)
        try:
            page = bulletin_import(parsed=parsed, owner=owner, old_address=options["old_address"])
        except OldAddressError as error:
            raise CommandError(str(error)) from error
        except BulletinExistsError as error:
            raise CommandError(
                _("%(file)s: this bulletin is there already: “%(title)s” (page %(id)s).")
                % {"file": path, "title": error.page.title, "id": error.page.pk}
            ) from error
        self._report(parsed)
        self.stdout.write(self.style.SUCCESS(_("Draft %(id)s is ready for an editor.") % {"id": page.pk}))

    def _owner(self, username: str | None) -> Any:
        if not username:
            return None
        owner = get_user_model().objects.filter(username=username, is_active=True).first()
        if owner is None:
            raise CommandError(_("There is no active user “%(name)s”.") % {"name": username})
        return owner

    def _parsed(self, path: Path) -> ParsedBulletin:
        try:
            return parse(decode(path.read_bytes()))
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": error.strerror}
            ) from error
        except UnreadableBulletinError as error:
            raise CommandError(
                _("%(file)s, line %(line)s: %(reason)s") % {"file": path, "line": error.line, "reason": error.reason}
            ) from error

    def _report(self, parsed: ParsedBulletin) -> None:
        """Print every field as it was understood, so that a wrong guess is seen at once."""
        rows = [
            (_("Date"), f"{parsed.published_on:%d/%m/%Y}"),
            (_("Title"), parsed.title),
            (_("Lead"), parsed.lead),
            (_("Paragraphs"), str(len(parsed.paragraphs))),
            (_("Captions"), str(len(parsed.captions))),
            *((_("Caption after paragraph %(number)s") % {"number": n}, text) for n, text in _placed_captions(parsed)),
            (_("Byline"), parsed.byline),
        ]
        for label, value in rows:
            self.stdout.write(f"{label}: {value}")


def _placed_captions(parsed: ParsedBulletin) -> list[tuple[int, str]]:
    """Each caption with the number of the paragraph before it."""
    placed = []
    paragraphs = 0
    for part in parsed.parts:
        if part.is_caption:
            placed.append((paragraphs, part.text))
        else:
            paragraphs += 1
    return placed
