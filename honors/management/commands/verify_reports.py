"""Whether every published report can be counted again from the ledger, figure by figure."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from honors.models import PublishedReport
from honors.periodic.publishing import verify_report


class Command(BaseCommand):
    """`manage.py verify_reports`: one line for each figure that is not what was published; ends with 1 where any is."""

    help = gettext_lazy("Count every published report again from the ledger and name what is not equal.")  # type: ignore[assignment]  # lazy text

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what differs."""
        unequal = 0
        reports = PublishedReport.objects.order_by("pk")
        for report in reports.iterator(chunk_size=20):
            verdict = verify_report(report)
            unequal += not verdict.is_equal
            name = f"{report} ({report.at:%d/%m/%Y})"
            if not verdict.is_intact:
                self.stdout.write(_("%(report)s: the kept text is not the one its fingerprint was taken of.")
                                  % {"report": name})  # fmt: skip
            for one in verdict.differences:
                self.stdout.write(f"{name}: {one.place}: {one.published} → {one.counted}")
        if unequal:
            raise CommandError(
                ngettext("%(count)s report is not equal.", "%(count)s reports are not equal.", unequal)
                % {"count": unequal}
            )
        self.stdout.write(_("Every published report is equal to the ledger."))
