"""The page of one's own account: how the admin looks, and nothing about who one is.

Wagtail's page also asks for a first and a last name, which nobody has here,
and takes a picture as it comes, position and all.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import (
    AccountView,
    LocaleSettingsPanel,
    NotificationsSettingsPanel,
    SettingsTab,
    ThemeSettingsPanel,
)

KEPT_PANELS = (LocaleSettingsPanel, NotificationsSettingsPanel, ThemeSettingsPanel)
APPEARANCE = SettingsTab("appearance", _("Appearance and language"), order=100)


class OwnAccountView(AccountView):
    """Wagtail's account page with the panels that are ours to offer."""

    def get_panels(self) -> list[Any]:
        """Language, look and notices; what is left out is not saved either."""
        panels = [panel for panel in super().get_panels() if isinstance(panel, KEPT_PANELS)]
        for panel in panels:
            panel.tab = APPEARANCE
        return panels


own_account = never_cache(require_admin_access(OwnAccountView.as_view()))
