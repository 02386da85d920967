"""What Wagtail does at the end of a workflow: publish pages as ever, never a nomination.

Named by the WAGTAIL_FINISH_WORKFLOW_ACTION setting and imported while Wagtail's
models load: nothing here may import them at the top.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


def finish_page_workflow(workflow_state: Any, user: Any = None) -> None:
    """Publish a page whose moderation ended; refuse for a nomination, which only a decision registers."""
    from wagtail.workflows import publish_workflow_state

    from workflows.models import Nomination

    if isinstance(workflow_state.content_object, Nomination):
        raise PermissionDenied(_("Only a decision at the last level enters a nomination in the register."))
    publish_workflow_state(workflow_state, user=user)
