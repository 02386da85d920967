"""The guideline: what every unit asks of a nominee, and the way a nomination takes."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honors.levels import Level
from honors.models import HonoreeKind, MeritCategory
from honors.storage import private_storage


class GuidelineQuerySet(models.QuerySet["Guideline"]):
    """Filters on guidelines."""

    def in_force(self) -> GuidelineQuerySet:
        """The version new nominations are pinned to; at most one."""
        return self.filter(state=Guideline.State.IN_FORCE)


class Guideline(models.Model):
    """One version of the guideline; a nomination stays with the version it began under."""

    class State(models.TextChoices):
        """A version's life: it is succeeded, never changed."""

        DRAFT = "draft", _("draft")
        IN_FORCE = "in_force", _("in force")
        REPLACED = "replaced", _("replaced")

    number = models.CharField(_("number"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    file = models.FileField(_("file"), blank=True, storage=private_storage, upload_to="guidelines/")

    objects = GuidelineQuerySet.as_manager()

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(name="guideline_one_in_force", fields=["state"], condition=Q(state="in_force"))
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"

    def criteria_for(self, *, kind: str, category_id: int | None) -> models.QuerySet[Criterion]:
        """The criteria that hold for a kind of nominee in a category, in order."""
        return self.criteria.filter(holds_for(kind=kind, category_id=category_id))

    def documents_for(self, *, kind: str, category_id: int | None) -> models.QuerySet[RequiredDocument]:
        """The documents asked of a kind of nominee in a category, in order."""
        return self.documents.filter(holds_for(kind=kind, category_id=category_id))


def holds_for(*, kind: str, category_id: int | None) -> Q:
    """Return the condition under which a rule holds for a kind of nominee in a category."""
    return Q(Q(kind="") | Q(kind=kind), Q(category__isnull=True) | Q(category_id=category_id))


class ScopedRule(models.Model):
    """A rule of a guideline that may be narrowed to one kind or one category."""

    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=12, choices=HonoreeKind.choices, blank=True)
    category = models.ForeignKey(
        MeritCategory, verbose_name=_("category"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    required = models.BooleanField(_("required"), default=True)

    class Meta:
        abstract = True


class Criterion(ScopedRule):
    """A question every reviewer answers at every step."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="criteria")
    text = models.CharField(_("criterion"), max_length=400)
    allows_not_applicable = models.BooleanField(_("may be not applicable"), default=False)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["guideline", "position"]
        constraints = [models.UniqueConstraint(name="criterion_position_once", fields=["guideline", "position"])]

    def __str__(self) -> str:
        return self.text


class RequiredDocument(ScopedRule):
    """A document a nomination brings along; a not required one is welcome."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(_("document"), max_length=200)

    class Meta:
        verbose_name = _("required document")
        verbose_name_plural = _("required documents")
        ordering = ["guideline", "position"]
        constraints = [models.UniqueConstraint(name="document_position_once", fields=["guideline", "position"])]

    def __str__(self) -> str:
        return self.name


class RatioBase(models.TextChoices):
    """Votes are counted against all official members, or against those present."""

    TOTAL = "total", _("all official members")
    PRESENT = "present", _("members present")


class RouteStep(models.Model):
    """A level a nomination passes, and what holds there.

    `left_out` names an optional level this version skips; a level without a
    row is skipped too.  The nominating unit's own level is never left out.
    """

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="steps")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    optional = models.BooleanField(_("optional"), default=False)
    left_out = models.BooleanField(_("left out"), default=False)
    working_days = models.PositiveSmallIntegerField(_("working days"), default=10)
    min_ratio = models.DecimalField(
        _("votes needed"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.5"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("As a part of the base, e.g. 0.5. The Party Charter, article 9, asks for more than half."),
    )
    ratio_exclusive = models.BooleanField(_("more than this part"), default=True)
    ratio_base = models.CharField(_("base"), max_length=8, choices=RatioBase.choices, default=RatioBase.TOTAL)
    max_returns = models.PositiveSmallIntegerField(_("returns allowed"), default=1)

    class Meta:
        verbose_name = _("route step")
        verbose_name_plural = _("route steps")
        ordering = ["guideline", "level"]
        constraints = [
            models.UniqueConstraint(name="route_level_once", fields=["guideline", "level"]),
            models.CheckConstraint(
                name="route_only_optional_left_out",
                condition=Q(left_out=False) | Q(optional=True),
                violation_error_message=_("Only an optional step can be left out."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_level_display()
