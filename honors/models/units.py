"""Units of the party organisation, and what happened to them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honors.levels import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

PATH_SEPARATOR = "/"


class UnitKind(models.TextChoices):
    """What sort of organisation a unit is; decides its words, never its rights."""

    PROVINCIAL_COMMITTEE = "provincial_committee", _("provincial committee")
    CITY_COMMITTEE = "city_committee", _("city committee")
    DISTRICT_COMMITTEE = "district_committee", _("district committee")
    BLOC_COMMITTEE = "bloc_committee", _("bloc committee")
    MILITARY_COMMITTEE = "military_committee", _("military committee")
    POLICE_COMMITTEE = "police_committee", _("police committee")
    WARD_COMMITTEE = "ward_committee", _("ward committee")
    COMMUNE_COMMITTEE = "commune_committee", _("commune committee")
    TOWNSHIP_COMMITTEE = "township_committee", _("township committee")
    AGENCY_COMMITTEE = "agency_committee", _("agency committee")
    JOINT_GROUP = "joint_group", _("joint group")
    GRASSROOTS_CELL = "grassroots_cell", _("grassroots cell")
    CELL = "cell", _("cell")


class UnitQuerySet(models.QuerySet["Unit"]):
    """Filters on units."""

    def open_on(self, day: datetime.date) -> UnitQuerySet:
        """Units that exist on a day."""
        started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(started, Q(valid_to__isnull=True) | Q(valid_to__gt=day))

    def within(self, units: Iterable[Unit]) -> UnitQuerySet:
        """The given units and everything below them."""
        return self.filter(path_within("path", [unit.path for unit in units]))


def path_within(lookup: str, paths: Iterable[str]) -> Q:
    """Return a condition that holds where `lookup` (a unit's path) lies in one of the subtrees.

    With no path it holds nowhere.
    """
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{lookup}__startswith": path})
    return condition


class Unit(models.Model):
    """A party organisation: a cell, a grassroots organisation, a district or the province.

    `code` is our own: codes of the statistics office changed bearer in 2020,
    so `gso_code` is an attribute.  `path` holds the codes from the province
    down, each with a slash behind it, and makes “this unit and below” one
    indexed prefix look-up.  Only unit events close a unit or move it.  The path
    of a closed unit leads through its successor, so that whoever looks below a
    unit finds what it carries on; `parent` stays what it last was.
    """

    code = models.CharField(
        _("code"),
        max_length=16,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9-]*$", _("Use capital letters, digits and hyphens only."))],
    )
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=200, blank=True)
    administrative_name = models.CharField(
        _("administrative name"),
        max_length=200,
        blank=True,
        help_text=_("What citizens call the place, e.g. “Xã Quảng Bạch”."),
    )
    kind = models.CharField(_("kind"), max_length=32, choices=UnitKind.choices)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    path = models.CharField(max_length=120, unique=True, editable=False)
    gso_code = models.CharField(_("statistics office code"), max_length=8, blank=True)
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_to = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    unplaced = models.BooleanField(
        _("not yet placed"),
        default=False,
        editable=False,
        help_text=_("What it stood under was dissolved; it is listed below the next higher unit until it is moved."),
    )
    counts_only = models.BooleanField(
        _("counts only"),
        default=False,
        help_text=_("Members of this unit are never named in public; the register shows their numbers only."),
    )

    objects = UnitQuerySet.as_manager()

    # The ancestors this object has read, and for which path.
    _lineage_of: str | None = None
    _above: list[Unit]

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="unit_level_known",
                condition=Q(level__in=Level.values),
                violation_error_message=_("Unknown level."),
            ),
            models.CheckConstraint(
                name="unit_parent_unless_province",
                condition=Q(parent__isnull=False) | Q(level=Level.PROVINCE),
                violation_error_message=_("Only the province has no parent unit."),
            ),
            models.CheckConstraint(
                name="unit_closed_after_start",
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=_("A unit is closed after it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a parent that is not above this unit."""
        super().clean()
        if self.parent is None:
            return
        if self.parent.level <= self.level:
            raise ValidationError({"parent": _("The parent unit must stand at a higher level.")})
        if self.pk and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": _("A unit cannot stand below itself.")})

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the path computed from what stands above; moving a unit is a unit event's work."""
        above = self.successor if self.valid_to and self.successor else self.parent
        self.path = f"{above.path if above else ''}{self.code}{PATH_SEPARATOR}"
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # the signature is Django's

    @property
    def label(self) -> str:
        """The short name where there is one: what lists and trails show."""
        return self.short_name or self.name

    @property
    def ancestor_codes(self) -> list[str]:
        """Codes from the province down to the parent; no query."""
        return self.path.split(PATH_SEPARATOR)[:-2]

    def lineage(self) -> list[Unit]:
        """This unit and its ancestors, from the bottom up. One query the first time it is asked of this object."""
        if self._lineage_of != self.path:
            self._lineage_of = self.path
            self._above = list(Unit.objects.filter(code__in=self.ancestor_codes).order_by("level"))
        return [self, *self._above]

    @property
    def place(self) -> str:
        """Where the unit is, in citizens' words: administrative names above it. One query."""
        return self.place_below(self.lineage()[1:])

    def place_below(self, above: Iterable[Unit]) -> str:
        """Where the unit is below units given from the bottom up. No query."""
        names = [unit.administrative_name or unit.label for unit in above if unit.level < Level.PROVINCE]
        return ", ".join(names) or self.label
