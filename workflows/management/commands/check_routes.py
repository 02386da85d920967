"""Whether every enrolled unit's nominations could pass, for a timer or before a round opens."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from workflows.route_check import findings


class Command(BaseCommand):
    """`manage.py check_routes`: one line for each thing that is wrong; ends with 1 where there is any."""

    help = gettext_lazy("Name every step without enough reviewers and every case nobody can decide.")  # type: ignore[assignment]  # lazy text

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the findings."""
        found = findings()
        for finding in found:
            self.stdout.write(f"- {finding.text}")
        if found:
            raise CommandError(
                ngettext("%(count)s thing is in the way.", "%(count)s things are in the way.", len(found))
                % {"count": len(found)}
            )
        self.stdout.write(_("Every enrolled unit's nominations can pass."))
