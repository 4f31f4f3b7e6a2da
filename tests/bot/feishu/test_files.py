"""Files through the SDK and the local Feishu: a sheet goes up and is seen once, what somebody sent is read."""

from collections.abc import Iterator
from io import BytesIO

import orjson
import pytest
from python_calamine import CalamineWorkbook

from bot.feishu.codes import Kind, Refused, Sent
from bot.feishu.outbound import Outbound
from bot.grids import LARGEST, Grid, Unreadable
from bot.sheets import Sheet, pack
from bot.workbooks import workbook
from playground.clocks import HandClock
from playground.feishu import FakeFeishu
from playground.people import Person
from sales.money import Money
from storage.outbox import Verb
from tests.bot.feishu.test_outbound import row
from tests.sending import NINE

FILES = "/open-apis/im/v1/files"
SHEET = Sheet("订单 3月", ("编号", "金额"), [("SO-1", Money(1234))], ("合计", Money(1234)))


@pytest.fixture
def feishu() -> Iterator[FakeFeishu]:
    with FakeFeishu(HandClock(NINE)) as platform:
        yield platform


@pytest.fixture
def outbound(feishu: FakeFeishu) -> Outbound:
    return Outbound(feishu.app_id, feishu.app_secret, feishu.url)


@pytest.fixture
def rep(feishu: FakeFeishu) -> Person:
    return feishu.add_person("林一帆")


def uploads(feishu: FakeFeishu) -> int:
    return sum(call.path == FILES for call in feishu.calls)


def test_a_sheet_reaches_a_person_as_a_file(feishu: FakeFeishu, outbound: Outbound, rep: Person) -> None:
    sent = outbound.deliver(row(rep.open_id, Verb.SEND_FILE, pack(SHEET)))
    (message,) = feishu.messages(feishu.direct(rep))
    assert sent == Sent(message.message_id)
    assert (message.kind, message.text) == ("file", "订单 3月.xlsx")
    read = CalamineWorkbook.from_filelike(BytesIO(feishu.file_of(message))).get_sheet_by_index(0).to_python()
    assert read == [["编号", "金额"], ["SO-1", 12.34], ["合计", 12.34]]


def test_sent_twice_it_is_seen_once(feishu: FakeFeishu, outbound: Outbound, rep: Person) -> None:
    claimed = row(rep.open_id, Verb.SEND_FILE, pack(SHEET))
    assert outbound.deliver(claimed) == outbound.deliver(claimed)
    assert len(feishu.messages(feishu.direct(rep))) == 1


def test_a_dead_token_is_no_obstacle(feishu: FakeFeishu, outbound: Outbound, rep: Person) -> None:
    outbound.own_open_id()
    feishu.tenant.tokens.revoke()
    assert outbound.deliver(row(rep.open_id, Verb.SEND_FILE, pack(SHEET)))
    assert uploads(feishu) == 2


@pytest.mark.parametrize("code,kind", [(234006, Kind.NEVER), (99991400, Kind.WAIT_APP), (2200, Kind.UNKNOWN)])
def test_a_refused_upload_posts_nothing(
    feishu: FakeFeishu, outbound: Outbound, rep: Person, code: int, kind: Kind
) -> None:
    feishu.faults.fail(FILES, code=code, status=500 if code == 2200 else 400)
    with pytest.raises(Refused) as no:
        outbound.deliver(row(rep.open_id, Verb.SEND_FILE, pack(SHEET)))
    assert (no.value.kind, no.value.code) == (kind, code)
    assert feishu.messages(feishu.direct(rep)) == []


def test_without_the_scope_it_says_so(feishu: FakeFeishu, outbound: Outbound, rep: Person) -> None:
    feishu.tenant.app.scopes.discard("im:resource")
    with pytest.raises(Refused) as no:
        outbound.deliver(row(rep.open_id, Verb.SEND_FILE, pack(SHEET)))
    assert (no.value.kind, no.value.code) == (Kind.NEVER, 99991672)


def asked(feishu: FakeFeishu, rep: Person, name: str, data: bytes) -> tuple[str, str]:
    """Let somebody send a file; the message's id, and what the row that asks for it holds."""
    message_id = feishu.send_file(rep, feishu.direct(rep), name, data).message_id
    return message_id, feishu.world.messages[message_id].content


def test_what_somebody_sent_is_read(feishu: FakeFeishu, outbound: Outbound, rep: Person) -> None:
    message_id, content = asked(feishu, rep, "价格.xlsx", workbook(SHEET))
    found = outbound.sheet(row("om_1", Verb.READ_FILE, content, message_id))
    assert found == Grid([(1, ["编号", "金额"]), (2, ["SO-1", "12.34"]), (3, ["合计", "12.34"])])


def test_a_csv_that_looks_like_json_is_a_file_all_the_same(feishu: FakeFeishu, outbound: Outbound, rep: Person) -> None:
    message_id, content = asked(feishu, rep, "a.csv", b'{"code":99991663}\n{x')
    assert outbound.sheet(row("om_1", Verb.READ_FILE, content, message_id)) == Grid(
        [(1, ['{"code":99991663}']), (2, ["{x"])]
    )


def test_what_is_too_large_is_left_where_it_is(feishu: FakeFeishu, outbound: Outbound, rep: Person) -> None:
    message_id, content = asked(feishu, rep, "a.csv", b"a" * (LARGEST + 1))
    assert outbound.sheet(row("om_1", Verb.READ_FILE, content, message_id)) is Unreadable.LARGE


def test_a_file_that_is_gone_is_refused_for_good(feishu: FakeFeishu, outbound: Outbound, rep: Person) -> None:
    message_id, _ = asked(feishu, rep, "a.csv", b"a,b\n1,2")
    told = orjson.dumps({"file_key": "file_v3_other", "file_name": "a.csv"}).decode()
    with pytest.raises(Refused) as no:
        outbound.sheet(row("om_1", Verb.READ_FILE, told, message_id))
    assert (no.value.kind, no.value.code) == (Kind.NEVER, 234003)


def test_a_gateways_page_is_no_file(feishu: FakeFeishu, outbound: Outbound, rep: Person) -> None:
    message_id, content = asked(feishu, rep, "a.csv", b"a,b\n1,2")
    feishu.faults.fail(f"/open-apis/im/v1/messages/{message_id}/resources/", html=True, status=200)
    with pytest.raises(Refused) as no:
        outbound.sheet(row("om_1", Verb.READ_FILE, content, message_id))
    assert no.value.kind is Kind.UNKNOWN
