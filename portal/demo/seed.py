"""Fills an empty database with the demo: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honors.generation import announce_change
from honors.imports import import_commendation_forms, import_merit_categories, import_units
from honors.models import ProgrammeEnrolment, Unit
from honors.search.rebuilding import rebuild
from portal.demo.accounts import Staff, make_staff
from portal.demo.book import BookWriter
from portal.demo.bulletins import make_bulletins
from portal.demo.calendar import make_calendar, make_rounds, years_around
from portal.demo.cases import pending_cases, registered_cases
from portal.demo.ceremonies import make_ceremonies
from portal.demo.facts import DATA, PROGRAMME_START, SAMPLE_MARK, YEAR
from portal.demo.guideline import make_guidelines
from portal.demo.liveliness import liven_up
from portal.demo.office import make_office
from portal.demo.origin import Size, is_in_use, seeded_size, sign
from portal.demo.plan import REAL_PERSONS
from portal.demo.profiles import index_profiles
from portal.demo.progress import Progress
from portal.demo.review_rows import ReviewWriter
from portal.demo.showpieces import make_showpieces
from workflows.models import Guideline


class SeedRefusedError(Exception):
    """The demo does not touch this database; the text says why and what to do."""


def seed(size: Size, write: Callable[[str], object]) -> bool:
    """Seed an empty database; return False where the same demo stands already.

    Raises SeedRefusedError for a database somebody else works with, for a demo
    of another size, and for sizes that make no sense.
    """
    if size.entries < REAL_PERSONS or size.pending < 0:
        raise SeedRefusedError(_("At least %(count)s entries and no negative number.") % {"count": REAL_PERSONS})
    present = seeded_size()
    if present is not None and present != size:
        raise SeedRefusedError(
            _("The demo stands here with %(entries)s entries and %(pending)s nominations: start anew for another size.")
            % vars(present)
        )
    if present is not None:
        return False
    if is_in_use():
        raise SeedRefusedError(
            _("This database holds data that the demo did not make. Point DATABASE_URL or VAR_DIR at an empty one.")
        )
    with transaction.atomic():
        _fill(size, Progress(write))
        sign(size)
        # Most of it was written in bulk, which sends no signal.
        announce_change()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return True


def _fill(size: Size, progress: Progress) -> None:
    """Run the phases in the order they need each other."""
    with progress.phase(_("Units and catalogues")) as report:
        report(import_units(path=DATA / "units.csv").created)
        report(import_merit_categories(path=DATA / "merit_categories.csv").created)
        report(import_commendation_forms(path=DATA / "commendation_forms.csv").created)
    keeping = list(
        Unit.objects.filter(
            pk__in=ProgrammeEnrolment.objects.on(PROGRAMME_START).keeping_register().values("unit")
        ).order_by("code")
    )
    with progress.phase(_("People and guideline")) as report:
        staff = make_staff(keeping, report)
        guideline = make_guidelines()
        make_calendar([YEAR, YEAR + 1, *years_around()])
        make_rounds(mark=SAMPLE_MARK)
        make_office()
    _fill_book(size, keeping, staff, guideline, progress)
    with progress.phase(_("Ceremonies")) as report:
        make_ceremonies(report)
    with progress.phase(_("Bulletins")) as report:
        make_bulletins(report)
    with progress.phase(_("Public search")) as report:
        rebuild(progress=lambda step: report(step.batch))


def _fill_book(size: Size, keeping: list[Unit], staff: Staff, guideline: Guideline, progress: Progress) -> None:
    with progress.phase(_("Register entries")) as report:
        BookWriter(actor=staff.named("tinh"), guideline=guideline).write(keeping, size.entries, report)
    with progress.phase(_("Search index")) as report:
        index_profiles(report)
    reviews = ReviewWriter(staff=staff, guideline=guideline)
    with progress.phase(_("Dossiers of entries")) as report:
        reviews.write(registered_cases(staff=staff, guideline=guideline), report)
    with progress.phase(_("Nominations")) as report:
        pending = pending_cases(
            units=keeping, staff=staff, guideline=guideline, count=size.pending, today=timezone.localdate()
        )
        reviews.write(pending, report)
        liven_up(staff)
        make_showpieces(staff)
