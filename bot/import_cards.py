"""The card of an import as it stands: being read, looked through, of no use, taken over, left, taken back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.card import Card, Element, card, facts, heading, note, plain, tag
from bot.controls import button, buttons
from bot.grids import LARGEST, MOST_ROWS, Unreadable
from bot.import_forms import ApplyImport, DropImport, SendTemplate, UndoImport
from bot.sheets import Fault, SheetKind
from bot.text import Text, joined, same
from storage.imports import Import, State

MOST_FAULTS = 20
"""How many faults a card spells out; the rest are counted."""

LONGEST_REASON = 120
"""Characters of one fault, which may quote what stands in a cell."""

Kinds = Sequence[SheetKind]
"""The kinds of sheet there are."""


def import_card(one: Import, kinds: Kinds) -> Card:
    """The newest card of an import, with what may be done next; any admin may press it."""
    words, colour = STATES[one.state]
    kind = next((each.title for each in kinds if each.name == one.kind), None)
    return card(
        Text("导入 {number}", "Import {number}").fill(number=one.number),
        facts(*((_KIND, kind),) if kind else (), (_FILE, same(one.file_name or "—")), *_counts(one)),
        *_PARTS[one.state](one, kinds),
        summary=Text("导入 {number}：{state}", "Import {number}: {state}").fill(number=one.number, state=words),
        colour=colour,
        icon="file-link-xlsx_outlined",
        tags=[tag(words, "neutral" if colour == "grey" else colour)],
    )


def faults_found(faults: Sequence[Fault]) -> dict[str, Any]:
    """Faults as JSON: the first of them in both languages, how many there are, and in how many rows."""
    listed = [[one.row, *_pair(one.column), *_pair(one.why)] for one in faults[:MOST_FAULTS]]
    return {"faults": listed, "wrong": len(faults), "wrong_rows": len({one.row for one in faults})}


def template_buttons(kinds: Kinds) -> Element | None:
    """A button for each kind that sends its empty sheet."""
    words = Text("下载模板：{kind}", "Template: {kind}")
    return buttons(*(button(words.fill(kind=kind.title), SendTemplate(kind.name).stamp()) for kind in kinds))


def undo_button(one: Import) -> Element:
    """Takes a whole sheet back, after asking."""
    sure = (
        Text("撤销导入 {number}？", "Undo import {number}?").fill(number=one.number),
        Text("它带来的内容都会撤回；已经用到的会留下。", "All it brought is taken back; what is in use stays."),
    )
    return button(Text("撤销", "Undo"), UndoImport(one.id).stamp(), confirm=sure)


def _pair(words: Text) -> tuple[str, str]:
    return words.zh[:LONGEST_REASON], words.en[:LONGEST_REASON]


def _counts(one: Import) -> list[tuple[Text, Text]]:
    return [(label, same(one.found[name])) for name, label in _COUNTED.items() if one.found.get(name)]


def _checking(_one: Import, _kinds: Kinds) -> list[Element | None]:
    return [plain(Text("检查中，马上告诉你结果。", "Being checked, the result is coming right here."))]


def _checked(one: Import, _kinds: Kinds) -> list[Element | None]:
    if not one.found.get("wrong"):
        whole = button(Text("全部导入", "Import all"), ApplyImport(one.id).stamp(), style="primary_filled")
        return [plain(_FINE), buttons(whole, _drop(one)), note(_NOTHING_YET)]
    skipping = button(
        Text("跳过有错的行，导入其余", "Skip rows with errors"),
        ApplyImport(one.id, skip=1).stamp(),
        style="primary_filled",
    )
    some_left = one.found["wrong_rows"] < one.found["count"]
    return [
        heading(
            Text("{n} 处错误，在 {rows} 行里", "{n} errors in {rows} rows").fill(
                n=one.found["wrong"], rows=one.found["wrong_rows"]
            )
        ),
        plain(joined([_fault(*each) for each in one.found["faults"]], "\n")),
        _more(one.found["wrong"] - len(one.found["faults"])),
        buttons(skipping if some_left else None, _drop(one)),
        note(_NOTHING_YET if some_left else _ALL_WRONG),
    ]


def _fault(row: int, *told: str) -> Text:
    column, why = Text(told[0], told[1]), Text(told[2], told[3])
    line = Text("第 {row} 行 {column}：{why}", "Row {row}, {column}: {why}")
    return line.fill(row=row, column=column, why=why)


def _more(left: int) -> Element | None:
    return note(Text("还有 {n} 处没有列出", "{n} more are not listed").fill(n=left)) if left > 0 else None


def _drop(one: Import) -> Element:
    return button(Text("不导入", "Do not import"), DropImport(one.id).stamp(), style="text")


def _unreadable(one: Import, kinds: Kinds) -> list[Element | None]:
    why = one.found.get("why", [])
    said = Text(*why) if isinstance(why, list) and len(why) == 2 else UNREADABLE[Unreadable.BROKEN]
    return [
        plain(said),
        template_buttons(kinds),
        note(Text("改好后把文件再发给我。", "Send me the file again once it is right.")),
    ]


def _applied(one: Import, _kinds: Kinds) -> list[Element | None]:
    said = Text("已导入 {n} 条。", "{n} imported.").fill(n=one.found.get("kept", 0))
    return [plain(said), buttons(undo_button(one))]


def _dropped(_one: Import, _kinds: Kinds) -> list[Element | None]:
    return [plain(Text("没有导入，什么都没有变。", "Not imported; nothing has changed."))]


def _undone(one: Import, _kinds: Kinds) -> list[Element | None]:
    stayed = one.found.get("stayed", 0)
    left = Text("已撤销；有 {n} 条已经用到，留下了。", "Undone; {n} are in use and stay.").fill(n=stayed)
    return [plain(left if stayed else Text("已全部撤销。", "All of it is undone."))]


STATES: Mapping[State, tuple[Text, str]] = {
    State.CHECKING: (Text("检查中", "Checking"), "blue"),
    State.CHECKED: (Text("待确认", "To confirm"), "orange"),
    State.UNREADABLE: (Text("没法导入", "Cannot be imported"), "red"),
    State.APPLIED: (Text("已导入", "Imported"), "green"),
    State.DROPPED: (Text("没有导入", "Not imported"), "grey"),
    State.UNDONE: (Text("已撤销", "Undone"), "grey"),
}
"""What each state is called, and its colour."""

_PARTS: Mapping[State, Callable[[Import, Kinds], list[Element | None]]] = {
    State.CHECKING: _checking,
    State.CHECKED: _checked,
    State.UNREADABLE: _unreadable,
    State.APPLIED: _applied,
    State.DROPPED: _dropped,
    State.UNDONE: _undone,
}

UNREADABLE: Mapping[Unreadable, Text] = {
    Unreadable.TYPE: Text("我只读 Excel（xlsx）和 csv 文件。", "I read Excel (xlsx) and csv files only."),
    Unreadable.LARGE: Text(
        "文件太大了：最大 {n} MB，也不能有太多空白的行和列。请拆成几份，或删掉多余的行列。",
        "The file is too large: at most {n} MB, and not too many blank rows and columns. Please split or trim it.",
    ).fill(n=LARGEST // 1024 // 1024),
    Unreadable.BROKEN: Text(
        "文件打不开：可能坏了，或设了密码。请用 Excel 另存一份再发。",
        "The file cannot be opened: it may be damaged or have a password. Please save a copy in Excel and send that.",
    ),
    Unreadable.EMPTY: Text(
        "表里没有内容：第一行是标题，下面每行一条。", "The sheet is empty: headings first, then one row each."
    ),
    Unreadable.ROWS: Text("行太多了：一次最多 {n} 行。", "Too many rows: at most {n} at a time.").fill(n=MOST_ROWS),
    Unreadable.GONE: Text("文件取不到了，请再发一次。", "The file could not be fetched. Please send it again."),
}
"""Why a file is of no use, and what to do about it."""

_KIND, _FILE = Text("类型", "Kind"), Text("文件", "File")
_COUNTED = {
    "count": Text("行数", "Rows"),
    "unused": Text("没用到的列", "Unused columns"),
    "skipped": Text("跳过", "Skipped"),
}
_FINE = Text("没有发现错误。", "No errors were found.")
_NOTHING_YET = Text("现在还什么都没有导入。", "Nothing has been imported yet.")
_ALL_WRONG = Text("每一行都有错，请改好后再发给我。", "Every row has an error. Please correct them and send it again.")
