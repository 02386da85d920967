"""Single pieces that show what the crowd does not: a group with its people and pictures, and requests under way."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from honors.models import EntryState, HonoreeKind, HonoreePage, PublicationBasis, RegisterEntry
from portal.demo.book import verification_code
from portal.demo.facts import SAMPLE_MARK, dice
from portal.demo.names import invent_name
from portal.demo.pictures import draw_picture
from portal.media.models import PortalImage
from workflows.models import DataSubjectRequest, RequestAct, TellingChannel
from workflows.requests.acting import carry_out
from workflows.requests.handling import Told, close, grant, refuse, set_aside, take_on
from workflows.requests.intake import Asked, receive_request
from workflows.requests.targets import Target

if TYPE_CHECKING:
    import random

    from portal.demo.accounts import Staff

MEMBERS = 7
PICTURES = (("road", "Đoạn đường cả nhóm góp công"), ("fields", "Mùa gặt ở cánh đồng chung"))
CREDIT = "Tranh minh họa (mẫu)"
_Kind, _State, _Basis = DataSubjectRequest.Kind, DataSubjectRequest.State, PublicationBasis.Kind
# What is asked for, by the state it is to reach.
REQUESTS = (
    (_State.NEW, _Kind.CORRECTION, "Xin sửa nghề nghiệp: tôi đã nghỉ hưu từ tháng trước."),
    (_State.IN_HAND, _Kind.ACCESS, "Xin được biết những gì đang lưu về tôi."),
    (_State.GRANTED, _Kind.CORRECTION, "Xin sửa lại diện tích đất ghi trong thành tích."),
    (_State.REFUSED, _Kind.OBJECTION, "Đề nghị không ghi việc này là thành tích."),
    (_State.SET_ASIDE, _Kind.REMOVAL, "Xin gỡ bài (gửi hai lần)."),
)
CONSENT = "Tôi đồng ý để thông tin trong phiếu được dùng để xử lý yêu cầu này (mẫu)."


def make_showpieces(staff: Staff) -> None:
    """Give one collective members and pictures, and let one request stand in every state; about 150 queries."""
    _show_a_group()
    _show_requests(staff)


def _show_a_group() -> None:
    """The first collective that opened its members opens its pictures too."""
    entry = (
        RegisterEntry.objects.named()
        .filter(kind=HonoreeKind.COLLECTIVE, state=EntryState.ACTIVE, bases__kind=_Basis.MEMBERS, page__live=True)
        .order_by("unit__code", "number")
        .first()
    )
    if entry is None or entry.page_id is None:
        return
    rng = dice("group", entry.verification_code)
    opened = entry.bases.get(kind=_Basis.MEMBERS)
    PublicationBasis.objects.create(
        entry=entry,
        kind=_Basis.PHOTO,
        ground=opened.ground,
        given_by=opened.given_by,
        given_on=opened.given_on,
        proof=opened.proof,
    )
    page = HonoreePage.objects.get(pk=entry.page_id)
    page.members = "\n".join(f"{invent_name(rng, woman=rng.random() < 0.5)} {SAMPLE_MARK}" for _one in range(MEMBERS))
    page.gallery = json.dumps([_photo(motif, caption, rng) for motif, caption in PICTURES])
    page.save()


def _photo(motif: str, caption: str, rng: random.Random) -> dict[str, object]:
    name = f"nhom-{rng.randbytes(3).hex()}.jpg"
    picture = PortalImage.objects.create(
        title=caption, description=caption, credit=CREDIT, file=ContentFile(draw_picture(motif, rng), name=name)
    )
    value = {"image": picture.pk, "caption": caption, "credit": CREDIT}
    return {"type": "photo", "value": value, "id": str(uuid.UUID(int=rng.getrandbits(128), version=4))}


def _show_requests(staff: Staff) -> None:
    """One request for every state, each of somebody invented, brought there by the verbs of the desk."""
    named = RegisterEntry.objects.named().filter(unit__code="X029", kind=HonoreeKind.INDIVIDUAL, page__is_minor=False)
    entries = named.filter(state=EntryState.ACTIVE).select_related("page").order_by("number")
    for (state, kind, text), entry in zip(REQUESTS, entries[: len(REQUESTS)], strict=False):
        rng = dice("request", state)
        request = receive_request(
            asked=Asked(
                kind=kind,
                about=str(entry),
                asker=DataSubjectRequest.Asker.HONOREE,
                name=f"{entry.honoree_name} {SAMPLE_MARK}",
                phone="",
                email=f"{state.replace('_', '-')}@mau.example",
                text=text,
            ),
            target=Target(entry=entry, page=entry.page),
            form_key=rng.randbytes(16).hex(),
            consent=CONSENT,
        )
        DataSubjectRequest.objects.filter(pk=request.pk).update(reference=verification_code(rng))
        _bring(request.pk, state, staff)


def _bring(request_id: int, state: str, staff: Staff) -> None:
    """Act on a request until it stands in a state."""
    editor = staff.named("tinh-bt")
    if state == _State.IN_HAND:
        take_on(request_id=request_id, user=editor)
    elif state == _State.GRANTED:
        grant(request_id=request_id, user=editor)
        carry_out(request_id=request_id, user=editor, act=RequestAct.CORRECTED, words="Đã xem lại biên bản (mẫu).")
    elif state == _State.REFUSED:
        words = "Việc đã được các cấp xét đủ bước; tên có thể gỡ theo yêu cầu (mẫu)."
        refuse(request_id=request_id, user=editor, told=Told(words=words, channel=TellingChannel.PHONE))
        close(request_id=request_id, user=editor)
    elif state == _State.SET_ASIDE:
        set_aside(request_id=request_id, user=editor, reason="Gửi hai lần, đã có yêu cầu trước (mẫu).")
