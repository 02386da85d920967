"""The guard over Wagtail's own Settings: a running review cannot be cut off there.

A signal, because the workflow screens, their bulk paths and a shell all end in
the same save, and Workflow is Wagtail's class, not ours to override.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Workflow

from workflows.models import WORKFLOW_NAME, Nomination, UnitApprovalTask
from workflows.states import State


def connect() -> None:
    """Connect the guard; called once when the app is ready."""
    pre_save.connect(keep_workflow, sender=Workflow, dispatch_uid="keep-workflow")
    pre_save.connect(keep_task, sender=UnitApprovalTask, dispatch_uid="keep-task")
    pre_delete.connect(refuse_delete, sender=Workflow, dispatch_uid="keep-workflow-row")
    pre_delete.connect(refuse_delete, sender=UnitApprovalTask, dispatch_uid="keep-task-row")


def keep_workflow(sender: type, instance: Workflow, **kwargs: Any) -> None:
    """Refuse to rename or switch off the workflow of nominations while cases wait."""
    stored = Workflow.objects.filter(pk=instance.pk, name=WORKFLOW_NAME).first()
    if stored and (not instance.active or instance.name != WORKFLOW_NAME):
        _refuse_while_waiting(Nomination.objects.filter(state=State.IN_REVIEW))


def keep_task(sender: type, instance: UnitApprovalTask, **kwargs: Any) -> None:
    """Refuse to switch off a level at which cases wait."""
    if not instance.active:
        _refuse_while_waiting(Nomination.objects.filter(state=State.IN_REVIEW, waiting_level=instance.level))


def refuse_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    """Refuse to delete the workflow of nominations or one of its levels."""
    if isinstance(instance, UnitApprovalTask) or instance.name == WORKFLOW_NAME:
        raise PermissionDenied(_("The review of nominations cannot be deleted."))


def _refuse_while_waiting(waiting: Any) -> None:
    if waiting.exists():
        raise PermissionDenied(_("Nominations wait here. They must be decided before this can be switched off."))
