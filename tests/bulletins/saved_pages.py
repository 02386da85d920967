"""Saved pages of the old portal, invented, in the shape the portal had."""

from __future__ import annotations

NBSP = "\u00a0"

SAVED_PAGE = f"""PublishingPortal - Block_BanTin_Toolbar

04/01/2021
Tăng cỡ chữ Giảm cỡ chữ
Sáng thứ Hai ở thôn Nà Mẫu (mẫu)
Bà con đã quét xong sân{NBSP}nhà văn hóa. Ai cũng biết vì sao.

 PublishingPortal - Block_BanTin_ViewData

Sương còn nằm trên mặt ruộng; 12{NBSP}hộ đã đến.

Ông Hà Sỹ Nguyện (mẫu) kéo dây cờ

Bí thư hỏi: “Ai đọc sổ hôm nay?”

Tiếng vỗ tay dài nhất dành cho em học sinh trả lại ví <tiền> & giấy tờ./.

Minh Thảo (mẫu)
"""
