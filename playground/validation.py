"""Strict checking of card JSON 2.0, as the platform does when a card is sent, updated or answered with.

Sub-codes are those inside 230099 (im-v1/message/create, sub-code table): 200621 for anything unknown or
unreadable, 200861 for tags of the old version, 11310 for limits and nesting, 200530 for a nameless field in
a form, 200550 for a chart, 200914 and 200915 for table rows, 100290 for people, 200570 for images.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from playground import card_parts
from playground.card_kinds import CHECKS, Flaw
from playground.card_shapes import CONTAINERS, ELEMENT_SHAPES, FORBIDDEN, OBJECT_SHAPES, REMOVED, Shape
from playground.cards import FIELDS
from playground.people import Json

TEXT_TAGS = {
    "plain": ("plain_text",),
    "text": ("plain_text", "lark_md"),
    "title": ("plain_text", "markdown", "lark_md"),
}
MAX_ELEMENTS = 200
MAX_DEPTH = 5
MAX_TABLES = 5
MAX_MARKDOWN_TABLES = 3
_AT = re.compile(r"<(?:at|person)\s+(?:id|ids)\s*=\s*['\"]?([^'\"\s>]*)")
_IMAGE = re.compile(r"!\[[^\]]*\]\((img_[^)\s]+)\)")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a card: the platform's sub-code, its words, and the path from ROOT."""

    code: int
    message: str
    path: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the receiving tenant knows: which person ids and image keys exist, and whether @all is allowed."""

    person: Callable[[str], bool] = lambda _id: True
    image: Callable[[object], bool] = lambda _key: True
    at_all: bool = True


ANYTHING = Known()


def problems(card: Any, known: Known = ANYTHING) -> list[Problem]:
    """List everything wrong with a card.

    An empty list means that the platform takes it. `{}` is a blank card.
    """
    if card == {}:
        return []
    inspector = Inspector(known)
    inspector.card(card)
    return inspector.found


class Inspector:
    """One walk over one card, collecting problems."""

    def __init__(self, known: Known) -> None:
        """Start with nothing seen."""
        self.known = known
        self.found: list[Problem] = []
        self.seen: dict[str, set[str]] = {"element_id": set(), "name": set()}
        self.count = 0
        self.tables = 0
        self.markdown_tables = 0

    def add(self, code: int, message: str, path: str, value: object = "") -> None:
        """Note one problem."""
        self.found.append(Problem(code, message, path, str(value)[:200]))

    def card(self, card: Any) -> None:
        """Check a whole card."""
        if not isinstance(card, dict):
            self.add(200621, "parse card json err: not an object", "ROOT")
            return
        if card.get("schema") != "2.0":
            self.add(200621, 'unsupported schema, expected "2.0"', "ROOT -> schema", card.get("schema"))
        self.shape(card, "card", "ROOT")
        if isinstance(card.get("config"), dict) and card["config"].get("update_multi") is False:
            self.add(200621, "update_multi must be true in schema 2.0", "ROOT -> config -> update_multi")
        self._limits()

    def _limits(self) -> None:
        if self.count > MAX_ELEMENTS:
            self.add(11310, "element exceeds the limit", "ROOT", self.count)
        if self.tables > MAX_TABLES or self.markdown_tables > MAX_MARKDOWN_TABLES:
            self.add(11310, "card table number over limit", "ROOT", self.tables + self.markdown_tables)

    def shape(self, value: Any, name: str, path: str) -> None:
        """Check a nested object of the table."""
        if not isinstance(value, dict):
            self.add(200621, f"parse card json err: {name} is not an object", path, value)
            return
        self._members(value, OBJECT_SHAPES[name], path, (name, 0))
        if name == "header" and len(card_parts.dicts(value.get("text_tag_list"))) > 3:
            self.add(11310, "text_tag_list exceeds the limit of 3", path)

    def _members(self, value: Json, shape: Shape, path: str, inside: tuple[str, int]) -> None:
        for name, one in value.items():
            check = shape.simple.get(name)
            if check:
                flaw = check(one)
                if flaw:
                    self.flaw(flaw, f"{path} -> {name}", one)
            elif name in shape.deep:
                self.deep(one, shape.deep[name], f"{path} -> {name}", inside)
            else:
                self.add(200621, f"unknown property, property: {name}, path: {path}", path, one)
        for name in shape.required:
            if name not in value:
                self.add(200621, f"missing required property: {name}", path)

    def deep(self, value: Any, kind: str, path: str, inside: tuple[str, int]) -> None:
        """Check a value that holds others, or an id, against a kind of the table."""
        if kind == "elements":
            self.elements(value, path, inside)
        elif kind == "columns":
            self.columns(value, path, inside)
        elif kind == "behaviors":
            self.behaviors(value, path)
        elif kind in TEXT_TAGS:
            self.text(value, kind, path)
        elif kind.startswith("@"):
            self.shape(value, kind[1:], path)
        elif kind.startswith(("[@", "{@")):
            self.several(value, kind, path)
        else:
            self.flaw(CHECKS[kind](value), path, value)
            self.known_value(value, kind, path)

    def flaw(self, flaw: Flaw | None, path: str, value: object) -> None:
        """Note what a small check found."""
        if flaw:
            self.add(flaw.code, flaw.message, path + flaw.path, value)

    def known_value(self, value: Any, kind: str, path: str) -> None:
        """Check ids against what the tenant knows, and that an element_id is used once."""
        if kind == "person" and isinstance(value, str) and not self.known.person(value):
            self.add(100290, "invalid user id", path, value)
        elif kind == "image" and isinstance(value, str) and not self.known.image(value):
            self.add(200570, "invalid image key", path, value)
        elif kind == "element_id":
            self.once("element_id", value, path)

    def several(self, value: Any, kind: str, path: str) -> None:
        """Check a list of, or a map to, nested objects."""
        if not isinstance(value, list if kind[0] == "[" else dict):
            self.add(
                200621,
                f"parse card json err: expected {'a list' if kind[0] == '[' else 'a map'}",
                path,
                value,
            )
            return
        pairs: Iterable[tuple[object, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for place, one in pairs:
            self.shape(one, kind[2:-1], f"{path} -> [{place}]")
        if isinstance(value, list) and kind in {"[@option]", "[@table_column]"}:
            self.flaw(card_parts.repeated(value), path, "")

    def elements(self, value: Any, path: str, inside: tuple[str, int]) -> None:
        """Check a list of elements that stand in a container (its tag and depth)."""
        if not isinstance(value, list):
            self.add(200621, "parse card json err: elements is not a list", path)
            return
        for index, one in enumerate(value):
            tag = one.get("tag") if isinstance(one, dict) else None
            self.element(one, f"{path} -> [{index}](tag: {tag})", inside)

    def columns(self, value: Any, path: str, inside: tuple[str, int]) -> None:
        """Check a column_set's children: columns and nothing else."""
        if any(not isinstance(one, dict) or one.get("tag") != "column" for one in value or [None]):
            self.add(200621, "column_set may hold only columns, at least one", path)
            return
        self.elements(value, path, inside)

    def element(self, one: Any, path: str, inside: tuple[str, int]) -> None:
        """Check one element and everything in it."""
        tag = str(one.get("tag")) if isinstance(one, dict) else "none"
        if tag in REMOVED:
            self.add(200861, "cards of schema V2 no longer support this capability", path, f"unsupported tag {tag}")
            return
        if not isinstance(one, dict) or tag not in ELEMENT_SHAPES:
            self.add(200621, f"unsupported element tag: {tag}", path, tag)
            return
        self.count += 1
        self.nesting(one, path, inside)
        self.particular(one, path)
        self._members(one, ELEMENT_SHAPES[tag], path, self._within(tag, inside))

    @staticmethod
    def _within(tag: str, inside: tuple[str, int]) -> tuple[str, int]:
        depth = inside[1] + (tag in CONTAINERS and tag != "column")
        in_form = inside[0] == "form" or inside[0].endswith(" form")
        return (tag if tag == "form" or not in_form else f"{tag} form", depth)

    def nesting(self, one: Json, path: str, inside: tuple[str, int]) -> None:
        """Check that an element may stand here, and has a name when a form needs one."""
        tag, parents = one["tag"], set(inside[0].split())
        if any(tag in FORBIDDEN.get(parent, ()) for parent in parents) or (tag == "form" and inside != ("body", 0)):
            self.add(11310, f"{tag} is not allowed inside {inside[0]}", path)
        if tag == "column" and "column_set" not in parents:
            self.add(11310, "column is only allowed inside column_set", path)
        if inside[1] + (tag in CONTAINERS and tag != "column") > MAX_DEPTH:
            self.add(11310, "nesting exceeds the limit of 5 levels", path)
        if "form" in parents and tag in FIELDS | {"button"} and not one.get("name"):
            self.add(200530, "the name of an interactive component in a form is empty", path)

    def particular(self, one: Json, path: str) -> None:
        """Check what the table cannot say about a tag."""
        if one.get("name") and one["tag"] in FIELDS | {"button", "form"}:
            self.once("name", one["name"], path)
        for flaw in card_parts.flaws(one):
            self.flaw(flaw, path, "")
        self.tables += one["tag"] == "table"
        if one["tag"] == "markdown":
            self.contents(one, path)
            self.markdown_tables += len(_TABLE_RULE.findall(str(one.get("content"))))
        if one["tag"] == "person_list" and not one.get("drop_invalid_user_id"):
            for person in card_parts.dicts(one.get("persons")):
                self.known_value(person.get("id"), "person", f"{path} -> persons")

    def text(self, value: Any, kind: str, path: str) -> None:
        """Check a text object."""
        self.shape(value, "text", path)
        if not isinstance(value, dict):
            return
        self.count += 1
        if value.get("tag") not in TEXT_TAGS[kind]:
            self.add(200621, f"text tag must be one of {', '.join(TEXT_TAGS[kind])}", path, value.get("tag"))
        if value.get("tag") != "plain_text":
            self.contents(value, path)

    def contents(self, text: Json, path: str) -> None:
        """Check markdown in every language it is given in."""
        local = text.get("i18n_content")
        for content in (text.get("content"), *(local.values() if isinstance(local, dict) else ())):
            self.content(content, path)

    def content(self, content: Any, path: str) -> None:
        """Check the mentions and images in markdown."""
        if not isinstance(content, str) or ("<" not in content and "![" not in content):
            return
        for ids in _AT.findall(content):
            for one in ids.split(","):
                self.mention(one, path)
        for key in _IMAGE.findall(content):
            self.known_value(key, "image", path)

    def mention(self, one: str, path: str) -> None:
        """Check one mentioned id.

        `all` needs a group that permits it, and an e-mail address is looked up by Feishu.
        """
        if one == "all":
            if not self.known.at_all:
                self.add(100290, "at all is not permitted in this chat", path, one)
        elif "@" not in one:
            self.known_value(one, "person", path)

    def behaviors(self, value: Any, path: str) -> None:
        """Check the list of what a click does."""
        if not isinstance(value, list):
            self.add(200621, "parse card json err: behaviors is not a list", path, value)
            return
        for index, one in enumerate(value):
            kind = str(one.get("type")) if isinstance(one, dict) else "none"
            if kind in {"callback", "open_url"}:
                self.shape(one, kind, f"{path} -> [{index}]")
            else:
                self.add(200621, f"unknown behavior type: {kind}", f"{path} -> [{index}]")

    def once(self, what: str, value: Any, path: str) -> None:
        """Check that a name or element_id is used once in the card."""
        if isinstance(value, str):
            if value in self.seen[what]:
                self.add(11310, f"duplicated {what}: {value}", path, value)
            self.seen[what].add(value)
