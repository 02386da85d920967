"""Which list of the desk somebody came from: carried on by the dossier, so that the next case is of that list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from workflows.queue.filters import CAME_FROM, desk_query

if TYPE_CHECKING:
    from django.http import HttpRequest


class WayBack:
    """The desk's own query string, never an address: whatever was sent, it leads to the desk and nowhere else."""

    def __init__(self, request: HttpRequest) -> None:
        self.filters = desk_query(request.GET.get(CAME_FROM, "")).text

    @property
    def desk(self) -> str:
        """The list one came from."""
        address = reverse("nomination_desk:desk")
        return f"{address}?{self.filters}" if self.filters else address

    @property
    def query(self) -> str:
        """What addresses about the dossier carry on, with its question mark; empty without a list."""
        return f"?{urlencode({CAME_FROM: self.filters})}" if self.filters else ""

    def dossier(self, pk: int) -> str:
        """A dossier's address, this list carried on."""
        return reverse("nomination_desk:dossier", args=[pk]) + self.query
