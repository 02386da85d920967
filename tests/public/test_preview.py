"""The would-be profile of a nomination."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from honors.models import HonoreeKind
from tests.cast import Cast
from tests.factories import make_category, make_nomination
from workflows.models import Nomination
from workflows.preview import would_be_profile


def rendered(nomination: Nomination) -> str:
    """The preview as an editor sees it."""
    request = RequestFactory().get("/")
    response = nomination.make_preview_request(request, nomination.default_preview_mode)
    return str(response.render().content.decode() if hasattr(response, "render") else response.content.decode())


def test_preview__renders_the_public_template_without_private_fields(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo, address="Số nhà 12", phone="0900 000 000")
    page = rendered(nomination)
    assert "Bản xem trước" in page
    assert nomination.name in page
    assert "xã Quảng Bạch, huyện Chợ Đồn" in page
    for hidden in ("Số nhà 12", "0900", "1970", "Giấy đồng ý"):
        assert hidden not in page


def test_preview__says_when_nothing_allows_publication(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo, basis_ground="none", basis_given_on=None)
    assert "Chưa nêu căn cứ công bố" in rendered(nomination)


def test_preview__of_a_counts_only_unit_says_so(cast: Cast) -> None:
    cast.units.cell.counts_only = True
    cast.units.cell.save()
    assert "không bao giờ được nêu tên" in rendered(make_nomination(cast.units.cell, cast.chi_bo))


def test_preview__of_a_minor_shows_initials_until_the_guardian_consents(cast: Cast) -> None:
    nomination = make_nomination(cast.units.cell, cast.chi_bo, name="Bàn Thị Dung", is_minor=True)
    assert would_be_profile(nomination).name == "B. T. D."
    nomination.guardian_name = "Bàn Văn Cha (mẫu)"
    assert would_be_profile(nomination).name == "Bàn Thị Dung"


def test_preview__opens_birth_year_and_household_status_as_stated(cast: Cast) -> None:
    category = make_category(
        "thoat-ngheo", "Tự giác xin thoát hộ nghèo", public_label="Gương tự lực vươn lên", sensitive=True
    )
    nomination = make_nomination(cast.units.cell, cast.chi_bo, category=category)
    closed = would_be_profile(nomination)
    assert (closed.birth_year, closed.categories[0].label) == (None, "Gương tự lực vươn lên")
    nomination.opens_birth_year = nomination.opens_household_status = True
    opened = would_be_profile(nomination)
    assert (opened.birth_year, opened.categories[0].label) == (1970, "Tự giác xin thoát hộ nghèo")


@pytest.mark.django_db
def test_preview__of_a_blank_form_still_opens() -> None:
    profile = would_be_profile(Nomination(kind=HonoreeKind.INDIVIDUAL))
    assert profile.entries[0].category is None
    assert profile.place == ""
