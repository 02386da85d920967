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
from workflows.models.rule_rows import RuleQuerySet


class GuidelineQuerySet(models.QuerySet["Guideline"]):
    """Filters on guidelines."""

    def in_force(self) -> GuidelineQuerySet:
        """The version new nominations are pinned to; at most one."""
        return self.filter(state=Guideline.State.IN_FORCE)

    def public(self) -> GuidelineQuerySet:
        """Versions everybody may read: the one in force and those it replaced, never a draft."""
        return self.exclude(state=Guideline.State.DRAFT)


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
    summary = models.TextField(
        _("in plain words"), blank=True, help_text=_("What changes and why, for citizens; shown on the public page.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("succeeds"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="successors",
    )
    replaced_on = models.DateField(_("replaced on"), null=True, blank=True, editable=False)
    file = models.FileField(_("file"), blank=True, storage=private_storage, upload_to="guidelines/")
    cooldown_months = models.PositiveSmallIntegerField(
        _("months between two entries of one person"),
        default=0,
        help_text=_("0 for none. A nomination that comes sooner needs a justification."),
    )
    cooldown_same_category = models.BooleanField(
        _("only within one category"), default=True, help_text=_("Whether the months count for the same category only.")
    )

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

    @property
    def is_editable(self) -> bool:
        """Whether it may still be changed: a version that was ever in force is only succeeded."""
        return self.state == self.State.DRAFT

    def documents_for(
        self, *, kind: str, category_id: int | None, level: int | None = None
    ) -> models.QuerySet[RequiredDocument]:
        """The documents asked of a kind of nominee in a category, in order: with the submission, or at a level."""
        asked = holds_for(kind=kind, category_id=category_id)
        return self.documents.filter(asked, level=level).order_by("position")


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

    objects = RuleQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_for(self, *, kind: str, category_id: int | None) -> bool:
        """Whether it holds for a kind of nominee in a category: what the function of that name asks the database."""
        return self.kind in {"", kind} and self.category_id in {None, category_id}


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
    """A document a nomination brings along, or a step adds; a not required one is welcome."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="documents")
    name = models.CharField(_("document"), max_length=200)
    level = models.PositiveSmallIntegerField(
        _("asked at"),
        null=True,
        blank=True,
        choices=Level.choices,
        help_text=_("The step whose reviewers add it; empty: it comes with the submission."),
    )

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
    consult_days = models.PositiveSmallIntegerField(
        _("working days with a consultation"),
        default=20,
        help_text=_("The whole time of the step once another agency was asked."),
    )
    quorum = models.PositiveSmallIntegerField(
        _("approvals needed"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("How many different reviewers of the unit have to approve at this step."),
    )
    asks_meeting = models.BooleanField(
        _("asks for a vote of this level"),
        default=False,
        help_text=_("Above the nominating unit: approving asks for the level's own meeting and its votes."),
    )

    objects = RuleQuerySet.as_manager()

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
            models.CheckConstraint(
                name="route_needs_an_approval",
                condition=Q(quorum__gte=1),
                violation_error_message=_("A step needs at least one approval."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_level_display()


class Quota(models.Model):
    """How many nominees of a kind a unit of a level may let pass in one round; more need a justification."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="quotas")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=HonoreeKind.choices, blank=True)
    maximum = models.PositiveSmallIntegerField(_("at most, in a round"))

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["guideline", "level", "kind"]
        constraints = [models.UniqueConstraint(name="quota_once", fields=["guideline", "level", "kind"])]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.get_kind_display()} {self.maximum}"


class ConflictRule(models.Model):
    """A tie a reviewer has to declare; one that bars passes the case to somebody else."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="conflict_rules")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("tie"), max_length=200)
    bars = models.BooleanField(
        _("bars from deciding"), default=True, help_text=_("Otherwise it is only written down beside the decision.")
    )

    class Meta:
        verbose_name = _("conflict rule")
        verbose_name_plural = _("conflict rules")
        ordering = ["guideline", "position"]
        constraints = [models.UniqueConstraint(name="conflict_rule_position_once", fields=["guideline", "position"])]

    def __str__(self) -> str:
        return self.text
