"""What people type in every field and are called, made to be a statement, markup, a formula, a path (FAULTS.md 33-37).

| case | test |
|---|---|
| 33 | test_unusual_letters_are_kept_letter_by_letter…, test_every_field_of_every_form_takes_anything… |
| 34 | test_every_field_of_every_form_takes_anything…, test_every_command_takes_anything…, test_what_is_asked_for… |
| 35 | test_no_card_has_a_mention_a_link_or_a_colour_that_its_template_did_not_make; also tests/bot/test_markup.py |
| 36, 37 | test_a_sheet_reckons_nothing…; sheets that come in: tests/bot/test_hostile_sheets.py |
"""

import json
import random
import re
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import structlog

from bot.deliveries import Said
from bot.form import entries
from playground import Person
from tests.faults.attacks.corpora import EVERYTHING, FORMULAS, INJECTED, LONG, MARKUP, PATHS, UNUSUAL
from tests.faults.attacks.test_authenticity import spoken
from tests.faults.attacks.test_events import PRESS, SAY, pressed
from tests.faults.attacks.trespassing import COMMANDS, FORMS, carried, rich, typed
from tests.faults.attacks.wire import bugs, tables, wire
from tests.faults.extents import Many
from tests.installation import Installation, db_url, installed
from tests.parties import Parties
from tests.seen import every_card, parts

__all__ = ["db_url"]


@pytest.fixture(autouse=True)
def lines() -> Iterator[list[Any]]:
    """What is logged, instead of printing it."""
    with structlog.testing.capture_logs() as logged:
        yield logged


@pytest.fixture
def house(db_url: str) -> Iterator[Installation]:
    """As ever, but nothing is asked of its cards at the end: they hold what they hold."""
    with installed(db_url) as made:
        yield made


@pytest.fixture
def lite(sqlite_url: str) -> Iterator[Installation]:
    with installed(sqlite_url) as made:
        yield made


def file(house: Installation, by: Person, key: str, **values: str) -> dict[str, Any]:
    """Submit the visit form as a broken client would; the answer."""
    form = next(form for form in FORMS if form.name() == "visits.FileVisit")
    stamp = form().stamp(to=by.open_id, key=key)
    filled = {"customer": "华宁精密", "no_step": "other"} | values
    answer = wire(house).post(wire(house).event(PRESS, pressed(by, stamp, filled)))
    assert answer.status == 200
    done: dict[str, Any] = json.loads(answer.body)
    return done


def test_unusual_letters_are_kept_letter_by_letter_or_refused_in_words(house: Installation) -> None:
    rep = house.squad().reps[0]
    for n, words in enumerate((*UNUSUAL, *INJECTED, *MARKUP, *LONG)):
        if stati(words) == {401}:
            continue
        done = file(house, rep, f"k{n}", purpose=words, outcome=f"n{n}")
        kept = house.rows(f"select purpose from visits where outcome = 'n{n}'")  # noqa: S608 - a number
        if done["toast"]["type"] == "success":
            assert kept == [(words.replace("\0", "").replace("\r\n", "\n").strip(),)]
        else:
            assert (done["toast"]["type"], kept) == ("warning", []), words[:80]
            assert len(words) > 500
    assert bugs(house) == []


NUL = "前\0后"


def stati(words: str) -> set[int]:
    """What may be answered: half a letter is no JSON at all, and many long fields are more than a body holds."""
    if any("\ud800" <= letter <= "\udfff" for letter in words):
        return {401}
    return {200, 413} if len(words) > 5000 else {200}


def count(house: Installation) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The tables there are, and how many rows are in some that nothing here adds to or takes from."""
    return tables(house), house.rows("select (select count(*) from people), (select count(*) from teams)")


def test_every_field_of_every_form_takes_anything_that_can_be_typed(
    house: Installation, many: Many, lots: random.Random
) -> None:
    made, over = rich(house), wire(house)
    before = count(house)
    broken = []
    for form in [form for form in FORMS if any(each.label for each in entries(form).values())]:
        for words in (NUL, *lots.sample(EVERYTHING, many(1, len(EVERYTHING)))):
            by = made.people[lots.choice(["manager", "rep", "admin"])]
            stamp = form().stamp(to=by.open_id, key=f"{form.name()}{hash(words)}") | {"with": carried(form)}
            fields = typed(form)
            hostile = {name: words for n, name in enumerate(fields) if n == 0 or lots.random() < 0.7}
            answer = over.post(over.event(PRESS, pressed(by, stamp, fields | hostile)))
            if answer.status not in stati(words) or b'"error"' in answer.body:
                broken.append((form.name(), words[:60], answer.status, bugs(house)[-1:]))
    assert broken == []
    assert count(house) == before


def test_every_command_takes_anything_that_can_be_said(house: Installation, many: Many, lots: random.Random) -> None:
    made, over = rich(house), wire(house)
    before = count(house)
    for command in COMMANDS:
        for n, words in enumerate((NUL, *lots.sample(EVERYTHING, many(1, len(EVERYTHING))))):
            by = made.people[lots.choice(["manager", "rep", "admin"])]
            said = spoken(house.feishu, f"{command.word.zh} {words}", f"om_{command.word.en}{n}", by.open_id)
            assert over.post(over.event(SAY, said)).status in stati(words)
            assert bugs(house) == [], (command.word.zh, words[:80])
    assert count(house) == before


def test_a_line_without_end_is_refused_before_anybody_reads_it(lite: Installation) -> None:
    rep = lite.squad().reps[0]
    over = wire(lite)
    for n, words in enumerate(LONG):
        over.post(over.event(SAY, spoken(lite.feishu, f"拜访 {words}", f"om_{n}", rep.open_id)))
    told = lite.rows("select content from outbox where about = 'refusal'")
    assert len([content for (content,) in told if "最多说 20000 个字" in content]) == len(LONG)
    assert lite.rows("select count(*) from visits") == [(0,)]
    assert bugs(lite) == []


ENOUGH = 0.6
"""Seconds of processor time for a line of 10,000 characters: a reader that is quadratic takes more, others a tenth."""

HEAPS = (
    "a", "1", " ", "\n", "\u3000", "\u3001", "\uff0c", "@", "#", "-", "/", "\u201c", "(", "1 1 ", "a ", "1*1 ", "SO-1 ",
    "3月5日", "周三", "元", "号", "十", "长安电子 ",
    "\u0301\u0323", "\ufdfa", "#华宁 ",
)  # fmt: skip
"""What whole lines are made of: spaces, signs, numbers, days, names, heaps of marks, one sign that is eighteen."""

DEEPER = (
    "", "分成 SO-1 ", "发货 SO-2 ", "退货 SO-1 ", "订单 SO-1 ",
    "免打扰 到", "导出 订单 ", "请假 明天 ",
    "计划 周三 ", "周报 上周 ",
)  # fmt: skip
"""Beginnings that lead farther than a command alone."""


def test_ten_thousand_characters_are_read_in_no_time(lite: Installation, many: Many, lots: random.Random) -> None:
    made, app = rich(lite), lite.app
    slow = []
    for begin in (*(f"{command.word.zh} " for command in COMMANDS), *DEEPER):
        for unit in (" ", *lots.sample(HEAPS, many(4, len(HEAPS)))):
            body = (unit * 10_000)[:10_000]
            by = made.people[lots.choice(["manager", "rep", "admin"])]
            chat = lite.feishu.direct(by).chat_id
            key = f"om_{begin}{unit}"
            said = Said(key, lite.clock.now(), by.open_id, chat, key, f"{begin}1{body}x", is_direct=True)
            began = time.process_time()
            app.dispatcher.handle(said, "{}", lite.clock.now())
            if (took := time.process_time() - began) > ENOUGH:
                slow.append((begin, unit, round(took, 2)))
    assert slow == []
    assert bugs(lite) == []


def test_what_is_asked_for_as_a_statement_finds_what_is_called_so_and_nothing_else(house: Installation) -> None:
    rep = house.squad().reps[0]
    file(house, rep, "k0", customer="别的客户")
    for n, words in enumerate(INJECTED):
        file(house, rep, f"k{n + 1}", customer=words)
        over = wire(house)
        over.post(over.event(SAY, spoken(house.feishu, f"客户 {words}", f"om_{n}", rep.open_id)))
    assert house.rows("select count(*) from customers where name = '别的客户'") == [(1,)]
    cards = [str(card) for card in every_card(house)]
    assert not any("别的客户" in card for card in cards if "om_" in card)
    assert bugs(house) == []


MADE = re.compile(
    r"<\s*/?\s*(?:at|a|link|person|img|audio|text_tag|number_tag|script)\b[^>]*>|!?\[[^\]\n]*\]\([^)\n]*\)"
)
"""A mention, link, picture or tag in markdown."""

COLOURED = re.compile(r"<font color='([^']*)'>")
PALETTE = {"grey", "red", "green", "orange", "blue"}


def test_no_card_has_a_mention_a_link_or_a_colour_that_its_template_did_not_make(lite: Installation) -> None:
    hostile = "".join(MARKUP[:8])[:90]
    squad = lite.squad(hostile, manager=MARKUP[0], reps=(MARKUP[1], MARKUP[4]))
    rep = squad.reps[0]
    for n, words in enumerate(MARKUP):
        file(lite, rep, f"k{n}", customer=words, contact=words, purpose=words, outcome=words, next_step=words)
        file(lite, rep, f"l{n}", recent=words, feeling=words, reason=words, customer=f"客户{words}")
        lines_said = (f"客户 {words}", f"任务 周五前 {words}", f"计划 周三 {words}", f"拜访 {words} {words}", words)
        for by in (rep, squad.manager):
            for asked in lines_said:
                lite.feishu.say(by, lite.feishu.direct(by), asked)
    for command in COMMANDS:
        lite.feishu.say(squad.manager, squad.chat, command.word.zh, mention_bot=True)
        lite.feishu.say(rep, lite.feishu.direct(rep), command.word.zh)
    markdown = [
        said
        for card in every_card(lite)
        for part in parts(card)
        if part.get("tag") in ("markdown", "lark_md")
        for said in (part.get("content", ""), *part.get("i18n_content", {}).values())
    ]
    assert len(markdown) > 500
    assert [said for said in markdown if MADE.search(said) or "${" in said or "{{" in said] == []
    assert {colour for said in markdown for colour in COLOURED.findall(said)} <= PALETTE
    assert any("&#60;at id" in said for said in markdown), "they were shown, as text"
    assert bugs(lite) == []


def test_a_sheet_reckons_nothing_and_is_called_nothing_that_reaches_elsewhere(lite: Installation) -> None:
    made = rich(lite)
    rep, admin = made.people["rep"], made.people["admin"]
    for n, words in enumerate((*FORMULAS, *PATHS)):
        file(lite, rep, f"k{n}", customer=words, purpose=words)
    lite.app.db.write(lambda db: rename(db, made, "=1+1|../../x"))
    for asked in ("导出 订单", "导出 应收", "导出 拜访", "对账 =1+1|../../x"):
        for by in (admin, made.people["manager"]):
            lite.say(by, asked)
    names = []
    for name, data in files(lite):
        names.append(name)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            sheets = [archive.read(each).decode() for each in archive.namelist() if each.endswith(".xml")]
        assert not any("<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet for sheet in sheets), name
    assert len(names) >= 2
    assert not any(bad in name for name in names for bad in ("/", "\\", "..", "\0", "\n", ":"))
    assert bugs(lite) == []


def rename(db: Any, made: Parties, name: str) -> None:
    db.exec_driver_sql("update customers set name = ? where id = ?", (name, made.customer.id))


def files(house: Installation) -> list[tuple[str, bytes]]:
    """The sheets that were sent to anybody, by their names."""
    sent = [one for one in house.feishu.world.messages.values() if one.kind == "file" and one.sender.kind != "person"]
    return [(str(json.loads(one.content).get("file_name", "")), house.feishu.file_of(one)) for one in sent]
