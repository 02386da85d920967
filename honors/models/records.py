"""Rows that are written once: the base of everything the register must be able to prove."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext as _


class ImmutableRecordError(Exception):
    """Somebody tried to change or delete a row that is written once."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A queryset that adds and reads, and refuses every other write."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: a record is never rewritten."""
        raise ImmutableRecordError(_("Records are never changed."))

    def bulk_create(self, objs: Iterable[Any], *args: Any, update_conflicts: bool = False, **kwargs: Any) -> list[Any]:
        """Insert many; refuse to write over those that are there."""
        if update_conflicts:
            raise ImmutableRecordError(_("Records are never changed."))
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a record is never rewritten."""
        raise ImmutableRecordError(_("Records are never changed."))

    def delete(self) -> NoReturn:
        """Refuse: a record is never removed."""
        raise ImmutableRecordError(_("Records are never deleted."))


class GuardedModel(models.Model):
    """A row whose every manager is append-only, those of related objects included (`nomination.records.add`)."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class AppendOnlyModel(GuardedModel):
    """A row that can be inserted and read, and nothing else."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to save a second time."""
        if not self._state.adding:
            raise ImmutableRecordError(_("Records are never changed."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a record is never removed."""
        raise ImmutableRecordError(_("Records are never deleted."))
