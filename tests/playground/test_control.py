"""The JSON control API, its stream of changes, and the page's files, over HTTP as scripts and browsers use them."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from playground import FakeFeishu, HandClock, Person
from playground.feishu import FakeFeishu as Whole
from tests.playground.card_cases import FORM, button, card, plain
from tests.playground.conftest import START, Api, Bot


class Script:
    """A script that plays people through the control API."""

    def __init__(self, feishu: FakeFeishu) -> None:
        self.url = f"{feishu.url}/api"

    def get(self, path: str, **params: Any) -> Any:
        return requests.get(self.url + path, params=params, timeout=5).json()

    def post(self, path: str, **body: Any) -> requests.Response:
        return requests.post(self.url + path, json=body, timeout=5)


@pytest.fixture
def script(feishu: FakeFeishu) -> Script:
    return Script(feishu)


def test_tells_the_state(script: Script, feishu: FakeFeishu, bot: Bot, rep: Person) -> None:
    state = script.get("/state")
    assert (state["now"], state["app_id"], state["people"]) == (START.isoformat(), feishu.app_id, 1)
    assert (state["webhook"], state["lang_default"]) == (bot.url, "zh_cn")


def test_lists_people(script: Script, rep: Person) -> None:
    made = script.post("/people", name="王芳", en_name="Wang Fang", role="代表").json()
    first, second = script.get("/people")
    assert (first["open_id"], first["name"], first["en_name"]) == (rep.open_id, "林小满", "Lin Xiaoman")
    assert second == made
    assert first["avatar"] != second["avatar"]


def test_lists_chats_with_the_direct_one_first(script: Script, feishu: FakeFeishu, rep: Person) -> None:
    group = script.post("/groups", name="华东一组", members=[rep.open_id]).json()["chat_id"]
    feishu.add_group("别人的群", [])
    assert script.post(f"/groups/{group}/bot", **{"as": rep.open_id, "add": True}).json()["status"] == 200
    script.post("/say", **{"as": rep.open_id, "chat_id": group, "text": "早"})
    direct, listed = script.get("/chats", **{"as": rep.open_id})
    assert (direct["mode"], direct["last"], direct["unread"]) == ("p2p", None, 0)
    assert (listed["name"], listed["bot"], listed["members"]) == ("华东一组", True, [rep.open_id])
    assert (listed["last"]["text"], listed["unread"]) == ("早", 2)
    script.get(f"/chats/{group}/messages", **{"as": rep.open_id})
    assert script.get("/chats", **{"as": rep.open_id})[1]["unread"] == 0


def test_says_and_reads_only_what_changed(script: Script, feishu: FakeFeishu, rep: Person) -> None:
    chat = feishu.direct(rep).chat_id
    first = script.get(f"/chats/{chat}/messages", **{"as": rep.open_id})
    said = script.post("/say", **{"as": rep.open_id, "chat_id": chat, "text": "今天"}).json()
    assert said["status"] == 200
    changed = script.get(f"/chats/{chat}/messages", **{"as": rep.open_id, "after": first["rev"]})
    assert [(one["text"], one["sender"]["kind"], one["kind"]) for one in changed["messages"]] == [
        ("今天", "person", "text")
    ]
    assert script.get(f"/chats/{chat}/messages", **{"as": rep.open_id, "after": changed["rev"]})["messages"] == []


def test_presses_and_submits(script: Script, bot: Bot, api: Api, rep: Person) -> None:
    bot.answers({"toast": {"type": "success", "content": "已记录"}})
    pressed = api.card(rep.open_id, card(button()))
    filled = api.card(rep.open_id, FORM)
    acted = script.post("/press", **{"as": rep.open_id, "message_id": pressed, "name": "好"}).json()
    assert acted["toast"] == {"type": "success", "content": "已记录", "text": "已记录"}
    assert acted["error"] is None
    form = {"as": rep.open_id, "message_id": filled, "form": "visit"}
    blank = script.post("/submit", **form, values={"note": "x"})
    assert (blank.status_code, blank.json()["error"]["code"], blank.json()["error"]["field"]) == (
        422,
        "required",
        "customer",
    )
    bot.answers({}, 500)
    failed = script.post("/submit", **form, values={"customer": "甲"}).json()
    assert failed["error"]["code"] == 200671


def test_shows_what_is_typed_to_its_typist_only(
    script: Script, feishu: FakeFeishu, bot: Bot, api: Api, rep: Person, manager: Person
) -> None:
    group = feishu.add_group("华东一组", [rep, manager])
    feishu.add_bot(group, rep)
    sent = api.card(group.chat_id, FORM)
    script.post("/submit", **{"as": rep.open_id, "message_id": sent, "values": {"customer": "甲"}})
    typed = [
        script.get(f"/chats/{group.chat_id}/messages", **{"as": one.open_id})["messages"][-1]["typed"]
        for one in (rep, manager)
    ]
    assert typed == [{"customer": "甲"}, {}]


def test_turns_the_clock_and_makes_what_is_due(
    script: Script, feishu: FakeFeishu, bot: Bot, clock: HandClock, rep: Person
) -> None:
    bot.answers({}, 500)
    feishu.say(rep, feishu.direct(rep), "今天")
    assert script.post("/clock", advance=15).json()["now"] == clock.now().isoformat()
    assert len(bot.got) == 2
    script.post("/clock", now="2026-03-03T08:45:00+08:00")
    assert clock.now().isoformat() == "2026-03-03T08:45:00+08:00"
    assert script.post("/clock", now="2026-03-03T08:45:00").status_code == 400


def test_changes_faults(script: Script, feishu: FakeFeishu) -> None:
    assert "duplicates" in script.get("/faults")["help"]
    now = script.post("/faults", duplicates=True, fail=[{"path": "/open-apis/im", "times": 2}]).json()
    assert (now["duplicates"], now["fail"][0]["times"]) == (True, 2)
    assert feishu.faults.duplicates
    assert script.post("/faults", gremlins=1).status_code == 400


def test_moves_members(script: Script, feishu: FakeFeishu, bot: Bot, rep: Person, manager: Person) -> None:
    group = feishu.add_group("华东一组", [rep])
    feishu.add_bot(group, rep)
    moved = script.post(f"/groups/{group.chat_id}/members", add=[manager.open_id], remove=[rep.open_id]).json()
    assert moved["members"] == [manager.open_id]
    kinds = [one["header"]["event_type"] for one in bot.events()[1:]]
    assert kinds == ["im.chat.member.user.added_v1", "im.chat.member.user.deleted_v1"]


def test_traces_calls_and_deliveries(script: Script, feishu: FakeFeishu, api: Api, rep: Person) -> None:
    api.card(rep.open_id, FORM)
    first = script.get("/trace")
    feishu.say(rep, feishu.direct(rep), "今天")
    second = script.get("/trace", after=first["n"])
    assert [one["path"] for one in first["calls"]] == ["/open-apis/im/v1/messages"]
    assert (second["calls"], [one["kind"] for one in second["deliveries"]]) == ([], ["im.message.receive_v1"])


@pytest.mark.parametrize(
    "path,body,status",
    [
        ("/say", {"as": "ou_none", "chat_id": "oc_none", "text": "x"}, 404),
        ("/say", {}, 400),
        ("/press", {"as": "ou_none", "message_id": "om_none", "name": "x"}, 404),
        ("/nowhere", {}, 404),
        ("/clock", {}, 400),
    ],
)
def test_says_what_cannot_be_done(script: Script, path: str, body: dict[str, Any], status: int) -> None:
    answer = script.post(path, **body)
    assert answer.status_code == status
    assert answer.json()["error"]["text"]


def test_a_broken_body_is_a_bad_request(script: Script) -> None:
    assert requests.post(f"{script.url}/say", data=b"{", timeout=5).status_code == 400
    assert requests.post(f"{script.url}/say", data=b"[]", timeout=5).status_code == 400


def test_rows_and_gallery_come_from_outside(clock: HandClock) -> None:
    rows = {"n": 1, "rows": [{"n": 1, "table": "visit", "verb": "insert", "text": "V-1", "at": "x"}]}
    shown = [{"name": "receipt", "title": {"zh": "回执", "en": "Receipt"}, "card": FORM}]
    with Whole(clock, rows=lambda after: rows | {"after": after}, gallery=lambda: shown) as feishu:
        script = Script(feishu)
        assert script.get("/rows", after=7) == rows | {"after": 7}
        assert script.get("/gallery") == shown


def test_without_them_they_are_empty(script: Script) -> None:
    assert script.get("/rows") == {"n": 0, "rows": []}
    assert script.get("/gallery") == []


def lines(answer: requests.Response) -> Iterator[str]:
    return (line for line in answer.iter_lines(chunk_size=1, decode_unicode=True) if line)


def test_streams_changes_as_they_happen(script: Script, feishu: FakeFeishu, rep: Person) -> None:
    with requests.get(f"{script.url}/events", stream=True, timeout=5) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        heard = lines(answer)
        assert next(heard) == ": hello"
        feishu.say(rep, feishu.direct(rep), "今天")
        assert [next(heard).partition('"what":')[2] for _ in range(3)] == [
            '"chats"}',
            '"messages"}',
            '"trace"}',
        ]


def test_many_idle_streams_leave_room_for_calls(script: Script, feishu: FakeFeishu, api: Api) -> None:
    streams = [requests.get(f"{script.url}/events", stream=True, timeout=5) for _ in range(60)]
    assert api.call("GET", "/bot/v3/info").status_code == 200
    feishu.stop()
    for answer in streams:
        assert next(lines(answer)) == ": hello"
        assert not [line for line in lines(answer) if line == ": beat"]
        answer.close()
    assert not [one for one in threading.enumerate() if one.name == "feishu-accept" and not one.daemon]


@pytest.fixture
def site(tmp_path: Path, clock: HandClock) -> Iterator[str]:
    static = tmp_path / "static"
    (static / "js").mkdir(parents=True)
    (static / "index.html").write_text("<p>home</p>", encoding="utf-8")
    (static / "gallery.html").write_text("<p>cards</p>", encoding="utf-8")
    (static / "js" / "main.js").write_text("1", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("no", encoding="utf-8")
    with FakeFeishu(clock, static=static) as feishu:
        yield feishu.url


@pytest.mark.parametrize(
    "path,status,text,kind",
    [
        ("/", 200, "<p>home</p>", "text/html; charset=utf-8"),
        ("/gallery", 200, "<p>cards</p>", "text/html; charset=utf-8"),
        ("/static/js/main.js", 200, "1", "text/javascript; charset=utf-8"),
        ("/static/missing.js", 404, "", ""),
        ("/static/%2e%2e/secret.txt", 404, "", ""),
        ("/images/none", 404, "", ""),
        ("/elsewhere", 404, "", ""),
    ],
)
def test_serves_the_page(site: str, path: str, status: int, text: str, kind: str) -> None:
    answer = requests.get(site + path, timeout=5)
    assert answer.status_code == status
    if text:
        assert (answer.text, answer.headers["Content-Type"]) == (text, kind)


def test_serves_pages_to_get_and_head_only(site: str) -> None:
    assert requests.post(site + "/", timeout=5).status_code == 404
    assert requests.head(site + "/", timeout=5).headers["Content-Length"] == "11"


def test_a_chats_last_line_and_the_bots_name_come_in_both_languages(feishu: FakeFeishu, api: Api, rep: Person) -> None:
    api.card(rep.open_id, card(header={"title": plain("日报", "Daily")}))
    row = requests.get(f"{feishu.url}/api/chats", {"as": rep.open_id}, timeout=5).json()[0]
    assert row["last"]["i18n"] == {"zh": "日报", "en": "Daily"}
    assert row["i18n_name"] == {"zh": "销售助手", "en": "Sales Assistant"}
