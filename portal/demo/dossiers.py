"""What invented nominations say: nominee, deed, meeting and basis, with nothing missing unless it is meant to."""

from __future__ import annotations

import datetime
import random
from typing import TYPE_CHECKING, Any

from honors.models import HonoreeKind, MeritCategory, PublicationBasis, RegisterEntry, Unit
from honors.vietnamese import fold
from portal.demo.deeds import deeds_for, fill, worded
from portal.demo.facts import working_day_before
from portal.demo.names import invent_name
from portal.demo.people import Honoree, invent_collective, invent_person, place_of, setting_of
from workflows.models import Guideline, NoBasis, Nomination

if TYPE_CHECKING:
    from portal.accounts.models import User

DETAILS = (
    "Việc làm kéo dài từ tháng {3-6} đến tháng {9-11}, bà con trong đơn vị đều biết và xác nhận.",
    "Kết quả còn giữ được đến nay, đã có {3-9} người làm theo.",
    "Tổ kiểm tra của đơn vị đã đến xem tận nơi {2-3} lần, thấy đúng như báo cáo.",
    "Trong quá trình làm không nhận thù lao, không phát sinh kiến nghị.",
)
HOUSEHOLD_DEEDS = ("hien-dat-lam-duong", "mo-hinh-kinh-te", "do-thi-van-minh", "giup-do-hoan-canh-kho-khan", "khac")


class DossierMaker:
    """Makes nominations that are not yet saved."""

    def __init__(self, guideline: Guideline) -> None:
        self._guideline = guideline
        self._categories = {category.code: category for category in MeritCategory.objects.all()}

    def invent(
        self, rng: random.Random, *, unit: Unit, kind: str, editor: User, day: datetime.date, is_complete: bool = True
    ) -> Nomination:
        """Return a draft made on a day; an incomplete one has a name, a category and a paragraph."""
        honoree, category, citation = self._subject(rng, unit, kind, day.year)
        values: dict[str, Any] = {
            "honorific": honoree.honorific,
            "name": honoree.name,
            "category": self._categories[category],
            "achievement": f"{citation} {fill(rng, rng.choice(DETAILS))}",
        }
        if is_complete:
            values |= _nominee(rng, unit, kind, honoree)
            values |= _meeting(rng, working_day_before(day, rng.randint(2, 6)))
            values |= _basis(rng, honoree, kind, working_day_before(day, 8))
            values |= {"citation": citation, "deed_period": _month_before(day, rng.randint(1, 6))}
        return self._nomination(unit=unit, kind=kind, editor=editor, values=values)

    def of_entry(self, rng: random.Random, entry: RegisterEntry, *, editor: User, day: datetime.date) -> Nomination:
        """Return the dossier an entry came from, saying what the entry and its profile say."""
        page, bases = entry.page, {basis.kind: basis for basis in entry.bases.all()}
        publish = bases[PublicationBasis.Kind.PUBLISH]
        values: dict[str, Any] = {
            "honorific": entry.honorific,
            "name": entry.honoree_name,
            "role": entry.role,
            "birth_year": page.birth_year if page else None,
            "category": entry.category,
            "achievement": f"{entry.citation} {fill(rng, rng.choice(DETAILS))}",
            "citation": entry.citation,
            "deed_place": place_of(entry.unit_name),
            "basis_ground": publish.ground,
            "basis_given_by": publish.given_by,
            "basis_given_on": publish.given_on,
            "basis_proof": publish.proof,
            "opens_birth_year": PublicationBasis.Kind.BIRTH_YEAR in bases,
            "opens_members": PublicationBasis.Kind.MEMBERS in bases,
            **_meeting(rng, day),
        }
        if entry.kind == HonoreeKind.COLLECTIVE:
            values |= {"head_name": invent_name(rng, woman=True), "member_count": int(entry.role.split()[0])}
        return self._nomination(unit=entry.unit, kind=entry.kind, editor=editor, values=values)

    def _subject(self, rng: random.Random, unit: Unit, kind: str, year: int) -> tuple[Honoree, str, str]:
        """Return somebody of a kind with category code and citation."""
        setting = setting_of(unit.name)
        if kind == HonoreeKind.COLLECTIVE:
            deed = rng.choice(deeds_for(kind, setting))
            return invent_collective(rng, unit.name, rng.randrange(4)), deed.category, worded(rng, deed.text, setting)
        if kind == HonoreeKind.HOUSEHOLD:
            walk = "farmer" if setting == "village" else "resident"
            choices = [deed for code in HOUSEHOLD_DEEDS for deed in deeds_for(HonoreeKind.INDIVIDUAL, walk, code)]
            deed = rng.choice(choices)
            name = f"Hộ ông {invent_name(rng, woman=False)}"
            return (
                Honoree(name=name, honorific="", role="", members=rng.randint(3, 7)),
                deed.category,
                worded(rng, deed.text, setting),
            )
        person = invent_person(rng, setting, year=year)
        deed = rng.choice(deeds_for(HonoreeKind.INDIVIDUAL, person.walk))
        return person, deed.category, worded(rng, deed.text, setting)

    def _nomination(self, *, unit: Unit, kind: str, editor: User, values: dict[str, Any]) -> Nomination:
        return Nomination(
            unit=unit,
            kind=kind,
            guideline=self._guideline,
            created_by=editor,
            live=False,
            has_unpublished_changes=True,
            folded=fold(values["name"])[:250],
            **values,
        )


def _nominee(rng: random.Random, unit: Unit, kind: str, honoree: Honoree) -> dict[str, Any]:
    place = place_of(unit.name)
    values: dict[str, Any] = {"role": honoree.role, "deed_place": place, "address": f"{place} (mẫu)"}
    if kind == HonoreeKind.INDIVIDUAL:
        return {**values, "birth_year": honoree.birth_year, "is_minor": honoree.is_minor, "phone": "0900 000 000 (mẫu)"}
    head = honoree.name.removeprefix("Hộ ông ") if kind == HonoreeKind.HOUSEHOLD else invent_name(rng, woman=True)
    return {**values, "head_name": head, "member_count": honoree.members}


def _meeting(rng: random.Random, day: datetime.date) -> dict[str, Any]:
    """Return a meeting at which more than half of all official members voted for the nominee."""
    total = rng.randint(9, 26)
    present = total - rng.randint(0, total // 6)
    return {
        "meeting_on": day,
        "members_total": total,
        "members_present": present,
        "votes_for": present - rng.randint(0, present // 6),
    }


def _basis(rng: random.Random, honoree: Honoree, kind: str, day: datetime.date) -> dict[str, Any]:
    if rng.random() < 0.12:
        return {"basis_ground": NoBasis.NONE}
    values: dict[str, Any] = {
        "basis_ground": PublicationBasis.Ground.CONSENT,
        "basis_given_by": honoree.name,
        "basis_given_on": day,
        "basis_proof": "Phiếu đồng ý công khai (mẫu)",
    }
    if honoree.is_minor:
        values["guardian_name"] = "Người giám hộ (mẫu)"
    elif kind == HonoreeKind.INDIVIDUAL and rng.random() < 0.3:
        values["opens_birth_year"] = True
    return values


def _month_before(day: datetime.date, months: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return f"Tháng {month + 1} năm {year}"
