"""Make the search index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honors.models import SearchKind
from honors.search.rebuilding import RebuildStep, rebuild
from honors.vietnamese import format_count

# Every so many documents a line, and one at the end of each kind.
TELL_EVERY = 5000


class Command(BaseCommand):
    """`manage.py rebuild_search`: while the portal runs, as often as one likes."""

    help = gettext_lazy("Make the search index anew; searches go on meanwhile.")  # type: ignore[assignment]  # lazy text

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and tell how far it is."""
        written = rebuild(progress=self.tell)
        self.stdout.write(_("%(count)s documents can be found.") % {"count": format_count(written)})

    def tell(self, step: RebuildStep) -> None:
        """One line now and then."""
        if step.done == step.total or step.done % TELL_EVERY == 0:
            self.stdout.write(
                _("  %(kind)s: %(done)s of %(total)s")
                % {
                    "kind": SearchKind(step.kind).label,
                    "done": format_count(step.done),
                    "total": format_count(step.total),
                }
            )
