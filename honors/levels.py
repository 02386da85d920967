"""The four levels of the party organisation, by function."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """Where a unit stands; a greater number is a higher level.

    DISTRICT is the committee directly above grassroots: the district committee
    until 30/06/2025, the commune committee since.  Words shown to people come
    from the unit's own name, never from here, wherever a unit is at hand.
    """

    CELL = 1, _("cell")
    GRASSROOTS = 2, _("grassroots")
    DISTRICT = 3, _("district")
    PROVINCE = 4, _("province")
