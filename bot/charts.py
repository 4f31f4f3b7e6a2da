"""Charts of a card: VChart specs as pure JSON, without words in them, for a spec speaks one language only.

Source: open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/chart.
A client that draws 2.0 cards (7.20 or newer) has VChart 1.10.1 or 1.12.3; only what both know is used. What the parts
of a chart are called stands beneath it, by their numbers, in both languages; so do their figures.
"""

import math
from collections.abc import Sequence

from bot.card import columns, md, note
from bot.markup import EMPTY, Element, clean, cut
from bot.text import Text, joined, same
from sales.records import dataclass

LABEL_LETTERS = 10
BAR_PIXELS, FRAME_PIXELS, LIMIT_PIXELS = 30, 24, 999
LINE_PIXELS, ROUND_PIXELS, STANDING_PIXELS = 150, 160, 170
ROOM_FOR_LABEL = 1.15
MOST = 10**15
TARGET_GREY = "#8F959E"
TITLE = Text("**{title}**", "**{title}**")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: whose it is (a name that is the same in both languages, cut to 10 letters) and how much."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a ring or step of a funnel: how much it is, what it is called, and its figure as people read it."""

    words: Text
    value: float
    figure: Text


@dataclass(frozen=True, slots=True)
class Mark:
    """One place of a line: what stands under it (digits, such as a day's), how much there is and how much is wanted.

    `value` is None where nothing is known yet, `wanted` where there is no target.
    """

    label: str
    value: float | None
    wanted: float | None = None


def _finite(value: float) -> float:
    """Two decimals, and no number that a phone's arithmetic or JSON would lose."""
    return round(min(max(value, -MOST), MOST), 2) if math.isfinite(value) else 0


def _labels(names: Sequence[str]) -> list[str]:
    """A label for each that no other has: two equal names would be drawn as one."""
    labels: list[str] = []
    for name in names:
        label = again = cut(" ".join(clean(name).split()), LABEL_LETTERS) or EMPTY
        turn = 1
        while again in labels:
            turn += 1
            again = f"{label} {turn}"
        labels.append(again)
    return labels


def _target(target: float, axis: str) -> Element:
    return {
        axis: target,
        "line": {"style": {"stroke": TARGET_GREY, "lineDash": [4, 4], "lineWidth": 1}},
        "label": {
            "visible": True,
            "text": f"{target:,}".removesuffix(".0"),
            "position": "end" if axis == "x" else "insideEndTop",
            "style": {"fill": TARGET_GREY},
        },
        "endSymbol": {"visible": False},
    }


def _spec(bars: Sequence[Bar], target: float | None, *, lying: bool) -> Element:
    values = [_finite(bar.value) for bar in bars]
    most = max([*values, target or 0, 0]) * ROOM_FOR_LABEL or 1
    names = _labels([bar.label for bar in bars])
    spec: Element = {
        "type": "bar",
        "data": {"values": [{"name": n, "value": v} for n, v in zip(names, values, strict=True)]},
        "xField": "value" if lying else "name",
        "yField": "name" if lying else "value",
        "barMaxWidth": 16 if lying else 28,
        "label": {"visible": True, "position": "outside"},
        "axes": [
            {"orient": "left" if lying else "bottom", "type": "band", "tick": {"visible": False}},
            {
                "orient": "bottom" if lying else "left",
                "type": "linear",
                "visible": False,
                "min": min([*values, 0]),
                "max": most,
            },
        ],
        "legends": {"visible": False},
        "padding": {"top": 16 if target else 4, "right": 12, "bottom": 4, "left": 4},
        "media": [],
    }
    lie: Element = {"direction": "horizontal"} if lying else {}
    return spec | lie | ({"markLine": [_target(target, "x" if lying else "y")]} if target else {})


def _chart(spec: Element, pixels: int) -> Element:
    return {
        "tag": "chart",
        "color_theme": "brand",
        "preview": True,
        "height": f"{min(max(pixels, BAR_PIXELS + FRAME_PIXELS), LIMIT_PIXELS)}px",
        "chart_spec": spec,
    }


def bars(title: Text, bars: Sequence[Bar], *, target: float | None = None, height: int | None = None) -> Element:
    """Lying bars, first on top, each with its name left and its figure at its end; `target` is a dashed line.

    Lying, because eight names under standing bars would be turned on a 360 px phone. `title` says the finding
    and stands above as markdown in both languages; `height` is in pixels, by default 30 a bar.
    """
    spec = _spec(bars, _finite(target or 0) or None, lying=True)
    return columns([md(TITLE, title=title), _chart(spec, height or len(bars) * BAR_PIXELS + FRAME_PIXELS)])


def standing(title: Text, bars: Sequence[Bar], *, target: float | None = None) -> Element:
    """Standing bars for few short labels, such as the months of a quarter; `target` is a dashed line across."""
    spec = _spec(bars, _finite(target or 0) or None, lying=False)
    return columns([md(TITLE, title=title), _chart(spec, STANDING_PIXELS)])


def line(title: Text, marks: Sequence[Mark], legend: Text | None = None) -> Element:
    """What has come together so far as a filled line, what is wanted as a dashed grey one; every mark has its place.

    The upright axis is not shown, for its numbers would need a unit, which is a word: `title` says the finding, and
    `legend`, small beneath, what the two lines are.
    """
    return columns(
        [md(TITLE, title=title), _chart(_line_spec(marks), LINE_PIXELS), *([note(legend)] if legend else [])]
    )


def _line_spec(marks: Sequence[Mark]) -> Element:
    names = _labels([mark.label for mark in marks])
    wanted = [(n, mark.wanted) for n, mark in zip(names, marks, strict=True)]
    known = [(n, mark.value) for n, mark in zip(names, marks, strict=True) if mark.value is not None]
    # What is wanted comes first, with every mark, so that the axis has them all and in their order.
    return {
        "type": "common",
        "data": [_places("wanted", wanted), _places("known", known)],
        "series": [
            _series("line", "wanted", {"stroke": TARGET_GREY, "lineDash": [4, 4], "lineWidth": 1}),
            _series("area", "known", {"lineWidth": 2}) | {"area": {"style": {"fillOpacity": 0.15}}},
        ],
        "axes": [
            {"orient": "bottom", "type": "band", "tick": {"visible": False}, "label": {"autoHide": True}},
            {"orient": "left", "type": "linear", "visible": False, "zero": True},
        ],
        "legends": {"visible": False},
        "padding": {"top": 8, "right": 12, "bottom": 4, "left": 12},
        "media": [],
    }


def _places(name: str, values: Sequence[tuple[str, float | None]]) -> Element:
    """A place without a number is named all the same; JSON has no other way to leave it empty."""
    rows: list[Element] = [{"x": x} if y is None else {"x": x, "y": _finite(y)} for x, y in values]
    return {"id": name, "values": rows}


def _series(kind: str, name: str, style: Element) -> Element:
    return {
        "type": kind,
        "dataId": name,
        "xField": "x",
        "yField": "y",
        "line": {"style": style},
        "point": {"visible": False},
    }


def ring(title: Text, parts: Sequence[Part], *, middle: str = "") -> Element:
    """Parts of a whole as a ring with their numbers outside, and a legend of both languages beneath.

    `middle` is a figure without words, such as `85%`; parts of nothing are left out of the ring, not of the legend.
    """
    drawn = [(str(n), _finite(part.value)) for n, part in enumerate(parts, 1) if part.value > 0]
    inside: Element = {"visible": True, "title": {"visible": True, "style": {"text": clean(middle), "fontSize": 20}}}
    spec: Element = {
        "type": "pie",
        "data": {"values": [{"name": name, "value": value} for name, value in drawn]},
        "valueField": "value",
        "categoryField": "name",
        "outerRadius": 0.8,
        "innerRadius": 0.55,
        "label": {"visible": True},
        "legends": {"visible": False},
        "media": [],
    }
    return columns(
        [md(TITLE, title=title), _chart(spec | ({"indicator": inside} if middle else {}), ROUND_PIXELS), _legend(parts)]
    )


def funnel(title: Text, parts: Sequence[Part]) -> Element:
    """Steps that grow fewer, the first on top, by their numbers, with a legend of both languages beneath."""
    values = [{"name": str(n), "value": max(_finite(part.value), 0)} for n, part in enumerate(parts, 1)]
    spec: Element = {
        "type": "funnel",
        "data": {"values": values},
        "categoryField": "name",
        "valueField": "value",
        "label": {"visible": True},
        "legends": {"visible": False},
        "media": [],
    }
    height = len(parts) * BAR_PIXELS + FRAME_PIXELS
    return columns([md(TITLE, title=title), _chart(spec, height), _legend(parts)])


def _legend(parts: Sequence[Part]) -> Element:
    named = Text("{n} {words} {figure}", "{n} {words} {figure}")
    lines = [named.fill(n=n, words=part.words, figure=part.figure) for n, part in enumerate(parts, 1)]
    return note(joined(lines, "　") if lines else same(EMPTY))
