"""The workflow task of a level: four rows, whatever the number of units."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task

from honors.levels import Level


class UnitApprovalTask(Task):
    """Approval by the responsible unit of a level.

    Screens of Wagtail's own offer nothing for it (`get_actions`); whatever
    reaches `on_action` goes through `workflows.decisions.decide`, which
    authorises on the task state's own object under the row lock.
    """

    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, unique=True)

    admin_form_fields = Task.admin_form_fields
    admin_form_readonly_on_edit_fields = Task.admin_form_readonly_on_edit_fields

    class Meta:
        verbose_name = _("approval by a unit")
        verbose_name_plural = _("approvals by units")

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Decide as the desk does; a foreign task state is refused like anywhere else."""
        from workflows.decisions import decide_from_workflow_view

        decide_from_workflow_view(task_state=task_state, user=user, action_name=action_name, **kwargs)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Content is frozen while a level decides, for everybody."""
        return True

    @classmethod
    def get_description(cls) -> str:
        """What the Settings screen says about this kind of task."""
        return str(_("Reviewers assigned to the responsible unit of a level decide at their desk."))
