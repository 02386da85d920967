"""What a version of the guideline would ask: of an invented nominee, or of a nomination one may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from honors.levels import Level
from honors.vietnamese import fold
from workflows.completeness import gaps_of
from workflows.gaps import Gap
from workflows.guidelines.plain_words import Nominee, PlainGuideline, in_plain_words
from workflows.models import Assignment, Evidence, Guideline
from workflows.route import Stop, route_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honors.models import Unit
    from workflows.models import Nomination


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What would be asked, the way it would go, and for a nomination what it would still lack."""

    plain: PlainGuideline
    route: list[Stop]
    gaps: list[Gap]

    @property
    def days(self) -> int:
        """Working days of the whole way, where nobody asks another agency."""
        return sum(stop.working_days for stop in self.route if not stop.is_skipped)


def asked_of_profile(version: Guideline, *, kind: str, category_id: int | None, unit: Unit) -> Asked:
    """Answer for an invented nominee of a unit. Seven queries."""
    plain = in_plain_words(version, Nominee(kind, category_id))
    return Asked(plain=plain, route=route_of(unit, version.pk), gaps=[])


def asked_of_nomination(version: Guideline, nomination: Nomination) -> Asked:
    """Answer for a nomination as it stands; it stays with its own version. About fifteen queries."""
    plain = in_plain_words(version, Nominee(nomination.kind, nomination.category_id))
    route = route_of(nomination.unit, version.pk)
    own_version, nomination.guideline = nomination.guideline, version
    try:
        gaps = gaps_of(nomination, route=route)
        if own_version.pk != version.pk:
            gaps = [gap for gap in gaps if gap.field != "evidence"] + list(_documents_by_name(version, nomination))
    finally:
        nomination.guideline = own_version
    return Asked(plain=plain, route=route, gaps=gaps)


def _documents_by_name(version: Guideline, nomination: Nomination) -> Iterator[Gap]:
    """Documents the nomination lacks under another version: what it brought counts where it is called the same."""
    asked = version.documents_for(kind=nomination.kind, category_id=nomination.category_id)
    brought = Evidence.objects.present().filter(nomination=nomination).values_list("document__name", flat=True)
    names = {fold(name) for name in brought if name}
    for document in asked.filter(required=True):
        if fold(document.name) not in names:
            yield Gap("evidence", _("Add the document “%(name)s”.") % {"name": document.name})


def user_may_read_version(user: Any, version: Guideline) -> bool:
    """Whether somebody who reads nominations may read a version: a draft is read at the province. One query at most."""
    if not version.is_editable:
        return True
    return Assignment.objects.current().of(user).filter(unit__level=Level.PROVINCE).exists()
