"""Invented names: families, middle and given names as they are met in the province, freely combined."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class NameStock:
    """Names that go together; `weight` is how often the stock is drawn."""

    weight: int
    families: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    men_given: tuple[str, ...]
    women_given: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(","))


STOCKS = (
    NameStock(  # Tày
        52,
        _words("Nông Hoàng Ma Hà Lường Đồng Lục Hứa Vi La Dương Đàm Bế Nguyễn Triệu Lưu Sằm Chu Quách"),
        _phrases("Văn, Đình, Quốc, Hữu, Đức, Trung, Sỹ, Ngọc, Minh, Công, Xuân, Thế, Viết, Duy, Bảo"),
        _phrases("Thị, Thị Thu, Thị Hải, Thị Mỹ, Thị Bích, Thị Thanh, Thúy, Thị Kim, Bích, Thị Hồng, Thị Ánh"),
        _words(
            "Ấn Biên Chiến Cương Dần Đẩu Điềm Đồng Giáp Hiển Hòa Huấn Khiêm Kiên Lạng Lập Mạnh Nghiệp Nguyện Nhâm "
            "Phúc Quyền Sinh Tần Thịnh Thuyên Toàn Tuyển Ứng Vượng Vỹ Xuyến"
        ),
        _words(
            "Ái Bình Cúc Chuyên Diệp Dung Điệp Hảo Hậu Hiên Huệ Khuyên Lan Liễu Loan Mến Ngà Nguyệt Nhạn Phẩm Phượng "
            "Quyên Sao Thắm Thơm Thu Tuyết Ưởng Vân Viện Xoan Yến"
        ),
    ),
    NameStock(  # Dao
        20,
        _words("Triệu Bàn Đặng Lý Phùng Dương Hoàng Chu"),
        _phrases("Tòn, Văn, Phụ, Chòi, Tiến, Hữu, Nguyên, Quý, Thông, Vần"),
        _phrases("Thị, Mùi, Thị Mùi, Mán, Thị Lai, Tả"),
        _words("Phâu Thìn Chài Sênh Dất Kinh Ton Lìn Chiêu Phin Quang Thành Phú Liều Hin Sơn Vạn Thắng"),
        _words("Hườm Nhất Ghến Chuổng Mẩy Náy Sểnh Pham Lai Coi Mụi Chiêm Nải Viển Lưu Sính"),
    ),
    NameStock(  # Nùng
        12,
        _words("Nông Hoàng Lâm Long Lương Mã Vương Phan Lộc Linh Hứa Đinh"),
        _phrases("Văn, Thanh, Đình, Quang, Việt, Hoàng, Chí, Tiến"),
        _phrases("Thị, Thị Lệ, Thị Minh, Thị Thùy, Thị Bé, Thị Nga"),
        _words("Bảo Cao Chấn Dân Định Hàn Hùng Khánh Lâm Lợi Páo Phong Sáng Thạch Tiệp Trường Vinh"),
        _words("Anh Bông Chi Én Hằng Hợi Liên Lý Mai Ngoan Pảo Sen Thỏa Tươi Út Vui"),
    ),
    NameStock(  # Kinh
        11,
        _words("Nguyễn Phạm Lê Vũ Đỗ Bùi Ngô Đào Hoàng Phan Tạ"),
        _phrases("Văn, Hữu, Đức, Quang, Tuấn, Anh, Thành, Mạnh"),
        _phrases("Thị, Thị Thu, Thu, Thị Ngọc, Thanh, Thị Minh, Phương"),
        _words("Bách Cường Duy Đạt Giang Hải Hưng Khôi Long Nam Phương Quân Sơn Thái Trọng Tùng Việt"),
        _words("Châm Duyên Gấm Hà Hạnh Hương Lam Linh Mơ Nga Nhung Oanh Thảo Thêu Trang Tâm Uyên"),
    ),
    NameStock(  # Mông
        5,
        _words("Giàng Lầu Vàng Thào Hầu Sùng Lý Dương Hoàng Mùa"),
        _phrases("A, Seo, Văn, Mí, Chá"),
        _phrases("Thị, Thị Mỷ, Y, Seo, Thị Vá"),
        _words("Chính Dơ Lử Páo Pủa Sình Súa Thái Tủa Vư Xà"),
        _words("Chở Dở Máy Mỷ Pàng Sông Súa Vá Xua Dợ"),
    ),
)
# Real persons of the source article never lend their names to invented deeds.
_TAKEN = frozenset({"Triệu Phúc Bình", "Trần Thị Phương Anh"})


def invent_name(rng: random.Random, *, woman: bool) -> str:
    """Return a full name: family, middle, given."""
    stock = rng.choices(STOCKS, weights=[stock.weight for stock in STOCKS])[0]
    middle = rng.choice(stock.women if woman else stock.men)
    given = rng.choice(stock.women_given if woman else stock.men_given)
    name = f"{rng.choice(stock.families)} {middle} {given}"
    return name if name not in _TAKEN else invent_name(rng, woman=woman)
