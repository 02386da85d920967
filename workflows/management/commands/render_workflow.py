"""`manage.py render_workflow`: write docs/workflow.md from the table in `workflows.rules`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from workflows.workflow_page import workflow_page


class Command(BaseCommand):
    """Writes the page that explains a nomination's life."""

    help = "Write docs/workflow.md from the table of states and acts."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page anew."""
        path = settings.BASE_DIR / "docs" / "workflow.md"
        path.write_text(workflow_page(), encoding="utf-8")
        self.stdout.write(_("Written: %(path)s") % {"path": path.relative_to(settings.BASE_DIR)})
