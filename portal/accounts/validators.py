"""The rule for passwords that Django does not say in Vietnamese."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    """Django's rule, with a sentence of our own when it is broken."""

    def get_error_message(self) -> str:
        """Say how long a password has to be."""
        return _("This password is too short: it needs at least %(count)s characters.") % {"count": self.min_length}
