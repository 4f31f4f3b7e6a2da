"""Finding one's way in a card: its texts, its forms, its buttons and fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from playground.people import Json, Message

FIELDS = frozenset(
    {
        "input",
        "select_static",
        "multi_select_static",
        "select_person",
        "multi_select_person",
        "date_picker",
        "picker_time",
        "picker_datetime",
        "checker",
        "select_img",
    }
)
PRESSABLE = frozenset({"button", "interactive_container", "overflow"})
OPAQUE = frozenset({"chart_spec", "behaviors", "rows", "i18n_content"})
IMAGE = {"zh": "[图片]", "en": "[Image]"}
"""What a chat list shows of a picture."""

FILE = {"zh": "[文件]", "en": "[File]"}
"""What it shows before a file's name."""

INSIDE = ("elements", "columns", "button_area", "buttons")


@dataclass(frozen=True, slots=True)
class Place:
    """One element of a card, where it stands (`#/body/elements/3`), and the form around it."""

    element: Json
    path: str
    form: Json | None

    @property
    def tag(self) -> str:
        """The element's tag, '' when it has none."""
        return str(self.element.get("tag", ""))

    @property
    def name(self) -> str:
        """The element's name, '' when it has none."""
        return str(self.element.get("name") or "")


def places(card: Json) -> Iterator[Place]:
    """Walk over every tagged element of a card's body, in reading order."""
    yield from _walk(card.get("body"), "#/body", None)


def _walk(value: Any, path: str, form: Json | None) -> Iterator[Place]:
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _walk(one, f"{path}/{index}", form)
    elif isinstance(value, dict):
        if "tag" in value:
            yield Place(value, path, form)
        inside = value if value.get("tag") == "form" else form
        for key in INSIDE:
            if key in value:
                yield from _walk(value[key], f"{path}/{key}", inside)


def forms(card: Json) -> list[Json]:
    """List the forms of a card."""
    return [place.element for place in places(card) if place.tag == "form"]


def fields(form: Json) -> list[Json]:
    """List the fields of a form, in reading order."""
    found = _walk(form.get("elements"), "", form)
    return [place.element for place in found if place.tag in FIELDS and place.name]


def words(text: Any) -> set[str]:
    """Collect a text object's content in every language."""
    if not isinstance(text, dict):
        return set()
    local = text.get("i18n_content")
    return {str(text.get("content", "")), *(map(str, local.values()) if isinstance(local, dict) else ())} - {""}


def in_language(text: Any, lang: str) -> str:
    """Read a text object as a client of a language (`zh`, `en`) shows it."""
    if not isinstance(text, dict):
        return ""
    local = text.get("i18n_content") or text.get("i18n") or {}
    return str(local.get({"zh": "zh_cn", "en": "en_us"}.get(lang, lang)) or text.get("content", ""))


def label(element: Json) -> set[str]:
    """Collect what can be read on something pressable: a button's text, or every text inside a container."""
    if element.get("tag") == "interactive_container":
        return set(texts(element.get("elements")))
    return words(element.get("text"))


def pressable(card: Json, wanted: str) -> Place | None:
    """Find a button or container by path, name, element_id or visible text, in that order."""
    candidates = [place for place in places(card) if place.tag in PRESSABLE]
    by_path = (place for place in candidates if place.path == wanted)
    by_name = (place for place in candidates if wanted in (place.name, place.element.get("element_id")))
    by_text = [place for place in candidates if wanted in label(place.element)]
    # A box that does nothing is not what a finger is after when a button in it says the same.
    live = (place for place in by_text if place.tag == "button" or place.element.get("behaviors"))
    return next(by_path, None) or next(by_name, None) or next(live, None) or next(iter(by_text), None)


def field_place(card: Json, wanted: str) -> Place | None:
    """Find a field by path, name or element_id."""
    for place in places(card):
        if place.tag in FIELDS and wanted in (place.path, place.name, place.element.get("element_id")):
            return place
    return None


def texts(value: Any) -> list[str]:
    """Collect the default-language texts of a part of a card, in reading order."""
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    if not isinstance(value, dict):
        return []
    own = [value["content"]] if isinstance(value.get("content"), str) else []
    return own + [text for key, one in value.items() if key not in OPAQUE for text in texts(one)]


def title(card: Json) -> str:
    """Read the header's title, '' without one."""
    header = card.get("header")
    return str(header["title"].get("content", "")) if isinstance(header, dict) and header.get("title") else ""


def summary(card: Json, lang: str = "zh") -> str:
    """Read what a chat list shows of a card: its summary, else its title, else its first text."""
    given = in_language((card.get("config") or {}).get("summary"), lang)
    header = in_language((card.get("header") or {}).get("title"), lang)
    return given or header or next(iter(texts(card.get("body"))), "[卡片]")


def image_of(message: Message) -> str:
    """The image_key of a picture that somebody sent, '' for any other message and for one taken back."""
    if message.kind != "image" or message.recalled:
        return ""
    return str(orjson.loads(message.content)["image_key"])


def file_key(message: Message) -> str:
    """The key of a file that came with a message, '' for any other message and for one taken back."""
    if message.kind != "file" or message.recalled:
        return ""
    return str(orjson.loads(message.content)["file_key"])


def preview(message: Message) -> Json:
    """What a chat list shows of a message: its text, and for a card its summary in both languages (`i18n`)."""
    if message.kind == "image" and not message.recalled:
        return {"text": message.text, "i18n": IMAGE}
    if message.kind == "file" and not message.recalled:
        return {"text": message.text, "i18n": {lang: f"{words} {message.text}" for lang, words in FILE.items()}}
    if message.card is None or message.recalled:
        return {"text": message.text}
    return {"text": message.text, "i18n": {lang: summary(message.card, lang) for lang in ("zh", "en")}}
