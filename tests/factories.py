"""Objects for tests: plain functions, each with the least that makes its object whole."""

from __future__ import annotations

import datetime
import itertools
from functools import lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.rich_text import RichText

from honors.levels import Level
from honors.models import (
    REGISTER_PROGRAMME,
    ColourFamily,
    Decision,
    HonoreeKind,
    HonoreePage,
    MeritCategory,
    Programme,
    ProgrammeEnrolment,
    PublicationBasis,
    RegisterEntry,
    Unit,
    UnitKind,
)
from honors.services import BasisGiven, EntryRequest, StepTaken, register_entry
from honors.vietnamese import fold
from portal.bulletins.models import BulletinIndexPage, BulletinPage
from workflows.models import Assignment, Criterion, Evidence, Guideline, Nomination, RequiredDocument, Role, RouteStep

PASSWORD = "cay-da-ben-nuoc-2020"
SINCE = datetime.date(2020, 1, 1)
_NUMBERS = itertools.count(1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@lru_cache(maxsize=1)
def _password_hash() -> str:
    """One slow hash a run instead of one for every person."""
    return make_password(PASSWORD)


def make_user(username: str, full_name: str = "", **fields: Any) -> Any:
    """A person who can sign in with PASSWORD."""
    return get_user_model().objects.create(
        username=username,
        full_name=full_name or f"Người {username} (mẫu)",
        password=_password_hash(),
        **fields,
    )


def make_unit(code: str, name: str, *, level: int, parent: Unit | None = None, **fields: Any) -> Unit:
    """A unit that has always existed."""
    kinds = {
        Level.CELL: UnitKind.CELL,
        Level.GRASSROOTS: UnitKind.COMMUNE_COMMITTEE,
        Level.DISTRICT: UnitKind.DISTRICT_COMMITTEE,
        Level.PROVINCE: UnitKind.PROVINCIAL_COMMITTEE,
    }
    values = {"kind": kinds[Level(level)], **fields}
    return Unit.objects.create(code=code, name=name, level=level, parent=parent, **values)


def make_programme(code: str = REGISTER_PROGRAMME) -> Programme:
    """A programme; the same row however often it is asked for."""
    return Programme.objects.get_or_create(code=code, defaults={"name": code})[0]


def enrol(unit: Unit, programme: str = REGISTER_PROGRAMME, since: datetime.date = SINCE) -> ProgrammeEnrolment:
    """A unit's enrolment in a programme."""
    return ProgrammeEnrolment.objects.create(unit=unit, programme=make_programme(programme), since=since)


def make_assignment(user: Any, unit: Unit, role: str = Role.REVIEWER, **fields: Any) -> Assignment:
    """An assignment that holds since 2020, with the groups that follow from it."""
    from workflows.staff import refresh_groups

    assignment = Assignment.objects.create(user=user, unit=unit, role=role, **{"since": SINCE, **fields})
    refresh_groups(user=user)
    return assignment


def make_category(code: str = "hien-dat", name: str = "Hiến đất làm đường", **fields: Any) -> MeritCategory:
    """A merit category for every kind; the same row however often it is asked for."""
    values = {"name": name, "public_label": name, "family": ColourFamily.EARTH, **fields}
    return MeritCategory.objects.get_or_create(code=code, defaults=values)[0]


def make_decision(number: str = "77-QĐ/TU", **fields: Any) -> Decision:
    """A decision of the province; the same row however often it is asked for."""
    key = {"number": number, "signed_on": datetime.date(2021, 3, 2), "issuer": "Tỉnh ủy (mẫu)", **fields}
    return Decision.objects.get_or_create(**key)[0]


def make_guideline(
    number: str = "01-HD/BTGTU (mẫu)", state: str = Guideline.State.IN_FORCE, **fields: Any
) -> Guideline:
    """A guideline with three criteria, two required documents and a route that leaves the commune out.

    The second criterion may be not applicable, the third is not required.
    """
    guideline = Guideline.objects.create(
        number=number, title="Hướng dẫn xét chọn (mẫu)", state=state, **{"valid_from": SINCE, **fields}
    )
    Criterion.objects.create(guideline=guideline, position=1, text="Việc làm có thật")
    Criterion.objects.create(guideline=guideline, position=2, text="Không có khiếu nại", allows_not_applicable=True)
    Criterion.objects.create(guideline=guideline, position=3, text="Có sức lan tỏa", required=False)
    RequiredDocument.objects.create(guideline=guideline, position=1, name="Báo cáo thành tích")
    RequiredDocument.objects.create(guideline=guideline, position=2, name="Biên bản họp chi bộ")
    RouteStep.objects.create(guideline=guideline, level=Level.CELL)
    RouteStep.objects.create(guideline=guideline, level=Level.GRASSROOTS, optional=True, left_out=True)
    RouteStep.objects.create(guideline=guideline, level=Level.DISTRICT)
    RouteStep.objects.create(guideline=guideline, level=Level.PROVINCE)
    return guideline


def make_nomination(unit: Unit, created_by: Any, *, with_evidence: bool = True, **fields: Any) -> Nomination:
    """A draft of an individual with everything the guideline in force asks for, saved as the editor saves it.

    Names differ from one to the next, or the second would be announced as the first one's double.
    """
    values = {
        "kind": HonoreeKind.INDIVIDUAL,
        "honorific": "ông",
        "name": f"Nông Văn Ứng {next(_NUMBERS)} (mẫu)",
        "birth_year": 1970,
        "role": "trưởng thôn",
        "achievement": "Hiến 310 m² đất vườn để mở rộng đường thôn.",
        "deed_period": "Tháng 9 năm 2020",
        "deed_place": "Thôn Nà Mẫu (mẫu)",
        "citation": "Hiến 310 m² đất vườn để mở rộng đường thôn.",
        "meeting_on": datetime.date(2020, 10, 2),
        "members_total": 14,
        "members_present": 12,
        "votes_for": 11,
        "basis_ground": "consent",
        "basis_given_by": "Nông Văn Ứng (mẫu)",
        "basis_given_on": datetime.date(2020, 10, 1),
        "basis_proof": "Giấy đồng ý, lưu tại chi bộ",
        **fields,
    }
    if "category" not in values:
        values["category"] = make_category()
    if "guideline" not in values:
        values["guideline"] = Guideline.objects.in_force().first() or make_guideline()
    nomination = Nomination(unit=unit, created_by=created_by, live=False, **values)
    nomination.full_clean()
    nomination.save()
    if with_evidence:
        for document in nomination.guideline.documents.filter(required=True):
            make_evidence(nomination, document)
    nomination.save_revision(user=created_by)
    return nomination


def make_evidence(nomination: Nomination, document: RequiredDocument | None = None, **fields: Any) -> Evidence:
    """A stored PDF that belongs to a nomination."""
    values = {
        "name": "bien-ban.pdf",
        "content_type": "application/pdf",
        "size": len(PDF),
        "added_by": nomination.created_by,
        **fields,
    }
    evidence = Evidence(nomination=nomination, document=document, **values)
    evidence.file.save("bien-ban.pdf", ContentFile(PDF), save=False)
    evidence.save()
    return evidence


def make_entry(unit: Unit, **fields: Any) -> RegisterEntry:
    """An entry with its approval trail, entered and, with a basis to publish, published by the service.

    `bases` are kinds of basis, all given by consent; `published=False` gives none.
    """
    kinds = fields.pop("bases", [PublicationBasis.Kind.PUBLISH] if fields.pop("published", True) else [])
    steps = fields.pop("steps", None) or [
        StepTaken(level=Level.CELL, unit_name=unit.name, decided_on=datetime.date(2020, 10, 2)),
        StepTaken(level=Level.GRASSROOTS),
        StepTaken(level=Level.DISTRICT, unit_name="Huyện ủy (mẫu)", decided_on=datetime.date(2020, 10, 9)),
        StepTaken(level=Level.PROVINCE, unit_name="Tỉnh ủy (mẫu)", decided_on=datetime.date(2020, 10, 20)),
    ]
    values = {
        "kind": HonoreeKind.INDIVIDUAL,
        "name": "Nông Văn Ứng",
        "honorific": "ông",
        "role": "trưởng thôn",
        "citation": "Hiến 310 m² đất vườn để mở rộng đường thôn.",
        "registered_on": datetime.date(2020, 10, 22),
        **fields,
    }
    if "category" not in values:
        values["category"] = make_category()
    given = [BasisGiven(kind=kind, ground="consent", given_on=datetime.date(2020, 10, 1)) for kind in kinds]
    request = EntryRequest(unit=unit, steps=steps, bases=given, **values)
    return register_entry(request=request, actor=None)


def make_profile(unit: Unit, **fields: Any) -> HonoreePage:
    """A live profile with one entry."""
    entry = make_entry(unit, **fields)
    return HonoreePage.objects.get(pk=entry.page_id)


def make_bulletin(title: str = "Sáng thứ Hai đầu tháng (mẫu)", *, live: bool = True, **fields: Any) -> BulletinPage:
    """A bulletin of two paragraphs under /ban-tin/."""
    values = {
        "slug": slugify(fold(title)),
        "published_on": datetime.date(2021, 1, 4),
        "lead": "Trước giờ chào cờ, bà con đã quét xong sân nhà văn hóa.",
        "byline": "Minh Thảo (mẫu)",
        "body": [("paragraph", RichText("<p>Đoạn một.</p>")), ("paragraph", RichText("<p>Đoạn hai./.</p>"))],
        **fields,
    }
    page = BulletinPage(title=title, live=live, **values)
    BulletinIndexPage.objects.get().add_child(instance=page)
    return page


def given(kind: str, **fields: Any) -> BasisGiven:
    """A basis given by consent."""
    values = {"ground": "consent", "given_by": "Gia đình (mẫu)", "given_on": datetime.date(2020, 10, 1), **fields}
    return BasisGiven(kind=kind, **values)
