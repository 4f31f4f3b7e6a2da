"""What people see: a card or a toast as a reader of one language meets it, and what holds for every card there is."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from handlers import ROUTERS
from playground import Chat, Delivered, Message
from playground.validation import problems
from tests.installation import Installation, installed

CHINESE = re.compile(r"[\u3400-\u9fff]+")
LOCALES = {"zh": "zh_cn", "en": "en_us"}
MARKUP = re.compile(r"</?font[^>]*>|\*\*|^#+ ", re.MULTILINE)
UNSEEN = {"behaviors", "i18n_content", "i18n_text_tag_list", "chart_spec"}


def read(message: Message, lang: str = "zh") -> str:
    """Every line of a card in one language, as it is drawn: without markup, entities as what they stand for."""
    return "\n".join(_lines(message.card, lang))


def _lines(part: Any, lang: str) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _lines(each, lang)
    if not isinstance(part, dict):
        return
    if isinstance(part.get("content"), str):
        said = str(part.get("i18n_content", {}).get(LOCALES[lang], part["content"]))
        yield _drawn(said) if part.get("tag") in ("markdown", "lark_md") else said
    yield from (str(part[name]) for name in ("display_name", "default_value") if name in part)
    if part.get("tag") == "table":
        yield from (" ".join(str(cell) for cell in row.values()) for row in part["rows"])
    for name, value in part.items():
        if name not in UNSEEN:
            yield from _lines(value, lang)


def _drawn(markdown: str) -> str:
    return html.unescape(MARKUP.sub("", markdown).replace("<br>", "\n"))


def toast(done: Delivered) -> tuple[str, str, str]:
    """The answer's toast: its kind, and its words in Chinese and in English."""
    said = done.body["toast"]
    return said["type"], said["i18n"]["zh_cn"], said["i18n"]["en_us"]


def held(message: Message) -> dict[str, Any]:
    """What the fields of a form show before anybody touches them, by name."""
    return {str(field["name"]): _shown(field) for field in parts(message.card) if field.get("tag") in FIELDS}


FIELDS = {"input", "select_static", "date_picker"}


def _shown(field: dict[str, Any]) -> str:
    if index := field.get("initial_index"):
        return str(field["options"][index - 1]["value"])
    return str(field.get("default_value") or field.get("initial_date") or "")


def labels(message: Message) -> list[str]:
    """The words on a card's buttons, in Chinese."""
    return [str(part["text"]["content"]) for part in parts(message.card) if part.get("tag") == "button"]


def parts(part: Any) -> Iterator[dict[str, Any]]:
    """Every object of a card, the outermost first."""
    if isinstance(part, list):
        for each in part:
            yield from parts(each)
    if isinstance(part, dict):
        yield part
        for each in part.values():
            yield from parts(each)


def cards(house: Installation, chat: Chat) -> list[Message]:
    """The cards of a chat, oldest first, after everything that waited has been sent."""
    house.drain()
    return [message for message in house.feishu.messages(chat) if message.card is not None]


def every_card(house: Installation) -> list[dict[str, Any]]:
    """Every card the bot ever answered with or wanted to send."""
    answers = [json.loads(answer) for (answer,) in house.rows("select answer from inbox")]
    query = "select content from outbox where content <> '' and verb not like '%file' and verb not like '%task'"
    sent = [json.loads(text) for (text,) in house.rows(query)]
    return [answer["card"]["data"] for answer in answers if "card" in answer] + sent


def check_everything(house: Installation) -> None:
    """No card breaks a rule of the platform or speaks one language only, and nothing was given up."""
    names = _peoples_words(house)
    for card in every_card(house):
        assert problems(card) == [], card
        said = one_language_only(card, names)
        assert said == [], said
    assert house.rows("select answer from inbox where answer like '%\"toast\"%' and answer not like '%en_us%'") == []


def one_language_only(card: dict[str, Any], names: str) -> list[str]:
    """The texts of a card that a reader of English cannot read: Chinese that nobody but the bot wrote."""
    texts = [part for part in parts(_in_english(card)) if isinstance(part.get("content"), str)]
    english = [str(text.get("i18n_content", {}).get("en_us", text["content"])) for text in texts]
    halves = [text for text in texts if "i18n_content" in text and set(text["i18n_content"]) != {"zh_cn", "en_us"}]
    foreign = [said for said in english if any(word not in names for word in CHINESE.findall(html.unescape(said)))]
    return foreign + [str(half) for half in halves]


def _in_english(card: dict[str, Any]) -> dict[str, Any]:
    """The card with the tags that a reader of English has in its header: tags come as a list for each language."""
    tags = card["header"].get("i18n_text_tag_list", {"en_us": []})
    header = {name: value for name, value in card["header"].items() if "text_tag_list" not in name}
    return card | {"header": header | {"text_tag_list": tags["en_us"]}}


def _peoples_words(house: Installation) -> str:
    """All that people wrote or are called, and the commands, which help and buttons show in both languages."""
    world = house.feishu.world
    written = [one.name for one in world.people.values()] + [one.name for one in world.chats.values()]
    written += [message.text for message in world.messages.values() if message.sender.kind == "person"]
    written += [str(cell) for row in house.rows("select name from customers") for cell in row]
    written += [str(cell) for row in house.rows("select spelling from spellings") for cell in row]
    written += [str(cell) for row in house.rows("select name, phone from contacts") for cell in row]
    kept = house.rows("select contact, purpose, outcome, next_step, correction from visits")
    written += [str(cell) for row in kept for cell in row]
    sent = house.rows("select summary, problems, needs_help, next_plan, comment, reason, draft from reports")
    written += [str(cell) for row in sent for cell in row]
    written += [str(cell) for row in house.rows("select content, reason, comment from report_versions") for cell in row]
    written += [str(cell) for (cell,) in house.rows("select reason from leaves")]
    written += [str(cell) for (cell,) in house.rows("select note from obligations")]
    written += [str(cell) for row in house.rows("select what, expected, source from tasks") for cell in row]
    written += _traded(house)
    written += [str(name) for (name,) in house.rows("select file_name from imports")]
    sheets = [json.loads(rows) if isinstance(rows, str) else rows for (rows,) in house.rows("select rows from imports")]
    written += [json.dumps(rows, ensure_ascii=False) for rows in sheets]
    written += [str(part["default_value"]) for card in every_card(house) for part in parts(card) if _is_held(part)]
    written += [str(before) for (before,) in house.rows("select before from audit")]  # PostgreSQL gives an object
    written += [json.dumps(json.loads(said), ensure_ascii=False) for said in written if said.startswith('{"')]
    return "\n".join([*written, *_commands()])


def _is_held(part: dict[str, Any]) -> bool:
    """Whether it is a field that shows again what somebody typed, which a refusal may quote."""
    return part.get("tag") == "input" and isinstance(part.get("default_value"), str)


def _traded(house: Installation) -> list[str]:
    """What people wrote about products, orders and money, and what stood in the sheets they sent."""
    sold = house.rows('select code, name, unit, "group" from products')
    notes = ("orders", "quotes", "returns", "payments")
    said = [row for table in notes for row in house.rows(f"select note from {table}")]  # noqa: S608 - tables of ours
    why = house.rows("select reason from approvals") + house.rows('select "group" from authority_rules')
    sheets = [json.dumps(row[:2], ensure_ascii=False) for row in house.rows("select file_name, rows from imports")]
    return [*sheets, *(str(cell) for row in sold + said + why for cell in row)]


def _commands() -> list[str]:
    """Help and buttons show the commands in both languages."""
    return [each.word.zh for router in ROUTERS for each in router.commands]


@pytest.fixture
def house(db_url: str) -> Iterator[Installation]:
    """The whole installation on each kind of database; every card and toast there was must be in order."""
    with installed(db_url) as installation:
        yield installation
        check_everything(installation)


@pytest.fixture
def lite(sqlite_url: str) -> Iterator[Installation]:
    """The same on SQLite alone, for what does not depend on the kind of database."""
    with installed(sqlite_url) as installation:
        yield installation
        check_everything(installation)
