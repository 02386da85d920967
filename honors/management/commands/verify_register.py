"""Whether the book is as it was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from honors.chain.checking import Fault, first_fault
from honors.chain.public import register_name
from honors.models import Register
from honors.vietnamese import format_count

# Every so many events a line.
TELL_EVERY = 5000


class Command(BaseCommand):
    """`manage.py verify_register [X029-2020 …]`: the first fault of each register; ends with 1 where there is any."""

    help = gettext_lazy("Verify the chain of every register, and each entry against its events.")  # type: ignore[assignment]  # lazy text

    def add_arguments(self, parser: CommandParser) -> None:
        """Registers by name; all where none is named."""
        parser.add_argument("registers", nargs="*", metavar="X029-2020")

    def handle(self, *args: Any, registers: list[str], **options: Any) -> None:
        """Walk, and tell how far it is."""
        chosen = _chosen(registers)
        total, done, told, faults = sum(register.length for register in chosen), 0, 0, 0
        for register in chosen:
            fault = first_fault(register.pk)
            if fault is not None:
                faults += 1
                self.stdout.write(f"- {_words(register, fault)}")
            done += register.length
            if done - told >= TELL_EVERY or register is chosen[-1]:
                told = done
                said = {"done": format_count(done), "total": format_count(total)}
                self.stdout.write(_("  %(done)s of %(total)s events") % said)
        if faults:
            words = ngettext(
                "%(count)s register is not as it was written.",
                "%(count)s registers are not as they were written.",
                faults,
            )
            raise CommandError(words % {"count": faults})
        self.stdout.write(_("%(count)s registers are as they were written.") % {"count": format_count(len(chosen))})


def _chosen(names: list[str]) -> list[Register]:
    by_name = {
        register_name(one): one for one in Register.objects.select_related("unit").order_by("unit__code", "year")
    }
    if unknown := [name for name in names if name not in by_name]:
        raise CommandError(_("No such register: %(names)s.") % {"names": ", ".join(unknown)})
    return [by_name[name] for name in names] if names else list(by_name.values())


def _words(register: Register, fault: Fault) -> str:
    """Register, event and entry, and what is wrong."""
    where = [register_name(register)]
    if fault.position is not None:
        where.append(_("event %(position)s") % {"position": fault.position})
    if fault.number is not None:
        where.append(_("entry %(number)s") % {"number": fault.number})
    return f"{', '.join(where)}: {fault.words}"
