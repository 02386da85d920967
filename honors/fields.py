"""A StreamField whose blocks stay out of migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.fields import StreamField


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
