"""Plain Wagtail's content: 1,000 articles under one page, and a workflow of three groups."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import GroupApprovalTask, Page, Site, Workflow, WorkflowTask

from bench.stock.models import ArticlePage, Place, ProfilePage, Topic

ARTICLES = 1_000
SLUG = "stock"
WORKFLOW = "Stock"
# Nine paragraphs, as long as those of a bulletin.
PARAGRAPH = (
    "<p>Từ sáng sớm, bà con trong thôn đã mang cuốc, xẻng ra đoạn đường đầu bản. Người đào rãnh, người chuyển đá, "
    "<b>ai cũng góp một tay</b>, đến trưa thì hơn hai trăm mét đường đã phẳng. Bí thư chi bộ đọc tên từng hộ hiến "
    "đất và cảm ơn trước toàn thể bà con; việc làm ấy được ghi vào sổ để con cháu sau này còn nhớ.</p>"
)


@dataclass(frozen=True)
class StockPeople:
    """Who submits, and one reviewer for each of the three groups; the last may publish, or nothing ever is."""

    submitter: Any
    reviewers: tuple[Any, ...]


@transaction.atomic
def make_articles() -> None:
    """Add the articles: rows of Page in bulk, then their own."""
    root = Site.objects.get(is_default_site=True).root_page
    parent = root.add_child(instance=Page(title="Stock", slug=SLUG))
    kind = ContentType.objects.get_for_model(ArticlePage)
    bases = Page.objects.bulk_create(_base(parent, kind, number) for number in range(1, ARTICLES + 1))
    Page.objects.filter(pk=parent.pk).update(numchild=ARTICLES)
    body = [{"type": "paragraph", "value": PARAGRAPH}] * 9
    for base in bases:
        article = ArticlePage(
            page_ptr_id=base.pk,
            day=datetime.date(2020, 12, 1),
            introduction="Bà con cùng nhau làm đường.",
            body=[{"type": "heading", "value": "Đầu bản"}, *body],
        )
        for field in Page._meta.concrete_fields:
            setattr(article, field.attname, getattr(base, field.attname))
        article.save_base(raw=True)


def _base(parent: Page, kind: ContentType, number: int) -> Page:
    slug = f"article-{number}"
    now = datetime.datetime(2020, 12, 1, tzinfo=datetime.UTC)
    return Page(
        title=f"Article {number}",
        draft_title=f"Article {number}",
        slug=slug,
        url_path=f"{parent.url_path}{slug}/",
        path=Page._get_path(parent.path, parent.depth + 1, number),
        depth=parent.depth + 1,
        content_type=kind,
        locale=parent.locale,
        translation_key=uuid.uuid4(),
        first_published_at=now,
        last_published_at=now,
    )


def make_workflow() -> StockPeople:
    """Add three groups, a reviewer in each, and the workflow that asks one after the other."""
    users = get_user_model().objects
    workflow = Workflow.objects.create(name=WORKFLOW)
    reviewers = []
    for number in range(3):
        group = Group.objects.create(name=f"Stock {number}")
        task = GroupApprovalTask.objects.create(name=f"Stock {number}")
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
        reviewer = users.create(username=f"stock-{number}", full_name="Stock", is_superuser=number == 2)
        reviewer.groups.add(group)
        reviewers.append(reviewer)
    Place.objects.create(name="Nà Mẫu")
    Topic.objects.create(name="Hiến đất làm đường")
    return StockPeople(users.create(username="stock", full_name="Stock"), tuple(reviewers))


def stock_people() -> StockPeople:
    """Read them back."""
    users = get_user_model().objects
    return StockPeople(
        users.get(username="stock"), tuple(users.filter(username__startswith="stock-").order_by("username"))
    )


def stock_parent() -> Page:
    """The page above articles and profiles."""
    return Page.objects.get(slug=SLUG)


def new_profile(number: int) -> ProfilePage:
    """A profile page that is not saved yet."""
    return ProfilePage(
        title=f"Nông Văn {number}",
        slug=f"nong-van-{number}-{uuid.uuid4().hex[:6]}",
        live=False,
        name=f"Nông Văn {number}",
        honorific="ông",
        role="trưởng thôn",
        place=Place.objects.get(),
        citation="Hiến 310 m² đất vườn để mở rộng đường thôn.",
    )
