"""Card JSON 2.0 as pure functions: everything the bot says is built here, and no handler sees a dict.

Platform facts: open.feishu.cn/document/feishu-cards/card-json-v2-structure and the component pages beside it.
A 2.0 card needs client 7.20 or newer, so features of 7.9 (panels, column backgrounds) are always there.
"""

from collections.abc import Sequence

import orjson

from bot.limits import faults_of
from bot.markup import EMPTY, Element, clean, cut, escape, escaped, localized, plain_text
from bot.tables import Column, Kind, table
from bot.text import Text
from sales.records import dataclass

__all__ = [
    "Card", "Column", "Element", "Kind", "Metric", "TooLarge", "big_number", "block", "card", "clean", "columns", "cut",
    "escape", "facts", "faults", "fitting", "heading", "headline", "md", "metrics", "note", "panel", "plain",
    "plain_text", "table", "tag",
]  # fmt: skip

HEADING = Text("**{words}**", "**{words}**")
GREY = Text("<font color='grey'>{words}</font>", "<font color='grey'>{words}</font>")
PHONE_HALF = 18


class TooLarge(ValueError):  # noqa: N818 - named for what the card is
    """A card the platform would refuse; the message lists every fault found."""


@dataclass(frozen=True, slots=True)
class Card:
    """A whole card, ready to be sent, patched or answered with; `json` is shared, so nobody may change it."""

    json: Element

    def dumps(self) -> str:
        """Compact JSON, as the `content` of a message wants it."""
        return orjson.dumps(self.json).decode()

    @property
    def size(self) -> int:
        """UTF-8 bytes of the compact JSON, before the request quotes it once more."""
        return len(orjson.dumps(self.json))


def md(words: Text, /, *, size: str = "normal", align: str | None = None, **values: object) -> Element:
    """A markdown element of a trusted template; `{name}` places take escaped values, a `Text` by language."""
    zh, en = words.zh, words.en
    if values:
        chinese: dict[str, str] = {}
        english: dict[str, str] = {}
        for name, value in values.items():
            if isinstance(value, Text):
                chinese[name], english[name] = escaped(value)
            else:
                chinese[name] = english[name] = escape(str(value))
        zh, en = zh.format_map(chinese), en.format_map(english)
    element = localized("markdown", zh, en)
    element["text_size"] = size
    if align:
        element["text_align"] = align
    return element


def plain(words: Text, *, size: str = "normal", colour: str = "default", lines: int | None = None) -> Element:
    """A div of plain text, where no markup of any kind is parsed; `lines` cuts with … on the client."""
    text = plain_text(words)
    text["text_size"], text["text_color"] = size, colour
    if lines:
        text["lines"] = lines
    return {"tag": "div", "text": text}


def note(words: Text) -> Element:
    """Small grey words for what comes last: a source, an id, what happens next; 2.0 has no `note` tag."""
    return plain(words, size="notation", colour="grey")


def heading(words: Text) -> Element:
    """The bold line over a list inside a card."""
    return md(HEADING, words=words)


def tag(words: Text, colour: str = "neutral") -> Element:
    """A state in the header, at most three a card; the platform calls its grey `neutral` here."""
    return {"tag": "text_tag", "text": plain_text(words), "color": colour}


def _half(label: Element, locale: str) -> Element:
    text = label["text"]
    words = text.get("i18n_content", {}).get(locale, text["content"]) if isinstance(text, dict) else ""
    return {**label, "text": {"tag": "plain_text", "content": words}}


def _header(title: Text, subtitle: Text | None, colour: str, icon: str | None, tags: list[Element]) -> Element:
    header: Element = {"title": plain_text(title), "template": colour}
    if subtitle:
        header["subtitle"] = plain_text(subtitle)
    if icon:
        header["icon"] = {"tag": "standard_icon", "token": icon}
    if tags:
        header["text_tag_list"] = tags
        header["i18n_text_tag_list"] = {at: [_half(each, at) for each in tags] for at in ("zh_cn", "en_us")}
    return header


def card(
    title: Text,
    *elements: Element | None,
    summary: Text,
    subtitle: Text | None = None,
    colour: str = "blue",
    icon: str | None = None,
    tags: Sequence[Element] = (),
) -> Card:
    """A whole card; a None among the elements is left out, a fourth tag too (the client shows three).

    2.0 cards are always shared (`update_multi`), and a forwarded copy must not act for a stranger.
    """
    preview = plain_text(summary)
    del preview["tag"]
    return Card({
        "schema": "2.0",
        "config": {
            "update_multi": True,
            "enable_forward_interaction": False,
            "width_mode": "default",
            "summary": preview,
        },
        "header": _header(title, subtitle, colour, icon, list(tags[:3])),
        "body": {
            "direction": "vertical",
            "padding": "12px 12px 20px 12px",
            "vertical_spacing": "12px",
            "elements": [element for element in elements if element],
        },
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metric:
    """One big number: `value` with its unit, `label` with its period, `change` with its sign; `colour` by pace only."""

    value: Text
    label: Text
    change: Text | None = None
    colour: str | None = None


def _metric(metric: Metric) -> list[Element]:
    texts = [
        big_number(metric.value, metric.colour, align="center"),
        md(GREY, size="notation", align="center", words=metric.label),
    ]
    if metric.change:
        texts.append(md(GREY, size="notation", align="center", words=metric.change))
    return texts


def big_number(value: Text, colour: str | None = None, *, align: str | None = None) -> Element:
    """A number as large as a card has any, in a colour that means something or in none."""
    words = f"<font color='{colour}'>{{value}}</font>" if colour else "{value}"
    return md(Text(f"## {words}", f"## {words}"), align=align, value=value)


def metrics(*numbers: Metric) -> Element:
    """Two to four big numbers on light grey; four stand two by two on a phone (`bisect`)."""
    cells = [_column(_metric(number), background_style="grey-50", padding="12px 4px 12px 4px") for number in numbers]
    for cell in cells:
        cell["vertical_spacing"] = "2px"
    return {
        "tag": "column_set",
        "flex_mode": "none" if len(cells) < 4 else "bisect",
        "horizontal_spacing": "8px",
        "columns": cells,
    }


def headline(*elements: Element | None) -> Element:
    """What a card is about and its one big number, on light grey over the whole width."""
    cell = _column(
        [element for element in elements if element], background_style="grey-50", padding="12px 12px 12px 12px"
    )
    cell["vertical_spacing"] = "2px"
    return {"tag": "column_set", "flex_mode": "none", "columns": [cell]}


def _fits_half(words: str) -> bool:
    """Half a row of a 360 px phone holds about 9 Chinese or 18 Latin letters of normal size."""
    letters = len(words)
    if letters > PHONE_HALF or "\n" in words:
        return False
    return letters + len(words.encode(errors="replace")) <= 2 * PHONE_HALF


def _fact(label: Text, value: Text) -> Element:
    (zh_label, en_label), (zh, en) = escaped(label), escaped(value)
    text = localized(
        "lark_md",
        f"<font color='grey'>{zh_label}</font>\n{zh or EMPTY}",
        f"<font color='grey'>{en_label}</font>\n{en or EMPTY}",
    )
    return {"is_short": _fits_half(value.zh) and _fits_half(value.en), "text": text}


def facts(*pairs: tuple[Text, Text]) -> Element:
    """Grey label above its escaped value, two a row where both languages fit half a phone."""
    return {"tag": "div", "fields": [_fact(label, value) for label, value in pairs]}


def block(*elements: Element | None) -> Element:
    """A bordered box for one item of a list, its buttons inside; it has no behaviour of its own."""
    return {
        "tag": "interactive_container",
        "width": "fill",
        "has_border": True,
        "border_color": "grey-300",
        "corner_radius": "8px",
        "padding": "12px 12px 12px 12px",
        "vertical_spacing": "8px",
        "elements": [element for element in elements if element],
    }


def panel(title: Text, *elements: Element | None, expanded: bool = False) -> Element:
    """A part that opens at a tap; paddings are written with four values, as two were seen to be refused."""
    return {
        "tag": "collapsible_panel",
        "expanded": expanded,
        "border": {"color": "grey-300", "corner_radius": "8px"},
        "padding": "8px 12px 12px 12px",
        "vertical_spacing": "12px",
        "header": {
            "title": plain_text(title),
            "width": "fill",
            "vertical_align": "center",
            "padding": "8px 12px 8px 12px",
            "icon": {"tag": "standard_icon", "token": "down-small-ccm_outlined", "size": "16px 16px"},
            "icon_position": "right",
            "icon_expanded_angle": -180,
        },
        "elements": [element for element in elements if element],
    }


def _column(elements: list[Element], weight: int = 1, **style: object) -> Element:
    return {"tag": "column", "width": "weighted", "weight": weight, **style, "elements": elements}


def columns(*cells: list[Element] | Element, weights: Sequence[int] = ()) -> Element:
    """Cells side by side that keep their shares (1 to 5) on a phone; without weights they are equal."""
    shares = weights or [1] * len(cells)
    return {
        "tag": "column_set",
        "flex_mode": "none",
        "horizontal_spacing": "8px",
        "columns": [
            _column(cell if isinstance(cell, list) else [cell], share, vertical_spacing="4px")
            for cell, share in zip(cells, shares, strict=True)
        ],
    }


def faults(card: Card) -> list[str]:
    """Our own quick check before a card leaves: what the platform would refuse it for; empty means fine."""
    return faults_of(card.json)


def fitting(card: Card) -> Card:
    """The same card, or TooLarge with everything that is wrong with it."""
    if found := faults(card):
        raise TooLarge("; ".join(found))
    return card
