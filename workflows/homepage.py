"""The dashboard's panels: how much waits for me, and for an administrator what is in the way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from workflows.desk import bulletins_waiting, unpublished_count
from workflows.models import Assignment
from workflows.queue.clock import Clock
from workflows.queue.filters import DeskQuery
from workflows.queue.lists import DeskList, desk_lists
from workflows.queue.reach import Reach, reach_of
from workflows.queue.rows import RowReader, readable
from workflows.queue.table import Table
from workflows.requests.listing import open_counts
from workflows.route_check import findings

SHOWN = 10


class DeskPanel(Component):
    """What waits, in a constant number of queries."""

    name = "desk"
    template_name = "workflows/homepage_panel.html"
    order = 100

    class Media:
        css = {"all": ["ghidanh/admin/queue.css"]}

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The person's first list: its count and its first rows."""
        user = self.request.user
        reach = reach_of(user)
        lists = desk_lists(reach)
        first = lists[0] if lists else None
        return {
            "assignments": Assignment.objects.current().of(user).select_related("unit"),
            "first": first,
            "table": _table(first, reach) if first else None,
            "unpublished": unpublished_count(user),
            "bulletins": bulletins_waiting(user),
            "requests": open_counts(user),
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


def _table(first: DeskList, reach: Reach) -> Table:
    query = DeskQuery(tab=first.key)
    found = readable(first.nominations, query.columns)[:SHOWN]
    return Table(RowReader(first.key, reach, Clock()).of_page(list(found)), query)
