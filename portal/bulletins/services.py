"""What is done to bulletins beside editing: taking over those of the old portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.html import escape
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.rich_text import RichText

from honors.vietnamese import fold
from portal.bulletins.addresses import is_reserved
from portal.bulletins.models import BulletinIndexPage, BulletinPage
from portal.bulletins.old_addresses import keep_old_address

if TYPE_CHECKING:
    from portal.bulletins.importer import BodyPart, ParsedBulletin

_LONGEST_SLUG = 80


class BulletinExistsError(Exception):
    """A bulletin of this title and date is there already, live or as a draft."""

    def __init__(self, page: BulletinPage) -> None:
        super().__init__(str(page))
        self.page = page


@transaction.atomic
def bulletin_import(*, parsed: ParsedBulletin, owner: Any = None, old_address: str = "") -> BulletinPage:
    """Make a draft under the bulletin index; never live, and never a second time.

    The index row is locked, so that two imports of one text at once make one
    draft.  `owner` may go on editing it.  An address of the old portal leads
    to it once it is public.  Raises BulletinExistsError, OldAddressError.
    """
    index = BulletinIndexPage.objects.select_for_update().order_by("path")[:1].get()
    known = BulletinPage.objects.filter(title=parsed.title, published_on=parsed.published_on).first()
    if known:
        raise BulletinExistsError(known)
    page = BulletinPage(
        title=parsed.title,
        slug=_free_slug(index, parsed.title),
        published_on=parsed.published_on,
        lead=parsed.lead,
        body=[_block(part) for part in parsed.parts],
        byline=parsed.byline,
        live=False,
        has_unpublished_changes=True,
        owner=owner,
        source_url=old_address if "://" in old_address else "",
    )
    index.add_child(instance=page)
    if old_address:
        keep_old_address(page, old_address)
    page.save_revision(user=owner, log_action=False)
    log(instance=page, action="wagtail.create", user=owner, content_changed=True)
    return page


def _block(part: BodyPart) -> tuple[str, Any]:
    """A paragraph, or a figure that waits for its picture."""
    if part.is_caption:
        return "figure", {"image": None, "caption": part.text, "credit": ""}
    return "paragraph", RichText(f"<p>{escape(part.text)}</p>")


def _free_slug(index: BulletinIndexPage, title: str) -> str:
    """The folded title, with a number where another bulletin or the index itself has it."""
    wanted = slugify(fold(title))[:_LONGEST_SLUG].strip("-") or "ban-tin"
    taken = set(index.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidates = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken and not is_reserved(slug))
