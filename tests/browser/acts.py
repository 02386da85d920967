"""What people do at the desk, by the screens alone."""

from __future__ import annotations

from typing import Any

from tests.browser.visitor import Visitor
from tests.factories import PDF

NOMINEE = "Nông Văn Ứng (mẫu)"
# A draft as a cell secretary begins it.
FIRST_WORDS = {
    "honorific": "ông",
    "name": NOMINEE,
    "achievement": "Hiến 310 m² đất vườn để mở rộng đường thôn.",
}
# What a submission asks for beyond.
THE_REST = {
    "birth_year": "1970",
    "role": "trưởng thôn",
    "deed_period": "Tháng 9 năm 2020",
    "deed_place": "Thôn Nà Mẫu (mẫu)",
    "citation": "Hiến 310 m² đất vườn để mở rộng đường thôn.",
    "meeting_on": "02/10/2020",
    "members_total": "14",
    "members_present": "12",
    "votes_for": "11",
    "basis_given_by": NOMINEE,
    "basis_given_on": "01/10/2020",
    "basis_proof": "Giấy đồng ý, lưu tại chi bộ",
}
SAVE = "footer .action-save"


def begin_nomination(editor: Visitor, category: str) -> None:
    """Save a draft with as little as a draft may have; the dossier opens."""
    editor.go("/admin/nominations/add/")
    editor.page.select_option("[name=category]", label=category)
    fill(editor, FIRST_WORDS)
    assert editor.send(editor.page.locator(SAVE)) == 200


def complete_nomination(editor: Visitor) -> None:
    """Add what is missing, from the dossier: the form, then one file for each document."""
    dossier = editor.page.url.removesuffix("submit/")
    editor.send(editor.page.locator("#acts a[href*='/edit/']").last)
    fill(editor, THE_REST)
    editor.page.select_option("[name=basis_ground]", "consent")
    assert editor.send(editor.page.locator(SAVE)) == 200
    assert editor.page.url == dossier
    add_files(editor)


def fill(visitor: Visitor, values: dict[str, str]) -> None:
    """Type into named fields."""
    for name, value in values.items():
        field = visitor.page.locator(f"[name={name}]")
        if name.endswith("_on"):
            visitor.type_date(field, value)
        else:
            field.fill(value)


def add_files(editor: Visitor) -> None:
    """Upload one PDF for each document the guideline names."""
    for document in editor.page.locator("#evidence select option[value]:not([value=''])").all_inner_texts():
        form = editor.page.locator("#evidence form.gd-fields")
        form.locator("select").select_option(label=document)
        upload: Any = {"name": f"{document}.pdf", "mimeType": "application/pdf", "buffer": PDF}
        form.locator("[type=file]").set_input_files(upload)
        assert editor.send(form.locator("button")) == 200


def submit(editor: Visitor) -> int:
    """Press “submit” on the dossier."""
    return editor.send(editor.page.locator("form[action$='/submit/'] button"))


def open_from_desk(person: Visitor, name: str = NOMINEE) -> None:
    """Find the dossier on one's desk and open it."""
    person.go("/admin/desk/")
    person.send(person.page.locator(".gd-name a", has_text=name))


def tick_all(reviewer: Visitor, answer: str = "met") -> None:
    """Answer every criterion alike."""
    for criterion in reviewer.page.locator("#sheet .gd-crit").all():
        criterion.locator(f"label.{answer}").click()


def approve(reviewer: Visitor) -> None:
    """Open the dossier from the desk, tick the sheet, approve."""
    open_from_desk(reviewer)
    tick_all(reviewer)
    assert reviewer.send(reviewer.page.locator("[data-gd-approve]")) == 200
