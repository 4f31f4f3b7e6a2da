"""Calls to Feishu through the SDK: what arrives there, and what each way of failing is made of."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from socket import create_server
from uuid import uuid4

import pytest

from bot.card import card, md
from bot.feishu.codes import TABLE, Kind, Refused, Sent, meaning, refusal
from bot.feishu.outbound import Outbound
from bot.text import Text
from playground.clocks import HandClock
from playground.feishu import FakeFeishu
from playground.people import Chat
from storage.claims import Claimed
from storage.outbox import Verb
from tests.sending import NINE

MESSAGES = "/open-apis/im/v1/messages"
TOKEN = "/open-apis/auth/v3/tenant_access_token/internal"


@pytest.fixture
def feishu() -> Iterator[FakeFeishu]:
    with FakeFeishu(HandClock(NINE)) as platform:
        yield platform


@pytest.fixture
def outbound(feishu: FakeFeishu) -> Outbound:
    return Outbound(feishu.app_id, feishu.app_secret, feishu.url)


@pytest.fixture
def group(feishu: FakeFeishu) -> Chat:
    chat = feishu.add_group("华东一组", [feishu.add_person("林一帆"), feishu.add_person("周予安")])
    chat.bot = True
    return chat


def greeting(words: str = "早上好") -> str:
    text = Text(words, "Good morning")
    return card(text, md(text), summary=text).dumps()


def row(lane: str, verb: Verb = Verb.SEND, content: str = "", target: str = "") -> Claimed:
    return Claimed(
        id=1,
        lane=lane,
        verb=verb,
        content=content or greeting(),
        target=target,
        about="test",
        uuid=uuid4().hex,
        attempts=0,
        fence=1,
        lease_until=NINE,
        unsure_since=None,
    )


def refused(outbound: Outbound, claimed: Claimed) -> Refused:
    with pytest.raises(Refused) as caught:
        outbound.deliver(claimed)
    return caught.value


def tokens_asked(feishu: FakeFeishu) -> int:
    return sum(call.path == TOKEN for call in feishu.calls)


def test_a_card_reaches_a_group_and_a_person(feishu: FakeFeishu, outbound: Outbound, group: Chat) -> None:
    person = group.members[0]
    sent = [outbound.deliver(row(lane)) for lane in (group.chat_id, person.open_id)]
    shown = [feishu.last_card(chat).message_id for chat in (group, feishu.direct(person))]
    assert sent == [Sent(message_id) for message_id in shown]


def test_the_same_uuid_shows_one_message(feishu: FakeFeishu, outbound: Outbound, group: Chat) -> None:
    claimed = row(group.chat_id)
    assert outbound.deliver(claimed) == outbound.deliver(claimed)
    assert len(feishu.messages(group)) == 1


def test_a_message_is_answered_and_a_card_is_changed(feishu: FakeFeishu, outbound: Outbound, group: Chat) -> None:
    first = outbound.deliver(row(group.chat_id))
    assert isinstance(first, Sent)
    outbound.deliver(row(group.chat_id, Verb.REPLY, target=first.message_id))
    changed = row(group.chat_id, Verb.PATCH, greeting("下午好"), first.message_id)
    assert outbound.deliver(changed) is None
    card_message, answer = feishu.messages(group)
    assert "下午好" in str(card_message.card)
    assert answer.parent_id == first.message_id


def test_all_pages_of_a_group_are_read_and_bots_are_not_in_them(feishu: FakeFeishu, outbound: Outbound) -> None:
    people = [feishu.add_person(f"员工{number}") for number in range(230)]
    big = feishu.add_group("全国销售", people)
    big.bot = True
    assert outbound.members(big.chat_id) == {person.open_id: person.name for person in people}


def test_the_bot_knows_itself_and_what_it_may_do(feishu: FakeFeishu, outbound: Outbound) -> None:
    assert outbound.own_open_id() == feishu.tenant.app.open_id
    assert outbound.scopes() == sorted(feishu.tenant.app.scopes)


def test_one_token_is_asked_for_however_many_threads_start(feishu: FakeFeishu, outbound: Outbound, group: Chat) -> None:
    lanes = [person.open_id for person in group.members] * 8
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda lane: outbound.own_open_id() + lane, lanes))
    assert tokens_asked(feishu) == 1


def test_a_dead_token_is_dropped_and_the_call_made_once_more(
    feishu: FakeFeishu, outbound: Outbound, group: Chat
) -> None:
    outbound.deliver(row(group.chat_id))
    feishu.tenant.tokens.revoke()
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: outbound.own_open_id(), range(16)))
    assert names == {feishu.tenant.app.open_id}
    assert tokens_asked(feishu) == 2


def test_a_token_that_stays_dead_is_not_asked_for_for_ever(feishu: FakeFeishu, outbound: Outbound, group: Chat) -> None:
    feishu.faults.fail(MESSAGES, times=9, status=400, code=99991663)
    error = refused(outbound, row(group.chat_id))
    assert (error.kind, error.code) == (Kind.AGAIN, 99991663)
    assert tokens_asked(feishu) == 2


def test_a_limit_says_how_long_the_app_is_to_wait(feishu: FakeFeishu, outbound: Outbound, group: Chat) -> None:
    feishu.faults.fail(
        MESSAGES, status=429, code=99991400, headers={"x-ogw-ratelimit-reset": "52"}, msg="request trigger"
    )
    error = refused(outbound, row(group.chat_id))
    assert (error.kind, error.code, error.seconds) == (Kind.WAIT_APP, 99991400, 52.0)


@pytest.mark.parametrize(
    "fault,kind",
    [
        ({"status": 400, "code": 99991400}, Kind.WAIT_APP),
        ({"status": 429, "html": True}, Kind.WAIT_APP),
        ({"status": 400, "code": 230020}, Kind.WAIT_LANE),
        ({"status": 400, "code": 230049}, Kind.UNKNOWN),
        ({"status": 500, "code": 2200}, Kind.UNKNOWN),
        ({"status": 502, "html": True}, Kind.UNKNOWN),
        ({"status": 200, "html": True}, Kind.UNKNOWN),
        ({"status": 400, "code": 555555}, Kind.AGAIN),
        ({"drop": "before"}, Kind.UNKNOWN),
        ({"drop": "after"}, Kind.UNKNOWN),
        ({"delay": 0.5}, Kind.UNKNOWN),
    ],
    ids=str,
)
def test_a_failure_is_of_the_kind_that_keeps_the_message(
    feishu: FakeFeishu, group: Chat, fault: dict[str, object], kind: Kind
) -> None:
    outbound = Outbound(feishu.app_id, feishu.app_secret, feishu.url, timeouts=(1.0, 0.3))
    outbound.own_open_id()
    feishu.faults.fail(MESSAGES, **fault)
    assert refused(outbound, row(group.chat_id)).kind is kind
    assert outbound.deliver(row(group.chat_id))


def test_what_can_never_be_delivered_says_so(feishu: FakeFeishu, outbound: Outbound, group: Chat) -> None:
    away = feishu.add_person("外部客户")
    away.available = False
    group.bot = False
    cases = {
        230002: row(group.chat_id),
        230013: row(away.open_id),
        230034: row("oc_nowhere"),
        230099: row(feishu.add_person("沈知远").open_id, content='{"schema":"2.0","body":{"elements":7}}'),
    }
    for code, claimed in cases.items():
        error = refused(outbound, claimed)
        assert (error.kind, error.code) == (Kind.NEVER, code)
        assert error.reason.startswith(meaning(code).en)


def test_a_missing_permission_is_named(feishu: FakeFeishu, outbound: Outbound, group: Chat) -> None:
    feishu.tenant.app.scopes.clear()
    error = refused(outbound, row(group.chat_id))
    assert (error.kind, error.code) == (Kind.NEVER, 99991672)
    assert "im:message" in error.reason


def test_a_wrong_secret_stops_the_app_and_loses_nothing(feishu: FakeFeishu, group: Chat) -> None:
    error = refused(Outbound(feishu.app_id, "not it", feishu.url), row(group.chat_id))
    assert (error.kind, error.code, error.seconds) == (Kind.WAIT_APP, 10015, 60.0)


def test_a_platform_that_is_not_there_is_known_not_to_have_the_message(group: Chat) -> None:
    with closing(create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    error = refused(Outbound("cli_nobody", "x", f"http://127.0.0.1:{port}"), row(group.chat_id))
    assert (error.kind, error.code) == (Kind.AGAIN, 0)


def test_a_platform_that_goes_away_after_the_token_is_known_not_to_have_the_message(
    feishu: FakeFeishu, group: Chat
) -> None:
    outbound = Outbound(feishu.app_id, feishu.app_secret, feishu.url)
    outbound.own_open_id()
    feishu.stop()
    with ThreadPoolExecutor(1) as another_thread:
        error = another_thread.submit(refused, outbound, row(group.chat_id)).result()
    assert (error.kind, error.code) == (Kind.AGAIN, 0)


@pytest.mark.parametrize("verb", [Verb.READ_MEMBERS, Verb.READ_SELF])
def test_reading_is_not_delivering(outbound: Outbound, verb: Verb) -> None:
    assert refused(outbound, row("oc_a", verb)).kind is Kind.NEVER


def test_every_code_has_a_line_for_the_operator() -> None:
    assert all(words.zh.strip() and words.en.strip() for _, words in TABLE.values())
    assert "555555" in meaning(555555).zh
    assert refusal(0, 503, "", None).kind is Kind.UNKNOWN


def test_the_sdk_is_not_loaded_before_something_is_sent() -> None:
    code = """
import sys
from bot.feishu.outbound import Outbound
import scheduler.outbox
Outbound("cli_a", "b", "https://open.feishu.cn")
print("lark_oapi" in sys.modules, "requests" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"], done.stderr
