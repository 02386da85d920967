"""Units, programmes and catalogues in the admin: administrators manage them, nobody else sees them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import ModelLogEntry
from wagtail.permissions import policy_registry

from honors.levels import Level
from honors.models import CommendationForm, MeritCategory, Programme, ProgrammeEnrolment, Unit
from tests.cast import Cast
from tests.factories import make_category, make_programme, make_unit, make_user
from tests.rows import rows
from tests.walk import addresses

PREFIXES = ["/admin/units/", "/admin/programmes/", "/admin/merit-categories/", "/admin/commendation-forms/"]
SHUT_OUT = ["chi_bo", "bi_thu", "huyen", "tinh", "tinh_bt", "bien_tap"]
UNIT = {
    "code": "X099",
    "name": "Chi bộ mới (mẫu)",
    "short_name": "",
    "administrative_name": "",
    "kind": "cell",
    "level": Level.CELL,
    "gso_code": "",
    "valid_from": "2020-01-01",
}


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    client.force_login(cast.quan_tri)
    return client


def screens(cast: Cast) -> list[str]:
    """Every address of ours, at rows that exist."""
    pks = {
        PREFIXES[0]: cast.units.cell.pk,
        PREFIXES[1]: make_programme().pk,
        PREFIXES[2]: make_category().pk,
        PREFIXES[3]: CommendationForm.objects.create(code="x", name="Thư khen", family="praise", rank=1).pk,
    }
    return [
        address.replace("/1/", f"/{pks[prefix]}/")
        for prefix in PREFIXES
        for address in addresses(prefix)
        # These have tests of their own (`tests.unit_events.test_screens`).
        if not address.startswith("/admin/units/events/")
    ]


def edit_data(unit: Unit, **changes: Any) -> dict[str, Any]:
    values = {name: getattr(unit, name) for name in ("name", "short_name", "administrative_name", "gso_code")}
    return {**values, **rows(standing={row.pk: str(row.until or "") for row in unit.enrolments.all()}), **changes}


def edit_address(unit: Unit) -> str:
    return reverse("units:edit", args=[unit.pk])


@pytest.mark.parametrize("person", SHUT_OUT)
def test_every_screen__is_closed_to_everybody_else(cast: Cast, client: Client, person: str) -> None:
    client.force_login(cast.everybody[person])
    before = list(Unit.objects.values())

    for address in screens(cast):
        for response in (client.get(address), client.post(address, {**UNIT, **rows(), "name": "Tên khác"})):
            assert response.status_code == 302, address
            assert response["Location"] == "/admin/", address
    assert list(Unit.objects.values()) == before


def test_every_screen__sends_strangers_to_sign_in(cast: Cast, client: Client) -> None:
    for address in screens(cast):
        assert client.get(address)["Location"].startswith("/accounts/login/")
        assert client.post(address)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("person", ["quan_tri", "giam_sat"])
def test_every_screen__opens_for_administrators(cast: Cast, client: Client, person: str) -> None:
    client.force_login(cast.everybody[person])

    for address in screens(cast):
        assert client.get(address).status_code == 200, address


def test_former_administrator__is_shut_out_at_once(cast: Cast, admin: Client) -> None:
    cast.quan_tri.groups.clear()

    assert admin.get("/admin/units/").status_code == 302


@pytest.mark.parametrize("name", ["delete", "copy", "usage", "inspect", "reorder"])
@pytest.mark.parametrize("space", ["units", "programmes", "merit-categories", "commendation-forms"])
def test_address__that_deletes_or_copies_does_not_exist(space: str, name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"{space}:{name}", args=[1])


@pytest.mark.parametrize("model", [Unit, Programme, ProgrammeEnrolment, MeritCategory, CommendationForm])
def test_policy__lets_nobody_delete_and_no_django_permission_count(cast: Cast, model: Any) -> None:
    policy = policy_registry.get_by_type(model)
    person = make_user("co-quyen")
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="honors"))

    for action in ("view", "add", "change"):
        assert policy.user_has_permission(cast.quan_tri, action)
        assert not policy.user_has_permission(person, action)
    for user in (cast.quan_tri, cast.giam_sat, person):
        assert not policy.user_has_any_permission(user, {"delete", "publish", "lock", "unlock"})
    assert set(policy.users_with_permission("change")) == {cast.quan_tri, cast.giam_sat}
    assert not policy.users_with_permission("delete").exists()


def test_bulk_delete__of_units_is_not_offered(cast: Cast, admin: Client) -> None:
    address = f"/admin/bulk/honors/unit/delete/?id={cast.units.cell.pk}"

    assert admin.get(address).status_code in {302, 404}
    admin.post(address)
    assert Unit.objects.filter(pk=cast.units.cell.pk).exists()


def test_menu__shows_the_organisation_to_administrators_alone(cast: Cast, client: Client) -> None:
    for person, shown in [("quan_tri", True), ("giam_sat", True), ("chi_bo", False), ("bien_tap", False)]:
        client.force_login(cast.everybody[person])
        page = client.get("/admin/").content.decode()
        for prefix in [*PREFIXES, "/admin/people/"]:
            assert (f'"{prefix}"' in page) is shown, (person, prefix)


def test_list__shows_the_tree_and_finds_without_tone_marks(cast: Cast, admin: Client) -> None:
    everything = admin.get("/admin/units/").content.decode()
    for unit in Unit.objects.all():
        assert unit.name in everything

    for query in ("cho don", "Chợ Đồn", "d04"):
        found = admin.get("/admin/units/results/", {"q": query}).content.decode()
        assert "Đảng bộ huyện Chợ Đồn" in found
        assert "Đảng bộ huyện Ba Bể" not in found


def test_list__filters_by_level(cast: Cast, admin: Client) -> None:
    found = admin.get("/admin/units/results/", {"level": Level.CELL}).content.decode()

    assert "Chi bộ thôn Nà Mẫu 15 (mẫu)" in found
    assert "Đảng bộ huyện Chợ Đồn" not in found


def test_list__costs_the_same_for_more_units(
    cast: Cast, admin: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    admin.get("/admin/units/")
    with django_assert_max_num_queries(25) as few:
        admin.get("/admin/units/")
    for number in range(40):
        make_unit(f"Y{number}", f"Chi bộ {number} (mẫu)", level=Level.CELL, parent=cast.units.quang_bach)

    with django_assert_num_queries(len(few)):
        admin.get("/admin/units/")


def test_new_unit__stands_in_the_tree_with_its_programme(cast: Cast, admin: Client) -> None:
    register = make_programme()

    response = admin.post(
        "/admin/units/new/",
        {**UNIT, "parent": cast.units.quang_bach.pk, **rows({"programme": register.pk, "since": "2020-02-01"})},
    )

    assert response.status_code == 302
    unit = Unit.objects.get(code="X099")
    assert unit.path == "P01/D04/C044/X099/"
    enrolment = unit.enrolments.get()
    assert (enrolment.programme, enrolment.since) == (register, datetime.date(2020, 2, 1))
    assert ModelLogEntry.objects.filter(action="wagtail.create", object_id=str(unit.pk)).exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"code": "X029"}, "đã tồn tại"),
        ({"code": "x 99"}, "Chỉ dùng chữ hoa không dấu"),
        ({"parent": ""}, "Chỉ đơn vị cấp tỉnh mới không có đơn vị cấp trên."),
        ({"level": Level.DISTRICT}, "Đơn vị cấp trên phải ở cấp cao hơn."),
        ({"name": ""}, "Bắt buộc"),
        ({"new-0-since": "2020-02-01"}, "Bắt buộc"),
        ({"new-0-since": "2020-02-01", "new-0-until": "2020-01-01", "new-0-programme": "register"}, "phải sau"),
    ],
    ids=["code taken", "code malformed", "no parent", "level", "no name", "row without programme", "row ends early"],
)
def test_new_unit__that_will_not_do_is_refused_with_words(
    cast: Cast, admin: Client, changes: dict[str, Any], reason: str
) -> None:
    if changes.get("new-0-programme"):
        changes = {**changes, "new-0-programme": make_programme().pk}

    response = admin.post("/admin/units/new/", {**UNIT, "parent": cast.units.quang_bach.pk, **rows(), **changes})

    page = response.content.decode()
    assert response.status_code == 200
    assert reason in page
    assert not Unit.objects.filter(name="Chi bộ mới (mẫu)").exists()
    if "name" not in changes:
        assert "Chi bộ mới (mẫu)" in page


def test_edit__changes_labels(cast: Cast, admin: Client) -> None:
    cell = cast.units.cell

    admin.post(edit_address(cell), edit_data(cell, short_name="Nà Mẫu 15", counts_only="on"))

    cell.refresh_from_db()
    assert (cell.short_name, cell.counts_only) == ("Nà Mẫu 15", True)


def test_edit__never_moves_a_unit(cast: Cast, admin: Client) -> None:
    cell = cast.units.cell
    fixed = ("code", "kind", "level", "parent_id", "path", "valid_from", "valid_to", "successor_id")
    before = [getattr(cell, name) for name in fixed]

    response = admin.post(
        edit_address(cell),
        edit_data(
            cell,
            code="X777",
            kind="joint_group",
            level=Level.DISTRICT,
            parent=cast.units.khang_ninh.pk,
            valid_from="2021-01-01",
            valid_to="2021-01-01",
            successor=cast.units.cell_2.pk,
        ),
    )

    assert response.status_code == 302
    cell.refresh_from_db()
    assert [getattr(cell, name) for name in fixed] == before


def test_enrolment__ends_and_begins_again(cast: Cast, admin: Client) -> None:
    cell, old = cast.units.cell, cast.units.cell.enrolments.get()
    again = {"programme": old.programme_id, "since": "2022-01-01"}

    admin.post(edit_address(cell), edit_data(cell, **rows(again, standing={old.pk: "2021-01-01"})))

    assert [(str(row.since), str(row.until)) for row in cell.enrolments.order_by("since")] == [
        ("2020-01-01", "2021-01-01"),
        ("2022-01-01", "None"),
    ]


@pytest.mark.parametrize(
    "new",
    [
        [{"since": "2022-01-01"}],
        [{"since": "2022-01-01", "until": ""}, {"since": "2023-01-01"}],
    ],
    ids=["beside a standing one", "twice at once"],
)
def test_enrolment__twice_at_a_time_is_refused_and_nothing_is_saved(
    cast: Cast, admin: Client, new: list[dict[str, str]]
) -> None:
    cell = cast.units.cell
    if len(new) == 2:
        cell = cast.units.quang_bach
    programme = make_programme().pk
    before = ProgrammeEnrolment.objects.count()
    standing = {row.pk: "" for row in cell.enrolments.all()}

    response = admin.post(
        edit_address(cell),
        edit_data(cell, name="Tên khác", **rows(*[{**row, "programme": programme} for row in new], standing=standing)),
    )

    assert "Đơn vị này đang tham gia mô hình này rồi." in response.content.decode()
    assert ProgrammeEnrolment.objects.count() == before
    cell.refresh_from_db()
    assert cell.name != "Tên khác"


def test_enrolment__of_another_unit_cannot_be_ended_here(cast: Cast, admin: Client) -> None:
    other = cast.units.cell_2.enrolments.get()

    response = admin.post(
        edit_address(cast.units.cell), edit_data(cast.units.cell, **rows(standing={other.pk: "2021-01-01"}))
    )

    assert "Một dòng ở đây không còn nữa." in response.content.decode()
    other.refresh_from_db()
    assert other.until is None


def test_code_of_a_catalogue_row__is_given_once(cast: Cast, admin: Client) -> None:
    category = make_category()

    admin.post(
        reverse("merit-categories:edit", args=[category.pk]),
        {"code": "khac", "name": "Tên khác", "public_label": "Tên khác", "family": "k-la", "position": 3},
    )

    category.refresh_from_db()
    assert (category.code, category.name, category.applies_to_individual) == ("hien-dat", "Tên khác", False)


def test_groups_screen__offers_no_permission_on_the_organisation(cast: Cast, client: Client) -> None:
    client.force_login(cast.giam_sat)

    page = client.get(reverse("wagtailusers_groups:add")).content.decode()

    for model in ("unit", "programme", "meritcategory", "commendationform"):
        for permission in Permission.objects.filter(content_type__app_label="honors", content_type__model=model):
            assert f'value="{permission.pk}"' not in page
