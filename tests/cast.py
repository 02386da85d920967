"""The fixed cast: a small tree and one person for every part in it.

```
P01 ── D04 Chợ Đồn ── C044 Quảng Bạch ── X029     chi_bo (editor), bi_thu (reviewer)
   ├── D02 Ba Bể ──── C014 Khang Ninh ── X021     chi_bo_2, bi_thu_2
   └── D09 Khối ───────────────────────── X053    a grassroots cell, nobody assigned
```
`huyen` reviews for D04, `huyen_2` for D02, `tinh` for the province, whose editor
is `tinh_bt`; `quan_tri` administers, `bien_tap` writes bulletins, and `giam_sat`
is a superuser whom nobody assigned anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group

from honors.levels import Level
from honors.models import Unit, UnitKind
from honors.permissions import ADMINISTRATORS
from tests.factories import enrol, make_assignment, make_unit, make_user
from workflows.models import Role

BULLETIN_EDITORS = "Biên tập bản tin"


@dataclass(frozen=True)
class Units:
    """The small tree."""

    province: Unit
    cho_don: Unit
    ba_be: Unit
    bloc: Unit
    quang_bach: Unit
    khang_ninh: Unit
    cell: Unit
    cell_2: Unit
    grassroots_cell: Unit


@dataclass(frozen=True)
class Cast:
    """Everybody, and the units they work for."""

    units: Units
    chi_bo: Any
    bi_thu: Any
    huyen: Any
    tinh: Any
    tinh_bt: Any
    quan_tri: Any
    bien_tap: Any
    chi_bo_2: Any
    bi_thu_2: Any
    huyen_2: Any
    giam_sat: Any

    @property
    def everybody(self) -> dict[str, Any]:
        """All people by name of the part."""
        return {name: person for name, person in vars(self).items() if name != "units"}


def make_units() -> Units:
    """The tree; its three cells keep the register since 2020."""
    province = make_unit("P01", "Đảng bộ tỉnh Bắc Kạn", level=Level.PROVINCE, short_name="Tỉnh ủy Bắc Kạn")
    cho_don = make_unit(
        "D04",
        "Đảng bộ huyện Chợ Đồn",
        level=Level.DISTRICT,
        parent=province,
        short_name="Huyện ủy Chợ Đồn",
        administrative_name="Huyện Chợ Đồn",
    )
    ba_be = make_unit(
        "D02",
        "Đảng bộ huyện Ba Bể",
        level=Level.DISTRICT,
        parent=province,
        short_name="Huyện ủy Ba Bể",
        administrative_name="Huyện Ba Bể",
    )
    bloc = make_unit(
        "D09",
        "Đảng bộ Khối các cơ quan tỉnh",
        level=Level.DISTRICT,
        parent=province,
        kind=UnitKind.BLOC_COMMITTEE,
        short_name="Đảng ủy Khối",
    )
    quang_bach = make_unit(
        "C044",
        "Đảng bộ xã Quảng Bạch",
        level=Level.GRASSROOTS,
        parent=cho_don,
        administrative_name="Xã Quảng Bạch",
    )
    khang_ninh = make_unit(
        "C014",
        "Đảng bộ xã Khang Ninh",
        level=Level.GRASSROOTS,
        parent=ba_be,
        administrative_name="Xã Khang Ninh",
    )
    cell = make_unit("X029", "Chi bộ thôn Nà Mẫu 15 (mẫu)", level=Level.CELL, parent=quang_bach)
    cell_2 = make_unit("X021", "Chi bộ thôn Nà Mẫu 07 (mẫu)", level=Level.CELL, parent=khang_ninh)
    grassroots_cell = make_unit(
        "X053",
        "Chi bộ cơ quan Mẫu 39 (mẫu)",
        level=Level.GRASSROOTS,
        parent=bloc,
        kind=UnitKind.GRASSROOTS_CELL,
    )
    for unit in (cell, cell_2, grassroots_cell):
        enrol(unit)
    return Units(province, cho_don, ba_be, bloc, quang_bach, khang_ninh, cell, cell_2, grassroots_cell)


def make_cast() -> Cast:
    """The tree and its people, all of whom can sign in with `factories.PASSWORD`."""
    units = make_units()
    cast = Cast(
        units=units,
        chi_bo=_assigned("chi-bo", units.cell, Role.EDITOR),
        bi_thu=_assigned("bi-thu", units.cell, Role.REVIEWER),
        huyen=_assigned("huyen", units.cho_don, Role.REVIEWER),
        tinh=_assigned("tinh", units.province, Role.REVIEWER),
        tinh_bt=_assigned("tinh-bt", units.province, Role.EDITOR),
        quan_tri=_grouped("quan-tri", ADMINISTRATORS),
        bien_tap=_grouped("bien-tap", BULLETIN_EDITORS),
        chi_bo_2=_assigned("chi-bo-2", units.cell_2, Role.EDITOR),
        bi_thu_2=_assigned("bi-thu-2", units.cell_2, Role.REVIEWER),
        huyen_2=_assigned("huyen-2", units.ba_be, Role.REVIEWER),
        giam_sat=make_user("giam-sat", is_superuser=True),
    )
    return cast


def _assigned(username: str, unit: Unit, role: str) -> Any:
    user = make_user(username)
    make_assignment(user, unit, role)
    return user


def _grouped(username: str, group: str) -> Any:
    user = make_user(username)
    user.groups.add(Group.objects.get(name=group))
    return user
