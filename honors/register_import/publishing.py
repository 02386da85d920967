"""A basis of publication that comes after an import: the entry gets the page it did not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from honors.models import PublicationBasis
from honors.register_import.requests import request_of_entry
from honors.services import give_profile, locked_entry, publish_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import AbstractBaseUser as User

    from honors.models import RegisterEntry
    from honors.services import BasisGiven


@transaction.atomic
def publish_with_page(*, entry_id: int, bases: Sequence[BasisGiven], actor: User) -> RegisterEntry:
    """Publish an entry as `publish_entry` does; one taken over from paper without a page is given its own first.

    Whether the honoree is a child is known from the row alone, so the page
    guards the name from the first moment.
    """
    entry, page = locked_entry(entry_id)
    if page is not None or entry.imported is None:
        return publish_entry(entry_id=entry_id, bases=bases, actor=actor)
    PublicationBasis.objects.bulk_create(PublicationBasis(entry=entry, **vars(basis)) for basis in bases)
    give_profile(entry, request_of_entry(entry, bases=bases), at=timezone.now())
    return entry
