"""The same things as one would write them with Wagtail alone: a moderated case, a profile, an article."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Page,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail.snippets.models import register_snippet

BLOCKS = [("heading", CharBlock()), ("paragraph", RichTextBlock())]


class Place(models.Model):
    """What a case belongs to."""

    name = models.CharField(max_length=200)

    objects: models.Manager[Place] = models.Manager()

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """What a case is about."""

    name = models.CharField(max_length=200)

    objects: models.Manager[Topic] = models.Manager()

    def __str__(self) -> str:
        return self.name


@register_snippet
class Case(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """A snippet with as many columns and relations as a nomination, and none of its rules."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    honorific = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    birth_year = models.PositiveSmallIntegerField(null=True)
    role = models.CharField(max_length=200, blank=True)
    achievement = models.TextField()
    deed_period = models.CharField(max_length=120, blank=True)
    deed_place = models.CharField(max_length=200, blank=True)
    citation = models.TextField(blank=True)
    meeting_on = models.DateField(null=True)
    members_total = models.PositiveSmallIntegerField(null=True)
    members_present = models.PositiveSmallIntegerField(null=True)
    votes_for = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_present_within_total", condition=models.Q(members_present__lte=models.F("members_total"))
            ),
            models.CheckConstraint(
                name="case_votes_within_present", condition=models.Q(votes_for__lte=models.F("members_present"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProfilePage(Page):
    """A profile without a register behind it."""

    name = models.CharField(max_length=200)
    honorific = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    citation = models.TextField()
    story = StreamField(BLOCKS, blank=True)

    search_fields = [*Page.search_fields, index.SearchField("citation")]


class ArticlePage(Page):
    """The article every Wagtail tutorial ends with: day, introduction, body."""

    day = models.DateField()
    introduction = models.CharField(max_length=250)
    body = StreamField(BLOCKS)

    template = "stock/article_page.html"
