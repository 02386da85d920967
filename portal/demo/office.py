"""The office behind the demo: an address nobody lives at, numbers nobody answers."""

from __future__ import annotations

from portal.contact.models import ContactDetails

DETAILS = {
    "office": "Văn phòng Sổ ghi danh (mẫu)",
    "address": "Số 0, đường Mẫu, thành phố Bắc Kạn (mẫu)",
    "phone": "0209 000 0000 (mẫu)",
    "email": "van-phong@ghidanh.example",
    "hours": "Thứ Hai đến thứ Sáu, 7 giờ 30 - 11 giờ 30 và 13 giờ 30 - 17 giờ (mẫu)",
    "rights_person": "Bà Hoàng Thị Mẫu, chuyên viên (mẫu)",
    "rights_phone": "0209 000 0001 (mẫu)",
    "rights_email": "quyen-rieng-tu@ghidanh.example",
    "english": (
        "A demonstration of the province's honour register: every person, address and number in it is invented.\n"
        "Write to van-phong@ghidanh.example (sample)."
    ),
}


def make_office() -> None:
    """Fill in how the office is reached. One query."""
    ContactDetails.objects.create(**DETAILS)
