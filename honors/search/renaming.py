"""Names that stand in many documents: a topic or a category that is renamed is searched by its new name.

Written after the commit, a batch at a time, each in a transaction of its own:
a rename waits for no lock of ten thousand rows.  A process that dies halfway
leaves old words behind; `rebuild_search` brings everything in step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save, pre_delete, pre_save

from honors.search.rebuilding import SearchSource, write_anew

_MARK = "_search_renamed_"


def follow_name(
    model: type[Model],
    field: str,
    *,
    source: Callable[[], SearchSource],
    touched: Callable[[int], Sequence[int]],
) -> None:
    """Have documents written anew when a row gets another name, or goes with it.

    `touched` returns the keys of the documents that hold the name of a row.
    One query more for every save of the model.
    """
    uid = f"search-name-{model._meta.label}-{source.__name__}"
    mark = f"{_MARK}{source.__name__}"

    def compare(*, instance: Any, raw: bool, **_: Any) -> None:
        stored = None if raw else model._base_manager.filter(pk=instance.pk).values_list(field, flat=True).first()
        setattr(instance, mark, stored is not None and stored != getattr(instance, field))

    def saved(*, instance: Any, **_: Any) -> None:
        if getattr(instance, mark, False):
            transaction.on_commit(lambda: write_anew(source(), touched(instance.pk)))

    def goes(*, instance: Any, **_: Any) -> None:
        if keys := touched(instance.pk):
            transaction.on_commit(partial(write_anew, source(), keys))

    pre_save.connect(compare, sender=model, weak=False, dispatch_uid=uid)
    post_save.connect(saved, sender=model, weak=False, dispatch_uid=uid)
    pre_delete.connect(goes, sender=model, weak=False, dispatch_uid=uid)
