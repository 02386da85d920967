"""The dashboard's panels: how much waits for me, and for an administrator what is in the way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from workflows.desk import bulletins_waiting, desk_tabs, unpublished_count
from workflows.models import Assignment
from workflows.route_check import findings

SHOWN = 10


class DeskPanel(Component):
    """What waits, in a constant number of queries."""

    name = "desk"
    template_name = "workflows/homepage_panel.html"
    order = 100

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The first list with something in it, and the counts of all."""
        tabs = desk_tabs(self.request.user)
        assignments = Assignment.objects.current().of(self.request.user).select_related("unit")
        first = next((tab for tab in tabs if tab.key != "done"), None)
        return {
            "assignments": assignments,
            "nothing": not tabs,
            "first": first,
            "rows": list(first.nominations[:SHOWN]) if first else [],
            "unpublished": unpublished_count(self.request.user),
            "bulletins": bulletins_waiting(self.request.user),
        }


class RouteCheckPanel(Component):
    """What stands in the way of nominations: the count and the first ten, for administrators."""

    name = "route_check"
    template_name = "workflows/route_check_panel.html"
    order = 200

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The findings of today, in a constant number of queries."""
        found = findings()
        return {"findings": found[:SHOWN], "count": len(found)}
