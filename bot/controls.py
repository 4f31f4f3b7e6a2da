"""What a person fills in or presses: inputs, pickers, buttons and the form around them.

Inside a form nothing calls back by itself but its submit button, and every control needs a `name` that is
unique in the whole card.
Source: open.feishu.cn/document/feishu-cards/card-json-v2-components, containers and interactive-components.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.card import columns, cut, md, plain_text
from bot.markup import EMPTY, Element, clean
from bot.text import Text
from sales.records import dataclass

LIMIT_WORDS = 100
LIMIT_INPUT = 1000
CHOOSE = Text("请选择", "Please choose")
PICK_DATE = Text("选择日期", "Pick a date")
LABEL = Text("{label}", "{label}")
LABEL_REQUIRED = Text("{label} <font color='red'>*</font>", "{label} <font color='red'>*</font>")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select: `value` comes back in the form, `words` are shown (at most 100 characters)."""

    value: str
    words: Text


def _short(words: Text) -> Element:
    """Button words, placeholders and option texts of more than 100 characters are refused by the platform."""
    return plain_text(words if len(words.zh) + len(words.en) <= LIMIT_WORDS else words.map(_hundred))


def _hundred(words: str) -> str:
    return cut(clean(words), LIMIT_WORDS) or EMPTY


def _payload(value: object) -> object:
    """A copy of what a button carries that any JSON writer takes: strings cleaned, tuples as lists."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(key)): _payload(each) for key, each in value.items()}
    return [_payload(each) for each in value] if isinstance(value, (list, tuple)) else value


def _callback(value: Mapping[str, object]) -> list[Element]:
    return [{"type": "callback", "value": {clean(key): _payload(each) for key, each in value.items()}}]


def _labelled(label: Text, control: Element) -> Element:
    """Selects and pickers have no label of their own: words above, 4 px apart, with the input's red mark.

    One column of full width keeps both together where fields of the form stand 12 px apart.
    """
    words = md(LABEL_REQUIRED if control["required"] else LABEL, label=label)
    return columns([words, control])


def form(name: str, *elements: Element | None) -> Element:
    """A form for the card's root; the docs disagree on its default spacing, so it is set."""
    return {
        "tag": "form",
        "name": name,
        "direction": "vertical",
        "vertical_spacing": "12px",
        "elements": [element for element in elements if element],
    }


def text_input(
    name: str,
    label: Text,
    *,
    value: str = "",
    required: bool = False,
    lines: int = 1,
    limit: int = LIMIT_INPUT,
    placeholder: Text | None = None,
) -> Element:
    """A text field with its label on top, `value` already typed (cut to `limit`, at most 1000 characters).

    The platform has neither a number type nor a minimum length: everything comes back as a string.
    """
    limit = min(max(limit, 1), LIMIT_INPUT)
    field: Element = {
        "tag": "input",
        "name": name,
        "label": plain_text(label),
        "label_position": "top",
        "required": required,
        "width": "fill",
        "max_length": limit,
    }
    if lines > 1:
        field |= {"input_type": "multiline_text", "rows": lines, "auto_resize": True}
    if placeholder:
        field["placeholder"] = _short(placeholder)
    if value:
        field["default_value"] = cut(clean(value), limit)
    return field


def select(
    name: str,
    label: Text,
    options: Sequence[Option],
    *,
    chosen: str | None = None,
    required: bool = False,
    placeholder: Text | None = None,
) -> Element:
    """One choice of several; a value that repeats is offered once, an unknown `chosen` leaves nothing chosen.

    The choice is marked by `initial_index` (1-based): the docs leave open what `initial_option` means.
    """
    asked = {"required": required, "placeholder": _short(placeholder or CHOOSE)}
    return _labelled(label, _select(name, options, chosen) | asked)


def question(name: str, label: Text, options: Sequence[Option], *, chosen: str = "") -> tuple[Element, Element]:
    """The same as two bare elements: many of them, each in a box and with a placeholder, are too much for a card."""
    return md(LABEL, label=label), _select(name, options, chosen)


def _select(name: str, options: Sequence[Option], chosen: str | None) -> Element:
    offered: dict[str, Option] = {}
    for option in options:
        offered.setdefault(clean(option.value), option)
    values = list(offered)
    control: Element = {
        "tag": "select_static",
        "name": name,
        "required": False,
        "width": "fill",
        "options": [{"text": _short(option.words), "value": value} for value, option in offered.items()],
    }
    if chosen is not None and clean(chosen) in values:
        control["initial_index"] = values.index(clean(chosen)) + 1
    return control


def date_input(
    name: str,
    label: Text,
    *,
    value: date | None = None,
    required: bool = False,
    placeholder: Text | None = None,
) -> Element:
    """A day; it comes back as `2026-03-02 +0800` in the zone of the person's device. No limits can be set."""
    control: Element = {
        "tag": "date_picker",
        "name": name,
        "required": required,
        "width": "fill",
        "placeholder": _short(placeholder or PICK_DATE),
    }
    if value:
        control["initial_date"] = value.isoformat()[:10]
    return _labelled(label, control)


def button(
    words: Text,
    value: Mapping[str, object],
    *,
    style: str = "default",
    confirm: tuple[Text, Text] | None = None,
    name: str | None = None,
    icon: str | None = None,
) -> Element:
    """A button that calls back with `value`; `confirm` (title, text) asks first; a form wants a `name`."""
    element: Element = {"tag": "button", "text": _short(words), "type": style, "behaviors": _callback(value)}
    if name:
        element["name"] = name
    if icon:
        element["icon"] = {"tag": "standard_icon", "token": icon}
    if confirm:
        element["confirm"] = {"title": plain_text(confirm[0]), "text": plain_text(confirm[1])}
    return element


def submit(words: Text, name: str, value: Mapping[str, object]) -> Element:
    """The one filled button of a form; some clients refuse it without the callback behaviour (200340)."""
    return button(words, value, style="primary_filled", name=name) | {"form_action_type": "submit"}


def buttons(*row: Element | None, align: str = "right") -> Element:
    """Buttons beside each other that go to the next line where a phone has no room (`flow`)."""
    return {
        "tag": "column_set",
        "flex_mode": "flow",
        "horizontal_spacing": "8px",
        "horizontal_align": align,
        "columns": [{"tag": "column", "width": "auto", "elements": [each]} for each in row if each],
    }


def link(words: Text, url: str) -> Element:
    """A button that opens a web page; raises ValueError for anything but http and https."""
    if not url.startswith(("https://", "http://")):
        msg = f"a link needs http or https: {url[:40]!r}"
        raise ValueError(msg)
    return {
        "tag": "button",
        "text": _short(words),
        "type": "default",
        "behaviors": [{"type": "open_url", "default_url": clean(url)}],
    }
