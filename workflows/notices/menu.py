"""Notices in the admin's menu, with how many are new."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from workflows.notices.reading import unread_count


class NoticesMenuItem(MenuItem):
    """The item's label carries the number; one query a page."""

    def render_component(self, request: HttpRequest) -> Any:
        """Write the number behind the label while there is one."""
        count = unread_count(request.user)
        label = f"{self.label} ({count})" if count else str(self.label)
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=self.attrs
        )
