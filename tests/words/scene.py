"""A bit of everything the screens of the admin can show."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Workflow

from honors.models import Programme
from tests.cast import Cast
from tests.factories import make_bulletin, make_entry
from tests.media.photos import photo
from tests.workflows import stages

STAGES = {
    "Hà Thị Lan": stages.draft,
    "Lý Văn Páo": stages.at_cell,
    "Triệu Mùi Khé": stages.at_district,
    "Đặng Văn Sơn": stages.at_province,
}


def set_scene(cast: Cast) -> list[str]:
    """Bulletins in every state, a picture, nominations and entries; return addresses no link leads to."""
    live, waiting, later, locked = (make_bulletin(f"Bản tin {n} (mẫu)", live=n == 1) for n in range(1, 5))
    for page in (live, waiting, later, locked):
        page.save_revision(user=cast.bien_tap, log_action=True)
    live.title += " đã sửa"
    live.save_revision(user=cast.bien_tap, log_action=True).publish(user=cast.tinh_bt)
    live.save_revision(user=cast.bien_tap, log_action=True)
    Workflow.objects.get(name="Duyệt bản tin").start(waiting, cast.bien_tap)
    later.go_live_at = timezone.now() + datetime.timedelta(days=3)
    later.save_revision(user=cast.tinh_bt, log_action=True).publish(user=cast.tinh_bt)
    locked.locked, locked.locked_by, locked.locked_at = True, cast.tinh_bt, timezone.now()
    locked.save()
    picture = get_image_model().objects.create(
        title="Ảnh (mẫu)", file=SimpleUploadedFile("anh.jpg", photo("jpg")), uploaded_by_user=cast.bien_tap
    )
    stages.returned(cast)
    for name, stage in STAGES.items():
        stage(cast, name=f"{name} (mẫu)")
    make_entry(cast.units.cell)
    Programme.objects.update(name="Sổ ghi danh")
    return [
        *_hidden(live, [page.pk for page in (live, waiting, later, locked)]),
        *_moderation(waiting),
        *_choosers(picture),
    ]


def _hidden(page: Any, ids: list[int]) -> list[str]:
    """Screens behind a menu that a script opens."""
    several = "&".join(f"id={pk}" for pk in ids)
    screens = ("edit", "delete", "unpublish", "copy", "move", "usage", "history", "privacy")
    return [
        "/admin/nowhere/",
        *(f"/admin/pages/{pk}/{screen}/" for pk in ids for screen in screens[:1]),
        *(f"/admin/pages/{page.pk}/{screen}/" for screen in screens[1:]),
        *(f"/admin/bulk/wagtailcore/page/{verb}/?{several}" for verb in ("delete", "move", "publish", "unpublish")),
    ]


def _moderation(page: Any) -> list[str]:
    """The dialogs of a bulletin that waits."""
    task = page.current_workflow_task_state.pk
    verbs = [f"/admin/pages/workflow/action/{page.pk}/{verb}/{task}/" for verb in ("approve", "reject")]
    return [*verbs, f"/admin/pages/workflow/confirm_cancellation/{page.pk}/"]


def _choosers(picture: Any) -> list[str]:
    """What opens in a dialog."""
    return [
        "/accounts/password/change/",
        "/admin/choose-page/",
        "/admin/choose-page/search/?q=zzzz",
        "/admin/choose-external-link/",
        "/admin/choose-email-link/",
        "/admin/choose-phone-link/",
        "/admin/choose-anchor-link/",
        "/admin/images/chooser/",
        "/admin/images/chooser/results/?q=zzzz",
        f"/admin/images/chooser/{picture.pk}/select_format/",
        f"/admin/images/{picture.pk}/delete/",
        f"/admin/images/usage/{picture.pk}/",
        *(f"/admin/bulk/media/portalimage/{verb}/?id={picture.pk}" for verb in ("delete", "add_tags")),
        f"/admin/bulk/media/portalimage/add_to_collection/?id={picture.pk}",
    ]
