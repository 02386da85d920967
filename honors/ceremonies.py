"""Flag-salute ceremonies are recorded and amended here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from honors.cadence import Cadence
from honors.models import SALUTE_PROGRAMME, Ceremony, CeremonyEvent, CeremonyPhoto, Programme, ProgrammeEnrolment, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.core.files import File

RECORDED = "ghidanh.ceremony_recorded"
AMENDED = "ghidanh.ceremony_amended"


@dataclass(frozen=True, kw_only=True)
class CeremonyFacts:
    """What is told about a ceremony."""

    held_on: datetime.date
    units: Sequence[Unit]
    place: str = ""
    attended: int | None = None
    expected: int | None = None
    topics: str = ""


@dataclass(frozen=True, kw_only=True)
class PhotoGiven:
    """A picture handed in with a ceremony; the image model removes what a phone wrote into it."""

    file: File[Any]
    caption: str = ""
    credit: str = ""


@transaction.atomic
def record_ceremony(*, facts: CeremonyFacts, actor: Any, photo: PhotoGiven | None = None) -> Ceremony:
    """Record a ceremony, with its photo.

    A day off the programme's cadence is recorded like any other; `day_meant`
    tells whether to say so.  Raises ValidationError by field: a day to come,
    no unit in the programme on that day, a unit that has a ceremony of that
    day already (a form sent twice), more present than expected, a file that
    is no picture.
    """
    now = timezone.now()
    ceremony = Ceremony(recorded_by=actor, recorded_at=now)
    _write(ceremony, facts)
    _remember(ceremony, actor, now)
    _add_photo(ceremony, photo, actor)
    log(instance=ceremony, action=RECORDED, user=actor)
    return ceremony


@transaction.atomic
def amend_ceremony(
    *,
    ceremony_id: int,
    facts: CeremonyFacts,
    actor: Any,
    photo: PhotoGiven | None = None,
    dropped_photos: Collection[int] = (),
) -> Ceremony:
    """Correct a recorded ceremony: its facts, one more photo, photos taken out.

    Two corrections at once wait for each other, the later one stands; both
    are in Wagtail's log, and figures recorded on days before keep what was
    known then.  A picture nothing else shows leaves the library
    with its photo.  Raises ValidationError as `record_ceremony` does.
    """
    ceremony = Ceremony.objects.select_for_update().get(pk=ceremony_id)
    if not ceremony.events.exists():
        # On record by its columns so far; one taken over from paper since the day it was held.
        held = timezone.make_aware(datetime.datetime.combine(ceremony.held_on, datetime.time.min))
        _remember(ceremony, ceremony.recorded_by, ceremony.recorded_at or held)
    _write(ceremony, facts)
    _remember(ceremony, actor, timezone.now())
    _drop_photos(ceremony, dropped_photos)
    _add_photo(ceremony, photo, actor)
    log(instance=ceremony, action=AMENDED, user=actor)
    return ceremony


def salute_cadence() -> Cadence:
    """When flag-salute ceremonies fall due. One query."""
    value = Programme.objects.filter(code=SALUTE_PROGRAMME).values_list("cadence", flat=True).first()
    return Cadence(value or Cadence.ANY_DAY)


def day_meant(held_on: datetime.date) -> datetime.date | None:
    """The day the programme means in this month, where the ceremony was on another; None where all is well."""
    due = salute_cadence().due_in_month_of(held_on)
    return None if due == held_on else due


def _write(ceremony: Ceremony, facts: CeremonyFacts) -> None:
    """Check and save; the units' rows are locked, so that one morning is not recorded twice."""
    ids = [unit.pk for unit in facts.units]
    list(Unit.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    _check_day_and_units(ceremony, facts, ids)
    ceremony.held_on = facts.held_on
    ceremony.place, ceremony.topics = facts.place, facts.topics
    ceremony.attended, ceremony.expected = facts.attended, facts.expected
    try:
        ceremony.full_clean(exclude=["units"])
    except ValidationError as error:
        raise _named(error) from error
    ceremony.save()
    ceremony.units.set(ids)


def _remember(ceremony: Ceremony, actor: Any, at: datetime.datetime) -> None:
    """Write what is on record about a ceremony from a moment on. Two queries."""
    CeremonyEvent.objects.create(
        ceremony=ceremony,
        actor=actor,
        at=at,
        held_on=ceremony.held_on,
        units=sorted(ceremony.units.order_by().values_list("pk", flat=True)),
        attended=ceremony.attended,
        expected=ceremony.expected,
    )


def _check_day_and_units(ceremony: Ceremony, facts: CeremonyFacts, ids: list[int]) -> None:
    if facts.held_on > timezone.localdate():
        raise ValidationError({"held_on": _("This day has not come yet: a ceremony is recorded when it was held.")})
    if not ids:
        raise ValidationError({"units": _("Name at least one unit.")})
    if not ProgrammeEnrolment.objects.on(facts.held_on).saluting().filter(unit__in=ids).exists():
        raise ValidationError({"units": _("None of these units held the flag salute on that day.")})
    taken = Unit.objects.filter(pk__in=ids, ceremonies__held_on=facts.held_on)
    if ceremony.pk:
        others = Ceremony.objects.exclude(pk=ceremony.pk).filter(held_on=facts.held_on)
        taken = Unit.objects.filter(pk__in=ids, ceremonies__in=others)
    if names := sorted({unit.label for unit in taken}):
        raise ValidationError(
            {
                "held_on": _("A ceremony of %(day)s is recorded already: %(units)s.")
                % {"day": date_format(facts.held_on, "d/m/Y"), "units": ", ".join(names)}
            }
        )


def _named(error: ValidationError) -> ValidationError:
    """The same errors; what a constraint over two numbers says is put beside the first of them."""
    errors = dict(error.message_dict)
    if general := errors.pop("__all__", None):
        errors["attended"] = [*errors.get("attended", []), *general]
    return ValidationError(errors)


def _add_photo(ceremony: Ceremony, photo: PhotoGiven | None, actor: Any) -> None:
    """Store the picture in the library, last of all: a refusal before it leaves no file behind."""
    if photo is None:
        return
    title = _("Flag salute %(day)s") % {"day": date_format(ceremony.held_on, "d/m/Y")}
    image = get_image_model()(title=title, file=photo.file, credit=photo.credit, uploaded_by_user=actor)
    try:
        image.save()
    except ValidationError as error:
        raise ValidationError({"photo": error.messages}) from error
    CeremonyPhoto.objects.create(ceremony=ceremony, image=image, caption=photo.caption)


def _drop_photos(ceremony: Ceremony, photo_ids: Collection[int]) -> None:
    for photo in ceremony.photos.filter(pk__in=photo_ids).select_related("image"):
        image = photo.image
        photo.delete()
        # Its files and renditions go with the row, once that is certain.
        if not ReferenceIndex.get_references_to(image).exists():
            image.delete()
