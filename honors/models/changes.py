"""What the public may read has changed: the rows every cache asks before it answers."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

# 40 bits: a sum of eight million of them still fits a 64-bit integer.
_TOKEN_BITS = 40


def new_token() -> int:
    """Return a number no other change is likely to have."""
    return secrets.randbits(_TOKEN_BITS)


class PublicChange(models.Model):
    """Something a stranger may read was changed, in the transaction that changed it.

    The sum of all tokens is the generation of the public site.  A sum, because
    transactions commit in another order than their rows were numbered: the
    newest number would not tell that an older one has just arrived.  Inserted
    only, so that no writer waits for another.
    """

    token = models.BigIntegerField(default=new_token, editable=False)
    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)

    # No list of Wagtail's own tells what refers to it.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
