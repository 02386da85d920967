"""The real start of a province: its units, catalogues, first guideline and first administrator, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honors.imports import ImportReport, import_commendation_forms, import_merit_categories, import_units
from honors.models import Unit
from honors.permissions import ADMINISTRATORS
from portal.demo.calendar import make_calendar, make_rounds, years_around
from portal.demo.facts import DATA
from portal.demo.guideline import make_guideline

GUIDELINE_TITLE = "Xét chọn, ghi danh “Người tốt - Việc tốt”"


class AlreadyStartedError(Exception):
    """The database holds units or accounts already; the start is made once."""


def refuse_second_start() -> None:
    """Raise AlreadyStartedError for a database with units or accounts."""
    if Unit.objects.exists() or get_user_model().objects.exists():
        raise AlreadyStartedError(
            _("This database has units or accounts already: the start is made once, on an empty one.")
        )


@transaction.atomic
def start_province(
    *, units: Path, username: str, full_name: str, password: str, guideline_number: str
) -> tuple[Any, ImportReport]:
    """Fill an empty database; return the administrator and what the import of units did.

    Programmes come with the units, since a unit's row names those it takes
    part in.  Raises AlreadyStartedError, ImportRefusedError for a wrong file
    and ValidationError for a wrong name or weak password; then nothing is
    written.
    """
    refuse_second_start()
    report = import_units(path=units)
    import_merit_categories(path=DATA / "merit_categories.csv")
    import_commendation_forms(path=DATA / "commendation_forms.csv")
    make_guideline(guideline_number, GUIDELINE_TITLE, timezone.localdate())
    make_calendar(years_around())
    make_rounds()
    return _make_administrator(username=username, full_name=full_name, password=password), report


def _make_administrator(*, username: str, full_name: str, password: str) -> Any:
    """Make the first account; it manages people and units, is no superuser and sees no dossier."""
    administrator = get_user_model()(username=username, full_name=full_name)
    validate_password(password, administrator)
    administrator.set_password(password)
    administrator.full_clean()
    administrator.save()
    administrator.groups.add(Group.objects.get(name=ADMINISTRATORS))
    return administrator
