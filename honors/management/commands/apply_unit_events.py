"""Apply the events of a file to the units."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from honors.imports import ImportRefusedError
from honors.unit_events.outline import outline
from honors.unit_events.questions import SORTS
from honors.unit_events.running import FileRun, run_file

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from honors.unit_events.planning import DayPlan

# Questions of one sort and unit that are written out; the rest is counted.
MOST_ASKED = 5


class Command(BaseCommand):
    """`manage.py apply_unit_events FILE`: plans everything, then applies day by day; ends with 1 where a day waits."""

    help = gettext_lazy("Apply the events of a CSV file to the units: all of a day at once, or nothing of it.")  # type: ignore[assignment]  # lazy text

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the file, the days, and what a person has to say."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help=_("Show the plan and change nothing."))
        parser.add_argument("--since", type=datetime.date.fromisoformat, help=_("Leave out earlier events."))
        parser.add_argument("--until", type=datetime.date.fromisoformat, help=_("Leave out later events."))
        parser.add_argument(
            "--leave-out", type=int, action="append", default=[], metavar="LINE", help=_("Leave out this line.")
        )
        parser.add_argument(
            "--answers", type=Path, help=_("A CSV file (unit, what, which, goes_to) for units that are divided.")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rehearse, show, apply."""
        try:
            run = run_file(
                path=options["file"],
                commit=not options["dry_run"],
                since=options["since"],
                until=options["until"],
                left_out=options["leave_out"],
                answers_path=options["answers"],
                show=self._show_plans,
                progress=self._show_progress,
            )
        except ImportRefusedError as error:
            text = _("%(problems)s\nNothing was changed. Events from before the units known here: see --since.")
            raise CommandError(text % {"problems": error}, returncode=1) from error
        self._show_end(run, dry_run=options["dry_run"])

    def _show_progress(self, day: datetime.date, done: int, total: int) -> None:
        words = {"day": f"{day:%d/%m/%Y}", "done": done, "total": total}
        self.stdout.write(_("%(day)s applied (%(done)s of %(total)s days)") % words)

    def _show_plans(self, plans: list[DayPlan]) -> None:
        for plan in plans:
            self._show_plan(plan)

    def _show_plan(self, plan: DayPlan) -> None:
        self.stdout.write(f"{plan.day:%d/%m/%Y}")
        for event in outline(plan):
            after = f" → {', '.join(event.after)}" if event.after else ""
            notes = f" [{'; '.join(event.notes)}]" if event.notes else ""
            self.stdout.write(f"  {event.line}: {event.what}: {', '.join(event.before)}{after}{notes}")
        for words in plan.outside:
            self.stdout.write(_("  “%(unit)s” stands outside this tree.") % {"unit": words})

    def _show_end(self, run: FileRun, *, dry_run: bool) -> None:
        if run.known:
            self.stdout.write(
                ngettext("%(count)s event was applied before.", "%(count)s events were applied before.", run.known)
                % {"count": run.known}
            )
        if dry_run:
            self.stdout.write(_("Nothing was changed: this was a dry run."))
            return
        self.stdout.write(
            ngettext("%(count)s event applied.", "%(count)s events applied.", run.events) % {"count": run.events}
        )
        for text in run.to_decide:
            self.stdout.write(_("To decide: %(what)s") % {"what": text})
        if run.held:
            self._show_questions(run)
            text = _("%(why)s It is kept with %(count)s events under Units › Events, to be answered there.")
            raise CommandError(text % {"why": run.held, "count": run.kept}, returncode=1)

    def _show_questions(self, run: FileRun) -> None:
        asked: dict[tuple[str, str], list[str]] = {}
        for question in run.held.missing if run.held else []:
            heading = (question.split.node.code, question.subject.sort)
            asked.setdefault(heading, []).append(question.subject.key)
        for (code, sort), keys in asked.items():
            more = " …" if len(keys) > MOST_ASKED else ""
            self.stdout.write(f"  {code}, {SORTS[sort]}: {', '.join(keys[:MOST_ASKED])}{more}")
