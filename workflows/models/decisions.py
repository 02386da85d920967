"""What was decided, by whom, when and why: written once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from honors.levels import Level
from honors.models import AppendOnlyModel, AppendOnlyQuerySet, Unit
from workflows.models.assignments import Assignment, Role
from workflows.models.evidence import Evidence
from workflows.models.guideline import Criterion
from workflows.models.meeting import MeetingColumns
from workflows.models.nomination import Nomination
from workflows.states import Action, ReturnReason


class DecisionRecordQuerySet(AppendOnlyQuerySet):
    """Filters on records."""

    def standing_in(self) -> Any:
        """Namings that hold: of somebody whose account is open and who still reviews for some unit."""
        reviewing = Assignment.objects.current().filter(role=Role.REVIEWER, user=OuterRef("addressee"))
        return self.filter(Exists(reviewing.order_by()), action=Action.STAND_IN)


class DecisionRecord(AppendOnlyModel, MeetingColumns):
    """One act in a nomination's life.

    `run` is the pk of Wagtail's WorkflowState (0 outside a run): a return ends
    a run, a resubmission begins the next.  `revision_id` names what was judged.
    `addressee` is who was handed the case or named to stand in, `agency` who was
    asked, `evidence` the answer's file; the meeting is the level's own.
    `waited_since` and `was_due_on` say how long the step had the case.
    """

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="records")
    run = models.PositiveBigIntegerField(default=0)
    revision_id = models.PositiveBigIntegerField(null=True)
    action = models.CharField(_("action"), max_length=12, choices=Action.choices)
    level = models.PositiveSmallIntegerField(_("level"), null=True, choices=Level.choices)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), null=True, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("on behalf of"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    addressee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("to"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.CharField(_("agency"), max_length=200, blank=True)
    evidence = models.ForeignKey(
        Evidence, verbose_name=_("file"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    waited_since = models.DateTimeField(null=True)
    was_due_on = models.DateField(null=True)
    reason_codes = models.JSONField(default=list)
    reason = models.TextField(_("reason"), blank=True)
    justification = models.TextField(_("justification"), blank=True)
    at = models.DateTimeField(_("at"))

    objects = DecisionRecordQuerySet.as_manager()  # type: ignore[misc]  # the same manager, with our filters

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision record")
        verbose_name_plural = _("decision records")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="approval_once_per_level_and_run",
                fields=["nomination", "run", "level"],
                condition=models.Q(action="approve"),
            ),
            # Whoever decides twice in one run is stopped here, whatever a screen or a verb forgot.
            models.UniqueConstraint(
                name="judged_once_per_run",
                fields=["nomination", "run", "actor"],
                condition=models.Q(action__in=["approve", "concur", "return", "refuse"]),
            ),
        ]
        indexes = [
            # reports: what a unit decided in a stretch of time
            models.Index(fields=["unit", "at"], name="record_of_unit"),
            # what was decided on somebody's behalf: a few of very many
            models.Index(
                fields=["on_behalf_of"], name="record_on_behalf", condition=models.Q(on_behalf_of__isnull=False)
            ),
            # cases somebody was named for
            models.Index(fields=["addressee", "action"], name="record_to_person"),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.action}"

    @property
    def reason_labels(self) -> list[str]:
        """The reason codes in words."""
        labels = dict(ReturnReason.choices)
        return [str(labels.get(code, code)) for code in self.reason_codes]


class Assessment(AppendOnlyModel):
    """A reviewer's answer to one criterion, at the decision it was given with."""

    class Answer(models.TextChoices):
        """What a criterion can be answered with."""

        MET = "met", _("met")
        NOT_MET = "not_met", _("not met")
        NOT_APPLICABLE = "not_applicable", _("not applicable")

    record = models.ForeignKey(DecisionRecord, on_delete=models.PROTECT, related_name="assessments")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=16, choices=Answer.choices)
    note = models.TextField(_("note"), blank=True)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["record", "criterion__position"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="assessment_once_per_record", fields=["record", "criterion"])]

    def __str__(self) -> str:
        return f"{self.record_id} {self.criterion_id} {self.answer}"
