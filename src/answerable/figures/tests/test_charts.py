"""Charts: drawn in a process of their own, without words, scripts and colours of their own; equal to the table beside them."""

import re

from answerable.figures import charts

STEPS = [[day, 40 - day, f"{day / 40:.6f}", f"{day / 50:.6f}", f"{day / 35:.6f}"] for day in range(31)]


def test_the_curve_is_an_svg_that_takes_the_pages_colours():
    svg, none = charts.curves([STEPS, STEPS[:2]])
    assert none == ""
    assert svg.startswith('<svg class="chart" aria-hidden="true" focusable="false" viewBox="0 0 ')
    assert (svg.count("var(--accent)"), svg.count("var(--accent-soft)"), svg.count("var(--ink)")) == (1, 1, 1)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg))
    assert {each for each in colours if not each.startswith("var(")} <= {"none", "transparent"}
    assert not re.search(r"<script|href|style=|url\(", svg)
    assert set(re.findall(r">([^<>]+)</text>", svg)) == {
        "0",
        "5",
        "10",
        "15",
        "20",
        "25",
        "30",
        "0%",
        "25%",
        "50%",
        "75%",
        "100%",
    }


def test_the_chart_is_drawn_of_what_the_table_says():
    spec = charts.curve_spec(STEPS)
    assert [[one["day"], one["share"]] for one in spec["data"]["values"]] == [
        [step[0], float(step[2])] for step in STEPS
    ]
    assert spec["layer"][2]["data"]["values"] == [{"day": 20, "share": 0.5}]
    assert len(charts.curve_spec(STEPS[:10])["layer"]) == 2  # half is not reached


def test_where_nothing_can_be_drawn_no_process_is_started():
    assert charts.curves([STEPS[:2], ()]) == ["", ""]
