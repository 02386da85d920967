"""What the public may read about a ceremony: the allow-list, as types, and the rows that become them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from wagtail.images import get_image_model

from honors.models import CeremonyPhoto, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from honors.models import Ceremony


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture with what is said about it and who took it."""

    image: Any
    caption: str
    credit: str


@dataclass(frozen=True, slots=True)
class PublicCeremony:
    """A ceremony: who recorded it and who came is nobody's business, how many came is."""

    pk: int
    held_on: datetime.date
    units: Sequence[str]
    place: str = ""
    attended: int | None = None
    expected: int | None = None
    topics: str = ""
    photos: Sequence[Photo] = ()

    @property
    def is_joint(self) -> bool:
        """Whether several units held it together."""
        return len(self.units) > 1


def public_ceremonies(rows: QuerySet[Ceremony]) -> list[PublicCeremony]:
    """Return a slice of ceremonies as the public reads them. Four queries, two without pictures.

    Of a unit whose members are never shown (`counts_only`) the day alone is
    told: place, attendance, topics and pictures stay inside.
    """
    units = Unit.objects.order_by("path").only("pk", "name", "path", "counts_only")
    renditions = get_image_model().get_rendition_model().objects.all()
    photos = (
        CeremonyPhoto.objects.order_by("pk")
        .select_related("image")
        .prefetch_related(Prefetch("image__renditions", renditions, to_attr="prefetched_renditions"))
    )
    found = rows.defer("recorded_by", "recorded_at").prefetch_related(
        Prefetch("units", units), Prefetch("photos", photos)
    )
    return [_public(ceremony) for ceremony in found]


def _public(ceremony: Ceremony) -> PublicCeremony:
    units = list(ceremony.units.all())
    names = [unit.name for unit in units]
    if any(unit.counts_only for unit in units):
        return PublicCeremony(pk=ceremony.pk, held_on=ceremony.held_on, units=names)
    return PublicCeremony(
        pk=ceremony.pk,
        held_on=ceremony.held_on,
        units=names,
        place=ceremony.place,
        attended=ceremony.attended,
        expected=ceremony.expected,
        topics=ceremony.topics,
        photos=[Photo(photo.image, photo.caption, photo.image.credit) for photo in ceremony.photos.all()],
    )
