"""The form of a draft over HTTP: everything at once, without scripts, and nothing typed lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.factories import PDF, make_category, make_guideline
from tests.guidelines.posts import blank_row, form_data
from workflows.guidelines.parts import parts_of
from workflows.models import Guideline

pytestmark = pytest.mark.django_db
ADD = "/admin/guidelines/add/"


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.quan_tri)
    return client


def edit(draft: Guideline) -> str:
    return reverse("guidelines:edit", args=[draft.pk])


def draft() -> Guideline:
    return make_guideline(state=Guideline.State.DRAFT)


def test_new_version__is_written_with_all_its_parts(admin: Client) -> None:
    category = make_category()
    rows = {
        **blank_row(None, "criteria", text="Có thật", kind="individual", category=category.pk, ORDER="2"),
        "criteria-1-text": "Có ích",
        "criteria-1-ORDER": "1",
        **blank_row(None, "documents", name="Biên bản", level="3"),
        **blank_row(None, "quotas", level="3", kind="individual", maximum="5"),
        **blank_row(None, "conflict_rules", text="Cùng hộ"),
    }

    response = admin.post(ADD, form_data(**rows))

    version = Guideline.objects.get()
    assert response["Location"] == reverse("guidelines:detail", args=[version.pk])
    parts = parts_of(version)
    assert [(row["text"], row["kind"], row["category_id"]) for row in parts["criteria"]] == [
        ("Có ích", "", None),
        ("Có thật", "individual", category.pk),
    ]
    assert [row["level"] for row in parts["steps"]] == [1, 2, 3, 4]
    assert parts["documents"][0]["level"] == 3
    assert parts["quotas"] == [{"level": 3, "kind": "individual", "maximum": 5}]
    assert parts["conflict_rules"] == [{"text": "Cùng hộ", "bars": True}]
    assert version.state == Guideline.State.DRAFT


def test_unchanged_form__saves_the_same_version_again(admin: Client) -> None:
    version = draft()
    before = parts_of(version)
    assert admin.post(edit(version), form_data(version)).status_code == 302
    assert parts_of(version) == before


def test_rows__are_removed_changed_and_put_in_order(admin: Client) -> None:
    version = draft()
    changes = {"criteria-0-DELETE": "on", "criteria-1-ORDER": "9", "criteria-2-text": "Lan tỏa rộng"}
    assert admin.post(edit(version), form_data(version, **changes)).status_code == 302
    assert [row["text"] for row in parts_of(version)["criteria"]] == ["Lan tỏa rộng", "Không có khiếu nại"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"steps-0-min_ratio": "1.2"}, "nhỏ hơn hoặc bằng với 1"),
        ({"steps-0-min_ratio": "nhiều"}, "Nhập một số"),
        ({"steps-0-level": "7"}, "7"),
        ({"steps-0-left_out": "on"}, "Chỉ bước không bắt buộc mới bỏ qua được."),
        ({"steps-0-quorum": "0"}, "lớn hơn hoặc bằng với 1"),
        ({"steps-1-level": "1"}, "Có hai bước cho cùng một cấp: chi bộ."),
        ({f"steps-{index}-DELETE": "on" for index in range(4)}, "Hướng dẫn phải có các bước xét duyệt"),
        ({"steps-3-DELETE": "on"}, "Phải có bước của cấp tỉnh"),
        ({f"criteria-{index}-DELETE": "on" for index in range(3)}, "Hướng dẫn phải có ít nhất một tiêu chí."),
        ({"criteria-1-text": "Việc làm có thật"}, "Tiêu chí này có hai lần"),
        ({"criteria-0-text": ""}, "Bắt buộc điền"),
        ({"criteria-0-category": "999"}, "hợp lệ"),
        ({"number": ""}, "Bắt buộc điền"),
        ({"valid_from": "ngày mai"}, "ngày hợp lệ"),
        ({"cooldown_months": "-1"}, "lớn hơn hoặc bằng với 0"),
        ({"criteria-TOTAL_FORMS": "90"}, "80"),
        ({"criteria-TOTAL_FORMS": ""}, "Thiếu: criteria-TOTAL_FORMS"),
    ],
)
def test_form__that_will_not_do_says_why_and_keeps_every_word(
    admin: Client, changes: dict[str, Any], said: str
) -> None:
    version = draft()
    before = parts_of(version)
    typed = {**changes, "summary": "Những gì đã gõ vẫn còn đây."}

    response = admin.post(edit(version), form_data(version, **typed))

    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "Những gì đã gõ vẫn còn đây." in page
    assert parts_of(version) == before
    assert not Guideline.objects.get().summary


def test_number__that_follows_no_grammar_is_kept_with_a_warning(admin: Client) -> None:
    version = draft()
    page = admin.post(edit(version), form_data(version, number="Hướng dẫn số 5"), follow=True).content.decode()
    assert Guideline.objects.get().number == "Hướng dẫn số 5"
    assert "không giống số hiệu văn bản" in page


def test_stale_form__is_told_so_with_what_was_typed(admin: Client) -> None:
    version = draft()
    opened = form_data(version, title="Của tôi")
    admin.post(edit(version), form_data(version, title="Của người khác"))

    response = admin.post(edit(version), opened)

    assert response.status_code == 422
    assert "Có người đã lưu bản nháp này sau khi bạn mở." in response.content.decode()
    assert 'value="Của tôi"' in response.content.decode()
    assert Guideline.objects.get().title == "Của người khác"


def upload(content: bytes, name: str = "huong-dan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_file__is_stored_privately_and_goes_with_the_draft(
    admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    version = draft()
    assert admin.post(edit(version), form_data(version, upload=upload(PDF))).status_code == 302
    version.refresh_from_db()
    first = str(version.file.name)
    assert storages["private"].exists(first)
    download = admin.get(reverse("guidelines:file", args=[version.pk]))
    assert b"".join(download.streaming_content) == PDF  # type: ignore[attr-defined]  # a file response
    assert "attachment" in download["Content-Disposition"]

    with django_capture_on_commit_callbacks(execute=True):
        admin.post(edit(version), form_data(version, drops_file="on"))
    version.refresh_from_db()
    assert not version.file
    assert not storages["private"].exists(first)


@pytest.mark.parametrize("content", [b"GIF89a", b"MZ\x90", b"<html></html>", PDF[:20], b"PK\x03\x04 kein zip"])
def test_file__that_is_no_whole_document_by_its_bytes_is_refused(admin: Client, content: bytes) -> None:
    version = draft()
    response = admin.post(edit(version), form_data(version, upload=upload(content)))
    assert response.status_code == 422
    version.refresh_from_db()
    assert not version.file


def test_form__costs_no_more_queries_for_more_rows(
    admin: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    version = draft()
    admin.get(edit(version))
    with django_assert_max_num_queries(25) as few:
        admin.get(edit(version))
    for position in range(4, 40):
        version.criteria.create(position=position, text=f"Tiêu chí {position}", category=make_category())
    with django_assert_num_queries(len(few)):
        admin.get(edit(version))
