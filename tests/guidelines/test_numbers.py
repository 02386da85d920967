"""Numbers of documents: two grammars, and a warning that never stands in the way."""

from __future__ import annotations

import pytest

from workflows.guidelines.numbers import number_warning


@pytest.mark.parametrize(
    "number",
    ["58-HD/BTGTU", "36-HD/VPTW", "983-QĐ/TU", "435/HD-UBND", "98/2023/NĐ-CP", "12a-HD/BTG-DV", "01-HD/BTGTU (mẫu)"],
)
def test_number__of_a_party_or_state_office_passes_in_silence(number: str) -> None:
    assert number_warning(number) == ""


@pytest.mark.parametrize("number", ["58", "58 HD BTGTU", "HD-58/BTGTU", "435-HD-UBND", "58-hd/btgtu", "số 5", "1" * 60])
def test_number__of_no_grammar_is_named_in_the_warning(number: str) -> None:
    assert number in number_warning(number)
