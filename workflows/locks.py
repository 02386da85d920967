"""The lock that freezes a nomination's content outside draft and returned."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock


class FrozenLock(BaseLock):
    """Nobody edits a nomination that is being decided or was decided."""

    def for_user(self, user: Any) -> bool:
        """Hold for everybody, superusers included."""
        return True

    def get_message(self, user: Any) -> str:
        """Say why the form is closed."""
        return _("This nomination is being decided or was decided: it cannot be changed.")

    def get_description(self, user: Any) -> str:
        """Say the same in the side panel."""
        return self.get_message(user)
