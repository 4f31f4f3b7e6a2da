"""Words, buttons and events find their handlers however they are written; two features cannot claim one."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context import Context, Reply
from bot.deliveries import BotAdded, BotRemoved, Said
from bot.form import Form
from bot.router import Part, Router, Switchboard
from bot.text import Text, same
from handlers import ROUTERS

REAL = Switchboard(ROUTERS)


@dataclass(frozen=True)
class Ping(Form):
    """A button."""


def router(word: str = "拜访", alias: str = "bf") -> Router:
    made = Router(Part.HELP)

    @made.command(Text(word, f"{word}-en"), same("about"), aliases=(alias,))
    def answer(_ctx: Context, _said: str) -> Reply:
        return Reply()

    return made


def understood(said: str) -> tuple[str, str] | None:
    found = REAL.command(said)
    return (found[0].word.en, found[1]) if found else None


@pytest.mark.parametrize(
    "said",
    [
        "拜访",
        "/拜访",
        "／拜访",
        " 拜访 ",
        "visit",
        "Visit",
        "VISIT",
        "/visit",
        "ｖｉｓｉｔ",
        "／ＶＩＳＩＴ",
        "bf",
        "\u3000拜访",
        "拜访\n",
    ],
)
def test_a_word_is_understood_however_it_is_written(said: str) -> None:
    assert understood(said) == ("visit", "")


@pytest.mark.parametrize(
    "said",
    [
        "拜访 华宁 精密",
        "拜访，华宁 精密",
        "拜访: 华宁 精密",
        "拜访：华宁 精密",
        "/visit  华宁 精密 ",
        "拜访\n华宁 精密",
        "拜访、华宁 精密",
    ],
)
def test_what_follows_the_word_is_handed_on(said: str) -> None:
    assert understood(said) == ("visit", "华宁 精密")


@pytest.mark.parametrize("said", ["", " ", "/", "，", "拜访华宁", "我要拜访", "visits", "\0", "／／／"])
def test_anything_else_is_no_command(said: str) -> None:
    assert understood(said) is None


@pytest.mark.parametrize(
    "said, en", [("我要拜访", "visit"), ("vist", "visit"), ("tody", "today"), ("看团队数据", "team")]
)
def test_the_likest_command_comes_first(said: str, en: str) -> None:
    assert REAL.nearest(said)[0].word.en == en


@given(st.text(max_size=50))
def test_three_commands_are_near_to_anything(said: str) -> None:
    assert len({command.word.en for command in REAL.nearest(said)}) == 3


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(said: str) -> None:
    found = REAL.command(said)
    assert found is None or found[1] == found[1].strip()


def test_one_word_cannot_be_claimed_twice() -> None:
    with pytest.raises(ValueError, match="two features claim '拜访'"):
        Switchboard([router(), router(alias="other")])
    with pytest.raises(ValueError, match="two features claim 'bf'"):
        Switchboard([router(), router("别的", "ＢＦ")])


def test_one_form_cannot_be_claimed_twice() -> None:
    twice = [Router(Part.HELP), Router(Part.HELP)]
    for made in twice:
        made.press(Ping)(lambda _ctx, _ping: Reply())
    with pytest.raises(ValueError, match=r"two features claim 'bot\.Ping'"):
        Switchboard(twice)


def test_one_event_cannot_be_claimed_twice() -> None:
    twice = [Router(Part.HELP), Router(Part.HELP)]
    for made in twice:
        made.event(BotAdded)(lambda _ctx, _added: None)
    with pytest.raises(ValueError, match="two features claim"):
        Switchboard(twice)


def test_forms_and_events_are_found_by_name_and_kind() -> None:
    made, alone = Router(Part.HELP), Switchboard([])
    made.press(Ping, members=False)(lambda _ctx, _ping: Reply())
    made.event(BotAdded)(lambda _ctx, _added: None)
    board = Switchboard([made])
    press = board.press("bot.Ping")
    assert press is not None
    assert (press.form, press.members, press.redraw) == (Ping, False, None)
    assert board.event(BotAdded) is not None
    assert (board.press("bot.Pong"), board.event(BotRemoved), alone.event(Said), alone.nearest("x")) == (None,) * 3 + (
        [],
    )


def test_commands_come_in_the_order_of_the_features() -> None:
    assert [command.word.en for command in REAL.commands][:3] == ["visit", "joint", "edit"]


def test_a_picture_has_one_handler_or_none() -> None:
    def kept(_ctx: Context, _key: str) -> Reply:
        return Reply()

    first, second = router(), router("今天", "jt")
    assert Switchboard([first, second]).picture is None
    assert first.picture(kept) is kept
    assert Switchboard([first, second]).picture is kept
    second.picture(lambda _ctx, _key: Reply())
    with pytest.raises(ValueError, match="picture"):
        Switchboard([first, second])
