"""May I, for flag-salute ceremonies: answered from assignments alone, as everywhere here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from honors.levels import Level
from honors.models import Ceremony, ProgrammeEnrolment, Unit, path_within
from workflows.models import Assignment, Role
from workflows.permissions import NotYoursError, user_is_province

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from django.db.models import QuerySet

    from honors.models.ceremonies import CeremonyQuerySet


def recordable_units(user: Any, on: datetime.date) -> QuerySet[Unit]:
    """Units whose ceremonies of a day a person records: those they edit, all for province editors; in the programme.

    One query, for the province.
    """
    saluting = ProgrammeEnrolment.objects.on(on).saluting().values("unit")
    units = Unit.objects.open_on(on).filter(pk__in=saluting).order_by("path")
    if not user.is_active:
        return units.none()
    if user_is_province(user, Role.EDITOR):
        return units
    return units.filter(pk__in=edited_units(user))


def companion_units(user: Any, on: datetime.date) -> QuerySet[Unit]:
    """Units a person may list beside their own: all of the districts they stand in; for province editors none more.

    One query.
    """
    own = recordable_units(user, on)
    if user_is_province(user, Role.EDITOR):
        return own
    branches = {"/".join(path.split("/")[:2]) + "/" for path in own.values_list("path", flat=True)}
    return Unit.objects.open_on(on).filter(path_within("path", branches)).order_by("path")


def visible_ceremonies(user: Any) -> CeremonyQuerySet:
    """Ceremonies a person may read: of their units, and of all below for reviewers and province editors. One query."""
    if not user.is_active:
        return Ceremony.objects.none()
    assignments = list(Assignment.objects.current().of(user).select_related("unit"))
    above = [a.unit.path for a in assignments if a.role == Role.REVIEWER or a.unit.level == Level.PROVINCE]
    return Ceremony.objects.of_units({a.unit_id for a in assignments}, and_within=above)


def overseen_units(user: Any) -> QuerySet[Unit]:
    """Units whose ceremonies a person may read, as `visible_ceremonies` does. One query."""
    if not user.is_active:
        return Unit.objects.none()
    assignments = list(Assignment.objects.current().of(user).select_related("unit"))
    above = [a.unit.path for a in assignments if a.role == Role.REVIEWER or a.unit.level == Level.PROVINCE]
    return Unit.objects.filter(Q(pk__in={a.unit_id for a in assignments}) | path_within("path", above))


def editable_ceremonies(user: Any) -> CeremonyQuerySet:
    """Ceremonies a person may correct: those that list a unit they edit; all for province editors. One query."""
    if not user.is_active:
        return Ceremony.objects.none()
    if user_is_province(user, Role.EDITOR):
        return Ceremony.objects.all()
    return Ceremony.objects.of_units(edited_units(user).values_list("pk", flat=True))


def check_user_can_record(
    user: Any, *, units: Collection[Unit], on: datetime.date, listed: Collection[int] = ()
) -> None:
    """Raise NotYoursError unless the person may record a ceremony of these units and this day.

    At least one unit must be theirs, the others of their district; when a
    ceremony is corrected, units `listed` so far may stay.  Call it inside the
    verb's transaction.  Five queries at most.
    """
    ids = {unit.pk for unit in units}
    own = edited_units(user) if listed else recordable_units(user, on)
    if not own.filter(pk__in=ids).exists() and not user_is_province(user, Role.EDITOR):
        raise NotYoursError(_("None of these units is yours to record for on that day."))
    allowed = set(companion_units(user, on).filter(pk__in=ids).values_list("pk", flat=True))
    if ids - allowed - set(listed):
        raise NotYoursError(_("A joint ceremony lists units of your own district only."))


def edited_units(user: Any) -> QuerySet[Unit]:
    """Units a person is an editor of today. No query yet."""
    return Unit.objects.filter(pk__in=Assignment.objects.current().of(user, Role.EDITOR).values("unit"))
