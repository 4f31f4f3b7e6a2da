"""Charts of a card: VChart specs as pure JSON, without words in them, for a spec speaks one language only.

Source: open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/chart.
A client that draws 2.0 cards (7.20 or newer) has VChart 1.10.1 or 1.12.3; only what both know is used.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.card import columns, md
from bot.markup import EMPTY, Element, clean, cut
from bot.text import Text

LABEL_LETTERS = 10
BAR_PIXELS, FRAME_PIXELS, LIMIT_PIXELS = 30, 24, 999
ROOM_FOR_LABEL = 1.15
MOST = 10**15
TARGET_GREY = "#8F959E"
TITLE = Text("**{title}**", "**{title}**")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: whose it is (a name that is the same in both languages, cut to 10 letters) and how much."""

    label: str
    value: float


def _finite(value: float) -> float:
    """Two decimals, and no number that a phone's arithmetic or JSON would lose."""
    return round(min(max(value, -MOST), MOST), 2) if math.isfinite(value) else 0


def _labels(bars: Sequence[Bar]) -> list[str]:
    """A label for each bar that no other has: two equal names would be drawn as one bar."""
    labels: list[str] = []
    for bar in bars:
        label = again = cut(" ".join(clean(bar.label).split()), LABEL_LETTERS) or EMPTY
        turn = 1
        while again in labels:
            turn += 1
            again = f"{label} {turn}"
        labels.append(again)
    return labels


def _target(target: float) -> Element:
    return {
        "x": target,
        "line": {"style": {"stroke": TARGET_GREY, "lineDash": [4, 4], "lineWidth": 1}},
        "label": {
            "visible": True,
            "text": f"{target:,}".removesuffix(".0"),
            "position": "end",
            "style": {"fill": TARGET_GREY},
        },
        "endSymbol": {"visible": False},
    }


def _spec(bars: Sequence[Bar], target: float | None) -> Element:
    values = [_finite(bar.value) for bar in bars]
    most = max([*values, target or 0, 0]) * ROOM_FOR_LABEL or 1
    spec: Element = {
        "type": "bar",
        "direction": "horizontal",
        "data": {"values": [{"name": n, "value": v} for n, v in zip(_labels(bars), values, strict=True)]},
        "xField": "value",
        "yField": "name",
        "barMaxWidth": 16,
        "label": {"visible": True, "position": "outside"},
        "axes": [
            {"orient": "left", "type": "band", "tick": {"visible": False}},
            {"orient": "bottom", "type": "linear", "visible": False, "min": min([*values, 0]), "max": most},
        ],
        "legends": {"visible": False},
        "padding": {"top": 16 if target else 4, "right": 12, "bottom": 4, "left": 4},
        "media": [],
    }
    return spec | ({"markLine": [_target(target)]} if target else {})


def bars(title: Text, bars: Sequence[Bar], *, target: float | None = None, height: int | None = None) -> Element:
    """Lying bars, first on top, each with its name left and its figure at its end; `target` is a dashed line.

    Lying, because eight names under standing bars would be turned on a 360 px phone. `title` says the finding
    and stands above as markdown in both languages; `height` is in pixels, by default 30 a bar.
    """
    pixels = height or len(bars) * BAR_PIXELS + FRAME_PIXELS
    chart: Element = {
        "tag": "chart",
        "color_theme": "brand",
        "preview": True,
        "height": f"{min(max(pixels, BAR_PIXELS + FRAME_PIXELS), LIMIT_PIXELS)}px",
        "chart_spec": _spec(bars, _finite(target or 0) or None),
    }
    return columns([md(TITLE, title=title), chart])
