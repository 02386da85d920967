"""The public pages of the register: its index and the profiles."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from honors.blocks import GALLERY_BLOCKS, STORY_BLOCKS
from honors.fields import StoryField
from honors.models.bases import PublicationBasis
from honors.models.book import EntryState, RegisterEntry
from honors.models.catalogues import HonoreeKind
from honors.models.consent import both_consents
from honors.models.units import Unit
from honors.open_pages import OpenPageMixin
from honors.vietnamese import fold, initials, sort_key

# A gallery is looked through, not searched.
GALLERY_SIZE = 12
_SLUG_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_profile_slug(public_name: str) -> str:
    """Return the folded name and a random 6-character code: names never collide, slugs can be renewed."""
    code = "".join(secrets.choice(_SLUG_ALPHABET) for _position in range(6))
    return f"{_slug_stem(public_name)}-{code}"


def slug_fits(slug: str, public_name: str) -> bool:
    """Whether a slug was made for this name: an address may not tell more than the page."""
    return slug.rpartition("-")[0] == _slug_stem(public_name)


def _slug_stem(public_name: str) -> str:
    return slugify(fold(public_name))[:80] or "ho-so"


class FixedPagePermissionTester(PagePermissionTester):
    """What anybody may do with a page the site cannot be without: edit it, and nothing that takes it away."""

    def can_copy(self) -> bool:
        """There is one."""
        return False

    def can_move(self) -> bool:
        """It stays where addresses expect it."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """It holds records."""
        return False

    def can_unpublish(self) -> bool:
        """It would take everything below it from the public."""
        return False


class HonoreeIndexPage(OpenPageMixin, Page):
    """The register as the public browses it, at /so-ghi-danh/."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    # No slug: its address is reserved (honors.addresses).
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    parent_page_types = ["bulletins.HomePage"]
    subpage_types = ["honors.HonoreePage"]
    max_count = 1
    template = "pages/register.html"

    class Meta:
        verbose_name = _("register page")

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Answer for the one register page."""
        return FixedPagePermissionTester(user, self)

    def get_last_child(self) -> Page | None:
        """Return the profile a new one is placed behind: its place alone, of all its columns. One query."""
        last: Page | None = self.get_children().only("path", "depth", "numchild").last()
        return last

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the listing for the query string's filters."""
        from honors.listing import register_listing

        return {**super().get_context(request, *args, **kwargs), "listing": register_listing(request.GET)}


class HonoreePageTag(TaggedItemBase):
    """A tag on a profile."""

    content_object = ParentalKey("honors.HonoreePage", on_delete=models.CASCADE, related_name="tagged_items")


class ProfilePermissionTester(PagePermissionTester):
    """What anybody may do with a profile: nothing that makes a second one or goes round the register."""

    def can_copy(self) -> bool:
        """Nobody copies a profile: there is one per honoree."""
        return False

    def can_move(self) -> bool:
        """Nobody moves a profile: all stand in the register."""
        return False

    def can_move_to(self, destination: Page) -> bool:
        """Nobody moves a profile: all stand in the register."""
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Nobody deletes a profile: its entries are records; masking takes it down."""
        return False

    def can_publish(self) -> bool:
        """Only with an active entry and a valid basis, whoever asks."""
        return bool(super().can_publish()) and self.page.specific.has_publication_basis()

    def can_unpublish(self) -> bool:
        """Nobody by the editor: taking down needs a reason and goes through the register's own act."""
        return False


class HonoreePage(OpenPageMixin, Page):
    """The public profile of a person, a household or a collective.

    Made only by registration, one per honoree, with one or many entries.  It
    is never live without an active entry and a valid basis, by whatever path
    it is saved (`save`).  `title` is the public name; `name`, `birth_year`
    and `is_minor` are internal.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=HonoreeKind.choices, editable=False)
    name = models.CharField(_("name"), max_length=200, editable=False)
    honorific = models.CharField(_("honorific"), max_length=40, blank=True)
    role = models.CharField(_("role"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), editable=False, on_delete=models.PROTECT, related_name="+")
    # Units have no usage page and are never deleted.
    unit.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]  # Wagtail's own mark on a field
    is_minor = models.BooleanField(_("minor"), default=False, editable=False)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True, editable=False)
    sort_key = models.CharField(max_length=200, db_index=True, editable=False)
    folded = models.CharField(max_length=250, db_index=True, editable=False)
    portrait = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown only while the honoree's consent to a photo is valid."),
    )
    portrait_credit = models.CharField(_("portrait credit"), max_length=200, blank=True)
    citation = models.TextField(_("citation"))
    story = StoryField(STORY_BLOCKS, verbose_name=_("story"), blank=True)
    gallery = StoryField(
        GALLERY_BLOCKS,
        verbose_name=_("gallery"),
        blank=True,
        max_num=GALLERY_SIZE,
        help_text=_("Shown only while the honoree's consent to a photo is valid."),
    )
    members = models.TextField(
        _("names of members"),
        blank=True,
        help_text=_("Of a collective, one a line; shown only while a basis to show members is valid."),
    )
    tags = ClusterTaggableManager(verbose_name=_("tags"), through=HonoreePageTag, blank=True)

    content_panels = [
        FieldPanel("honorific"),
        FieldPanel("role"),
        FieldPanel("citation"),
        MultiFieldPanel([FieldPanel("portrait"), FieldPanel("portrait_credit")], heading=_("Portrait")),
        FieldPanel("story"),
        FieldPanel("gallery"),
        FieldPanel("members"),
        FieldPanel("tags"),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    parent_page_types = ["honors.HonoreeIndexPage"]
    subpage_types: list[str] = []
    is_creatable = False
    template = "pages/profile.html"
    search_fields = [*Page.search_fields, index.SearchField("citation"), index.FilterField("kind")]

    # The entry a new profile is made for; only registration sets it, before the first save.
    founding_entry: RegisterEntry | None = None

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.CheckConstraint(
                name="profile_birth_year_of_individuals",
                condition=models.Q(kind=HonoreeKind.INDIVIDUAL) | models.Q(birth_year__isnull=True),
            )
        ]

    @property
    def public_name(self) -> str:
        """The name a stranger may read: initials for a minor unless both consents stand. One query for a minor."""
        return initials(self.name) if self.is_guarded() else self.name

    def is_guarded(self) -> bool:
        """Whether this is a minor one of whose shown entries lacks a consent. One query for a minor."""
        if not self.is_minor:
            return False
        by_entry: dict[int, list[tuple[str, str]]] = {}
        standing = PublicationBasis.objects.valid().filter(
            entry__page_id=self.pk, entry__state=EntryState.ACTIVE, entry__unit__counts_only=False
        )
        for entry_id, kind, ground in standing.values_list("entry_id", "kind", "ground"):
            by_entry.setdefault(entry_id, []).append((kind, ground))
        return not both_consents(by_entry.values())

    def has_publication_basis(self) -> bool:
        """Whether this profile may be live: an active entry with a valid basis, of a unit that is named. One query."""
        own = {"entry__page_id": self.pk} if self.pk else {"entry": self.founding_entry, "entry__page": None}
        return (
            PublicationBasis.objects.valid()
            .filter(
                **own,
                entry__state=EntryState.ACTIVE,
                entry__unit__counts_only=False,
                kind=PublicationBasis.Kind.PUBLISH,
            )
            .exists()
        )

    def shows_photos(self) -> bool:
        """Whether a photo may be seen: a valid basis on an active entry that is shown. One query, two for a minor."""
        photo = PublicationBasis.objects.valid().filter(
            entry__page_id=self.pk, entry__state=EntryState.ACTIVE, kind=PublicationBasis.Kind.PHOTO
        )
        return photo.exclude(entry__public_name="").exists() and not self.is_guarded()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save under the public name; refuse to be live without an active entry and a valid basis, and every schedule.

        Raises PermissionDenied, which Wagtail shows as a message wherever the
        save came from: editor, bulk action, schedule, revert, copy or alias.
        The page's row is locked before the basis is asked for, as every act
        that withdraws one locks it, so neither can slip between the other's
        question and its answer.
        """
        with transaction.atomic():
            if self.pk and self.live:
                HonoreePage.objects.select_for_update().filter(pk=self.pk).values_list("pk").first()
            self._save_guarded(*args, **kwargs)

    def _save_guarded(self, *args: Any, **kwargs: Any) -> None:
        self.go_live_at = self.expire_at = None
        self.sort_key = sort_key(self.name)
        self.folded = fold(self.name)[:250]
        if self.pk:
            self.title = self.draft_title = self.public_name
        if self._state.adding and self.founding_entry:
            # All it says was checked in the entry; its address alone is new.
            self.minimal_clean()
            kwargs["clean"] = False
        if self.live and not self.has_publication_basis():
            raise PermissionDenied(
                gettext("A profile is public only while an active entry and a valid basis for publication exist.")
            )
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> HonoreePage:
        """Take content from a revision, but who the page is about from the register as it stands now."""
        page: HonoreePage = super().with_content_json(content)
        for field in ("kind", "name", "unit", "is_minor", "birth_year", "slug", "url_path", "title", "draft_title"):
            setattr(page, field, getattr(self, field))
        return page

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Answer for profiles, not for pages at large."""
        return ProfilePermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the public allow-list permits about this honoree."""
        from honors.selectors import public_profile

        return {**super().get_context(request, *args, **kwargs), "profile": public_profile(self)}

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Serve a profile that was taken down as gone (410), one never shown as not found (404)."""
        if not path_components and not self.live and self.first_published_at:
            from wagtail.url_routing import RouteResult

            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the profile, or with 410 and no word about the person."""
        if not self.live:
            # Browsers keep a 410 for good unless told not to, and a profile may come back.
            headers = {"Cache-Control": "no-cache"}
            return TemplateResponse(request, "pages/gone.html", {"page": None}, status=410, headers=headers)
        return super().serve(request, *args, **kwargs)
