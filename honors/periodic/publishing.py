"""A periodic report is issued here once, and held against the ledger as often as somebody asks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from honors.cadence import Cadence
from honors.models import CommendationForm, MeritCategory, PublishedReport, Unit
from honors.models.published import canonical_json, fingerprint_of
from honors.periodic.figures import period_figures
from honors.periodic.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

ISSUED = "ghidanh.report_issued"
FORMAT = 1


@dataclass(frozen=True)
class Difference:
    """A figure that is not what was published: where it stands, what it was, what the ledger says now."""

    place: str
    published: object
    counted: object


@dataclass(frozen=True)
class Verdict:
    """What came of holding a report against the ledger."""

    is_intact: bool
    differences: list[Difference]

    @property
    def is_equal(self) -> bool:
        """Whether the kept text is untouched and every figure is the same."""
        return self.is_intact and not self.differences


@transaction.atomic
def issue_report(*, period: Period, at: datetime.date, actor: Any) -> PublishedReport:
    """Count a period as recorded at the end of a day, and keep it with its fingerprint.

    Only days that are over can be counted: until midnight more may be
    recorded.  Raises ValidationError by field; the same period and day twice
    is one of the reasons.
    """
    if period.last >= timezone.localdate():
        raise ValidationError({"period": _("This period is not over yet.")})
    if not period.last <= at < timezone.localdate():
        raise ValidationError({"at": _("Choose a day from the end of the period to yesterday: what is recorded today "
                                       "may still change.")})  # fmt: skip
    figures = period_figures(period, at)
    content = canonical_json(
        {
            "format": FORMAT,
            "period": {"kind": period.kind.value, "first": period.first.isoformat(), "last": period.last.isoformat()},
            "as_recorded_at": at.isoformat(),
            "figures": figures,
            "names": _names(figures),
        }
    )
    report = PublishedReport(
        kind=period.kind, first=period.first, last=period.last, at=at, content=content,
        fingerprint=fingerprint_of(content), issued_by=actor, issued_at=timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        raise ValidationError({"period": _("This report is published already, as recorded on that day.")}) from error
    log(instance=report, action=ISSUED, user=actor)
    return report


def verify_report(report: PublishedReport) -> Verdict:
    """Count the figures of a report again from the ledger of today, and name what is not equal.

    Names may have changed and are not compared: figures stand under codes.
    Queries as `period_figures`.
    """
    facts = report.facts
    published = facts["figures"]
    period = Period(PublishedReport.Kind(report.kind), report.first)
    cadence = Cadence(published["ceremonies"]["planned_by"])
    counted = period_figures(period, report.at, cadence=cadence)
    return Verdict(report.is_intact, [Difference(*row) for row in _different("", published, counted)])


def _different(place: str, published: Any, counted: Any) -> Iterator[tuple[str, object, object]]:
    if isinstance(published, dict) and isinstance(counted, dict):
        for key in sorted(published.keys() | counted.keys()):
            yield from _different(f"{place}/{key}".lstrip("/"), published.get(key), counted.get(key))
    elif published != counted:
        yield place, published, counted


def _names(figures: dict[str, Any]) -> dict[str, dict[str, str]]:
    """What the codes were called when the report was sent; sensitive categories by their public label. Three queries.

    A sensitive category is marked, for small numbers of it are not printed.
    """
    entries, units = figures["entries"], figures["units"]
    codes = {*entries["by_district"], *entries["by_unit"], *units["keeping_the_register"]}
    return {
        "units": {unit.code: unit.name for unit in Unit.objects.filter(code__in=codes)},
        "places": {unit.code: unit.administrative_name or unit.label for unit in Unit.objects.filter(
            code__in=entries["by_district"])},
        "categories": {one.code: one.public_label for one in MeritCategory.objects.all()},
        "sensitive": {one.code: one.public_code for one in MeritCategory.objects.filter(sensitive=True)},
        "forms": {one.code: one.name for one in CommendationForm.objects.filter(code__in=entries["by_form"])},
    }  # fmt: skip
