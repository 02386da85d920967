"""The guard over Wagtail's own Settings: a running review cannot be cut off there.

Signals, because the workflow screens, their bulk paths and a shell all end in
the same save, and Workflow and Task are Wagtail's classes, not ours to
override.  Settings disables a task through the base class `Task`, so its
signals are heard as well as those of our own class.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Task, Workflow

from workflows.models import WORKFLOW_NAME, Nomination, UnitApprovalTask
from workflows.states import State


def connect() -> None:
    """Connect the guard; called once when the app is ready."""
    pre_save.connect(keep_workflow, sender=Workflow, dispatch_uid="keep-workflow")
    pre_delete.connect(refuse_delete, sender=Workflow, dispatch_uid="keep-workflow-row")
    for task_class in (Task, UnitApprovalTask):
        pre_save.connect(keep_task, sender=task_class, dispatch_uid=f"keep-{task_class.__name__}")
        pre_delete.connect(refuse_delete, sender=task_class, dispatch_uid=f"keep-{task_class.__name__}-row")


def keep_workflow(sender: type, instance: Workflow, **kwargs: Any) -> None:
    """Refuse to rename the workflow of nominations, to name another like it, or to switch it off while cases wait.

    Our verbs find the workflow by its name, so there is exactly one of it.
    """
    ours = Workflow.objects.filter(name=WORKFLOW_NAME).values_list("pk", flat=True).first()
    if ours is not None and (instance.name == WORKFLOW_NAME) != (instance.pk == ours):
        raise PermissionDenied(_("The workflow of nominations keeps its name, and no other workflow takes it."))
    if instance.pk == ours and not instance.active:
        _refuse_while_waiting(Nomination.objects.filter(state=State.IN_REVIEW))


def keep_task(sender: type, instance: Task, **kwargs: Any) -> None:
    """Refuse a fifth level, and to switch off a level at which cases wait."""
    if isinstance(instance, UnitApprovalTask) and instance.level is None:
        raise PermissionDenied(_("There is one task for each of the four levels already."))
    level = UnitApprovalTask.objects.filter(pk=instance.pk).values_list("level", flat=True).first()
    if level is not None and not instance.active:
        _refuse_while_waiting(Nomination.objects.filter(state=State.IN_REVIEW, waiting_level=level))


def refuse_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    """Refuse to delete the workflow of nominations or one of its levels."""
    if isinstance(instance, Workflow):
        is_ours = instance.name == WORKFLOW_NAME
    else:
        is_ours = UnitApprovalTask.objects.filter(pk=instance.pk).exists()
    if is_ours:
        raise PermissionDenied(_("The review of nominations cannot be deleted."))


def _refuse_while_waiting(waiting: Any) -> None:
    if waiting.exists():
        raise PermissionDenied(_("Nominations wait here. They must be decided before this can be switched off."))
