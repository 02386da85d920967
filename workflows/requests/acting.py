"""What is done about a granted request: the register's own acts, carried out from here, or what was done elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honors.models import RegisterEntry
from workflows.errors import IncompleteError
from workflows.gaps import Gap
from workflows.models import DataSubjectRequest, RequestAct, RequestAction
from workflows.publication import mask, unpublish
from workflows.requests.handling import check_state, locked_request, needed, written

if TYPE_CHECKING:
    from honors.models.book import RegisterEntryQuerySet

# Acts of the register itself; the others are done in the page editor or outside, and told here in words.
REGISTER_ACTS = {RequestAct.MASK: mask, RequestAct.UNPUBLISH: unpublish}


def entries_of(request: DataSubjectRequest) -> RegisterEntryQuerySet:
    """Entries a request can be about: the one named, and those of its profile. No query yet."""
    wanted = Q(pk=request.entry_id) if request.entry_id else Q(pk__in=[])
    if request.page_id:
        wanted |= Q(page=request.page_id)
    return RegisterEntry.objects.filter(wanted).order_by("-registered_on", "-pk")


@transaction.atomic
def carry_out(
    *, request_id: int, user: Any, act: str, entry_id: int | None = None, words: str = ""
) -> DataSubjectRequest:
    """Do it, or record that it was done; the act's clock stops with the first.

    Mask and unpublish are the register's own verbs in the same transaction:
    request and register change together or not at all.  Raises what they raise.
    """
    request = locked_request(request_id, user)
    check_state(request, {DataSubjectRequest.State.GRANTED})
    act = RequestAct(act)
    if act in REGISTER_ACTS:
        entry = entries_of(request).filter(pk=entry_id or 0).first()
        if entry is None:
            raise IncompleteError([Gap("entry", _("Choose the entry."))])
        # The reason is kept in the dossier: it names the request, never the person.
        REGISTER_ACTS[act](entry_id=entry.pk, user=user, reason=str(request))
        words = " · ".join(filter(None, [f"{entry}, {entry.unit_name}", words.strip()]))
    else:
        words = needed("words", words)
    request.acted_on = request.acted_on or timezone.localdate()
    return written(request, RequestAction.ACTED, user, act=act, words=words)
