"""Charts as SVG without a word in it: the page's own words, type and colours stand around and in it.

Drawn by Vega-Lite (vl-convert) in a process that ends afterwards, since its engine would stay in memory for good
(180 MB); kept with the figure, so that no page waits for it. Colours are the page's tokens: light, dark and paper come
from its stylesheet. Where no chart can be drawn there is none; the table beside it says the same.
"""

import json
from collections.abc import Sequence
from typing import Final

from answerable.vault.confinement import run_child

COLOURS: Final = {
    "#000001": "var(--quiet)",
    "#000002": "var(--rule)",
    "#000003": "var(--accent-soft)",
    "#000004": "var(--accent)",
    "#000005": "var(--ink)",
}
TEXT, RULE, BAND, LINE, MARK = COLOURS
SPEC: Final = "https://vega.github.io/schema/vega-lite/v5.json"
WIDTH, HEIGHT = 300, 200
FONT: Final = "IBM Plex Sans"
Steps = Sequence[Sequence[int | str]]
"""[day, at risk, share, low, high], as documents have them."""
LEAST: Final = 3
"""Below so many days there is no curve to draw."""


def curves(charts: Sequence[Steps]) -> list[str]:
    """The share answered by day with its interval, of each; empty where it can't be drawn. One process draws them all."""
    specs = [curve_spec(steps) if len(steps) >= LEAST else None for steps in charts]
    if not any(specs):
        return ["" for _ in charts]
    done = run_child("answerable.figures.drawing", given=json.dumps(specs).encode())
    drawn: list[str] = json.loads(done) if done else ["" for _ in charts]
    return [coloured(svg) if svg else "" for svg in drawn]


def curve_spec(steps: Steps) -> dict[str, object]:
    """The chart as Vega-Lite."""
    values = [
        {"day": day, "share": float(share), "low": float(low), "high": float(high)}
        for day, _, share, low, high in steps
    ]
    half = next((one["day"] for one in values if float(one["share"]) >= 0.5), None)
    axis = {"labelColor": TEXT, "gridColor": RULE, "domain": False, "ticks": False, "labelFontSize": 13}
    return {
        "$schema": SPEC,
        "width": WIDTH,
        "height": HEIGHT,
        "background": None,
        "padding": 4,
        "data": {"values": values},
        "config": {"font": FONT, "view": {"stroke": None}, "axis": axis},
        "layer": _layers(last=int(steps[-1][0]), half=half),
    }


def _layers(*, last: int, half: object) -> list[dict[str, object]]:
    """The band, the line, and a ring where half have an answer."""
    day = {
        "field": "day",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, last], "nice": False},
        "axis": {"grid": False, "tickMinStep": 1, "tickCount": 6, "format": "d"},
    }
    share = {
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 1]},
        "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".0%"},
    }
    band = {"type": "area", "interpolate": "step-after", "color": BAND, "aria": False}
    line = {"type": "line", "interpolate": "step-after", "color": LINE, "strokeWidth": 2.5, "aria": False}
    ring = {"type": "point", "color": MARK, "size": 70, "strokeWidth": 2, "aria": False}
    layers: list[dict[str, object]] = [
        {"mark": band, "encoding": {"x": day, "y": {**share, "field": "low"}, "y2": {"field": "high"}}},
        {"mark": line, "encoding": {"x": day, "y": {**share, "field": "share"}}},
    ]
    if half is not None:
        point = {"data": {"values": [{"day": half, "share": 0.5}]}, "mark": ring}
        layers.append({**point, "encoding": {"x": day, "y": {**share, "field": "share"}}})
    return layers


def coloured(svg: str) -> str:
    """The drawing with the page's colours and type, and without a size of its own: it takes the width that there is."""
    for drawn, token in COLOURS.items():
        svg = svg.replace(f'"{drawn}"', f'"{token}"')
    svg = svg.replace(f'font-family="{FONT}"', 'font-family="inherit"')
    head, _, rest = svg.partition(">")
    box = head[head.index("viewBox=") :]
    return f'<svg class="chart" aria-hidden="true" focusable="false" {box}>{rest}'
