"""The meeting that chose a nominee, and its votes."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

TOO_MANY_PRESENT = _("More members were present than the cell has.")
TOO_MANY_VOTES = _("There are more votes than members present.")


class MeetingColumns(models.Model):
    """One meeting a dossier, counted for its one nominee (docs/decisions/0007)."""

    meeting_on = models.DateField(_("date of the meeting"), null=True, blank=True)
    members_total = models.PositiveSmallIntegerField(_("official members"), null=True, blank=True)
    members_present = models.PositiveSmallIntegerField(_("members present"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse numbers that cannot be, beside the field; the table refuses them too. No query."""
        super().clean()
        problems = {}
        if _exceeds(self.members_present, self.members_total):
            problems["members_present"] = TOO_MANY_PRESENT
        if _exceeds(self.votes_for, self.members_present):
            problems["votes_for"] = TOO_MANY_VOTES
        if problems:
            raise ValidationError(problems)


def _exceeds(part: int | None, whole: int | None) -> bool:
    return part is not None and whole is not None and part > whole
