"""The home page, and the bulletins with their index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path
from wagtail.models import Orderable, Page, PageViewRestriction
from wagtail.search import index

from honors.addresses import REGISTER_SLUG
from honors.blocks import STORY_BLOCKS
from honors.fields import StoryField
from honors.models import FixedPagePermissionTester, HonoreeIndexPage, HonoreePage
from honors.open_pages import OpenPageMixin
from portal.bulletins.addresses import BULLETINS_SLUG, MONTH, TAG_PREFIX, YEAR, is_reserved, reserved_message
from portal.bulletins.forms import BulletinForm

if TYPE_CHECKING:
    from django.db.models import QuerySet


class HomePage(OpenPageMixin, Page):
    """The front door: counters, the newest entries, a few faces, the latest bulletins."""

    heading = models.CharField(_("heading"), max_length=120, blank=True)
    lead = models.TextField(_("lead"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("lead")]
    # Its slug stands in no address.
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["honors.HonoreeIndexPage", "bulletins.BulletinIndexPage"]
    max_count = 1
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")

    def permissions_for_user(self, user: Any) -> FixedPagePermissionTester:
        """Answer for the one front door."""
        return FixedPagePermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the front page shows."""
        from portal.bulletins.selectors import front_page

        return {**super().get_context(request, *args, **kwargs), "front": front_page()}

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find what stands at a reserved address by its slug: one query instead of two a level.

        Profiles and bulletins stand nowhere but below their index, so the slug
        is enough; everything else is found down the tree as ever.
        """
        page = _at_reserved_address(path_components)
        if page is None:
            return super().route(request, path_components)
        return page.route(request, path_components[1:] if isinstance(page, BulletinIndexPage) else [])


class BulletinIndexPage(OpenPageMixin, RoutablePageMixin, Page):
    """All bulletins, newest first, at /ban-tin/; by year and month, and by tag, below it."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    # No slug: its address is reserved (honors.addresses).
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    parent_page_types = ["bulletins.HomePage"]
    subpage_types = ["bulletins.BulletinPage"]
    max_count = 1
    template = "pages/bulletin_index.html"

    class Meta:
        verbose_name = _("bulletin index")

    def permissions_for_user(self, user: Any) -> FixedPagePermissionTester:
        """Answer for the one bulletin index."""
        return FixedPagePermissionTester(user, self)

    @re_path(r"^$", name="all")
    def all_bulletins(self, request: HttpRequest) -> HttpResponse:
        """Serve the list of all. Three queries beside the page's own."""
        from portal.bulletins.listings import all_bulletins, archive

        return self.render(request, context_overrides={"listing": all_bulletins(request.GET), "archive": archive()})

    @re_path(rf"^{YEAR}/$", name="year")
    @re_path(rf"^{YEAR}/{MONTH}/$", name="month")
    def of_period(self, request: HttpRequest, year: str, month: str | None = None) -> HttpResponse:
        """Serve the list of a year or a month, which may be empty. Three queries beside the page's own."""
        from portal.bulletins.listings import archive, bulletins_of

        in_year, in_month = int(year), int(month) if month else None
        listing = bulletins_of(request.GET, year=in_year, month=in_month)
        years = archive(year=in_year, month=in_month)
        return self.render(request, context_overrides={"listing": listing, "archive": years})

    @re_path(rf"^{TAG_PREFIX}/(?P<tag>[^/]+)/$", name="tag")
    def under_tag(self, request: HttpRequest, tag: str) -> HttpResponse:
        """Serve the list of a tag; one that no readable bulletin has is not found."""
        from portal.bulletins.listings import archive, bulletins_under

        listing = bulletins_under(request.GET, tag=tag)
        if listing is None:
            raise Http404
        return self.render(request, context_overrides={"listing": listing, "archive": archive()})


class BulletinPageTag(TaggedItemBase):
    """A tag on a bulletin."""

    content_object = ParentalKey("bulletins.BulletinPage", on_delete=models.CASCADE, related_name="tagged_items")


class BulletinHonoree(Orderable):
    """A profile a bulletin tells about."""

    bulletin = ParentalKey("bulletins.BulletinPage", on_delete=models.CASCADE, related_name="related_honorees")
    honoree = models.ForeignKey(
        "honors.HonoreePage", verbose_name=_("honoree"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("honoree")]

    class Meta(Orderable.Meta):
        verbose_name = _("related honoree")
        constraints = [models.UniqueConstraint(name="bulletin_honoree_once", fields=["bulletin", "honoree"])]


class BulletinPage(Page):
    """A bulletin: date, title, lead, body, byline, as readers know it from the old portal."""

    published_on = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    lead = models.TextField(_("lead"))
    body = StoryField(STORY_BLOCKS, verbose_name=_("body"))
    byline = models.CharField(_("byline"), max_length=200)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("old address"), blank=True)
    tags = ClusterTaggableManager(verbose_name=_("tags"), through=BulletinPageTag, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("published_on"),
        FieldPanel("lead"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("byline"), FieldPanel("source"), FieldPanel("source_url")], heading=_("Author and source")
        ),
        FieldPanel("tags"),
        InlinePanel("related_honorees", heading=_("Honorees in this bulletin"), label=_("honoree")),
    ]
    base_form_class = BulletinForm
    parent_page_types = ["bulletins.BulletinIndexPage"]
    subpage_types: list[str] = []
    template = "pages/bulletin.html"
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")

    def clean(self) -> None:
        """Refuse an address at which the index answers itself."""
        super().clean()
        if is_reserved(self.slug):
            raise ValidationError({"slug": reserved_message(self.slug)})

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """A bulletin's own alone: the pages above are open to everybody. One query instead of two."""
        if self.alias_of_id:
            inherited: QuerySet[PageViewRestriction] = super().get_view_restrictions()
            return inherited
        own: QuerySet[PageViewRestriction] = PageViewRestriction.objects.filter(page_id=self.pk)
        return own

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the honorees and neighbours of this bulletin."""
        from portal.bulletins.selectors import bulletin_detail

        return {**super().get_context(request, *args, **kwargs), "detail": bulletin_detail(self)}


def _at_reserved_address(components: list[str]) -> Page | None:
    """The page at the address of an index or right below one. One query, none for other addresses."""
    below: dict[str, tuple[type[Page], type[Page]]] = {
        REGISTER_SLUG: (HonoreeIndexPage, HonoreePage),
        BULLETINS_SLUG: (BulletinIndexPage, BulletinPage),
    }
    if len(components) > 1 and components[0] == BULLETINS_SLUG and is_reserved(components[1]):
        index_page: Page | None = BulletinIndexPage.objects.filter(slug=BULLETINS_SLUG).first()
        return index_page
    if not 1 <= len(components) <= 2 or components[0] not in below:
        return None
    model = below[components[0]][len(components) - 1]
    found: Page | None = model.objects.filter(slug=components[-1]).first()
    return found
