"""Charts as geometry: percentages along, pixels down, nothing outside the track."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from honors.charts import Measure, bar_chart


def test_bars__share_one_scale_and_stack_without_a_gap() -> None:
    drawn = bar_chart(
        key="k",
        title="Tên",
        summary="Một câu.",
        measures=[Measure("Một", [3, 1], "4"), Measure("Hai", [0, 8], "8"), Measure("Ba", [0, 0], "0")],
        series=["Duyệt", "Trả lại"],
    )
    parts = [[(part.style, part.x, part.width) for part in bar.parts] for bar in drawn.bars]
    assert parts == [[("s1", "0%", "37.5%"), ("s2", "37.5%", "12.5%")], [("s2", "0%", "100%")], []]
    assert drawn.legend == [("s1", "Duyệt"), ("s2", "Trả lại")]
    assert drawn.height == drawn.bars[-1].y + drawn.thickness


def test_bar__longer_than_the_track_ends_with_it() -> None:
    drawn = bar_chart(key="k", title="", summary="", measures=[Measure("Một", [150], "150")], longest=100)
    assert [part.width for part in drawn.bars[0].parts] == ["100%"]


def test_label__that_is_long_takes_more_lines_and_loses_nothing() -> None:
    label = "Người được đề nghị chấp hành tốt pháp luật và quy ước nơi cư trú"
    drawn = bar_chart(key="k", title="", summary="", measures=[Measure(label, [1], "1"), Measure("Hai", [1], "1")])
    lines = drawn.bars[0].lines
    assert " ".join(line.text for line in lines) == label
    assert len(lines) == 2
    assert drawn.bars[0].y > lines[-1].y > lines[0].y
    assert drawn.bars[1].lines[0].y > drawn.bars[0].y + drawn.thickness


def test_svg__says_what_it_is_without_viewbox_or_style_and_with_points_in_any_language() -> None:
    drawn = bar_chart(
        key="k", title="Tên <b>", summary="Một câu.", measures=[Measure("Một & hai", [1], "1"), Measure("Ba", [3], "3")]
    )
    with translation.override("vi"):
        svg = render_to_string("components/bar_chart.html", {"chart": drawn})
    for words in ('role="img"', "Tên &lt;b&gt;</title>", "Một câu.</desc>", "Một &amp; hai", 'width="33.33%"'):
        assert words in svg
    for words in ("viewBox", "style=", "<ul"):
        assert words not in svg
