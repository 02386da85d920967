"""Rows whose values are kept in memory: rules of a version, days off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.dispatch import Signal

from honors.generation import announce_change

rules_written = Signal()
"""Sent by writes of which Django tells nobody: `update`, `bulk_create`."""


class RuleQuerySet(models.QuerySet[Any]):
    """Rows kept by `remembered`: the writes that send no signal begin a new generation themselves."""

    def update(self, **kwargs: Any) -> int:
        """Change rows, and say so."""
        changed: int = super().update(**kwargs)
        announce_change()
        rules_written.send(sender=self.model)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]  # templates may not call it

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Insert rows, and say so."""
        made: list[Any] = super().bulk_create(objs, *args, **kwargs)
        announce_change()
        rules_written.send(sender=self.model)
        return made
