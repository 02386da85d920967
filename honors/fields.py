"""Model fields of our own: blocks that stay out of migrations, names folded for search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail.fields import StreamField

from honors.vietnamese import fold


class StoryField(StreamField):
    """Free text in blocks; editing the block list makes no migration."""

    if TYPE_CHECKING:
        # Wagtail's descriptor takes lists of blocks and gives a StreamValue; it has no types of its own.
        def __get__(self, instance: Any, owner: Any = None) -> Any: ...
        def __set__(self, instance: Any, value: Any) -> None: ...

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the blocks out of what a migration records."""
        name, path, _blocks, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class FoldedField(models.CharField):  # type: ignore[type-arg]  # no parameters at run time
    """Another field's text without tone marks, computed whenever the row is written, in bulk too.

    Empty where the fact named by `unless` holds for the row.
    """

    def __init__(self, source: str, unless: str = "", **kwargs: Any) -> None:
        self.source, self.unless = source, unless
        super().__init__(**{"max_length": 200, "blank": True, "editable": False, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Fold the source as it is now."""
        is_empty = bool(self.unless) and getattr(model_instance, self.unless)
        folded = "" if is_empty else fold(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, folded)
        return folded

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Name the source; rows of a migration know no facts."""
        name, path, _args, kwargs = super().deconstruct()
        return name, path, [self.source], kwargs
