"""Excel sheets that admins send: looked through first, taken over whole or not at all, and taken back as one."""

import orjson

from bot import imports as sheets
from bot.card import Card, block, card, heading, md, note
from bot.context import Context, Reply
from bot.controls import buttons
from bot.deliveries import Said
from bot.errors import Refusal
from bot.form import OUTDATED
from bot.import_cards import STATES, template_buttons, undo_button
from bot.import_forms import ApplyImport, DropImport, SendTemplate, UndoImport
from bot.imports import KINDS, Recognised, card_of, find_faults, kept, template, today_of
from bot.router import Part, Router
from bot.sheets import Batch, send_sheet
from bot.text import Text, same
from sales.breaches import NotFound
from storage import imports, people
from storage.imports import Import, State
from storage.outbox import Outgoing, Verb
from storage.people import Person

MOST = 5
"""How many of the last imports the command lists."""

ADMINS_ONLY = Text(
    "文件只有管理员能导入。我不会读它，也不会保存它。",
    "Only admins can import files. I do not read this one and keep nothing of it.",
)
_CHANGED = Text("情况变了，请看新的检查结果。", "Things have changed. Please see the new result.")
_STALE = Text("{number} 现在的状态：{state}", "{number} is now: {state}")

router = Router(Part.TRADE)


@router.command(
    Text("导入", "import"),
    Text("用 Excel 导入产品、价格等", "Import products, prices and more from Excel"),
    members=False,
)
def show(ctx: Context, _: str) -> Reply:
    """What can be imported, with the templates, and what was imported last."""
    _admin(ctx)
    return Reply(list_card(imports.latest(ctx.db, MOST)))


@router.file
def receive(ctx: Context, file_key: str, file_name: str) -> Reply:
    """Have the file fetched and read; the card that says so becomes the one with the result."""
    by = _admin(ctx)
    said = ctx.delivery
    if not isinstance(said, Said) or not imports.receive(ctx.db, said.message_id, file_name, by.id, ctx.now):
        return Reply()
    content = orjson.dumps({"file_key": file_key, "file_name": file_name}).decode()
    # A lane of its own: whoever sent it is answered while it is being fetched.
    job = Outgoing(said.message_id, Verb.READ_FILE, content, target=said.message_id, about=sheets.ABOUT)
    ctx.queue(job)
    held = imports.hold_of_message(ctx.db, said.message_id)
    return Reply(card_of(held) if held else None)


@router.press(SendTemplate, members=False)
def send_template(ctx: Context, pressed: SendTemplate) -> Reply:
    """Send the empty sheet of a kind to who asks."""
    _admin(ctx)
    kind = next((each for each in KINDS if each.name == pressed.kind), None)
    if kind is None:
        raise Refusal(OUTDATED)
    send_sheet(ctx, ctx.open_id, template(kind), "template")
    return Reply(toast=Text("模板马上发给你。", "The template is on its way."))


@router.press(ApplyImport, members=False)
def apply(ctx: Context, pressed: ApplyImport) -> Reply:
    """Take the rows over, if they are still as good as the card said; what is wrong by now is shown instead."""
    by, one = _admin(ctx), _held(ctx, pressed.import_id)
    found = kept(one)
    if one.state is not State.CHECKED or found is None:
        return _stale(one)
    batch = _batch(ctx, one, by)
    good = _without_faults(ctx, found, batch)
    skipped = len(found.rows) - len(good.rows)
    if not good.rows or (skipped and not pressed.skip):
        return _changed(ctx, one, found, batch)
    return _taken_over(ctx, one, good, batch, skipped)


@router.press(DropImport, members=False)
def drop(ctx: Context, pressed: DropImport) -> Reply:
    """Leave the sheet."""
    by, one = _admin(ctx), _held(ctx, pressed.import_id)
    if one.state is not State.CHECKED:
        return _stale(one)
    return Reply(card_of(imports.settle(ctx.db, one, State.DROPPED, by.id, ctx.now)))


@router.press(UndoImport, members=False)
def undo(ctx: Context, pressed: UndoImport) -> Reply:
    """Take back what the sheet brought, but for what is in use."""
    by, one = _admin(ctx), _held(ctx, pressed.import_id)
    found = kept(one)
    if one.state is not State.APPLIED or found is None:
        return _stale(one)
    stayed = found.kind.undo(ctx.db, _batch(ctx, one, by))
    done = imports.settle(ctx.db, one, State.UNDONE, by.id, ctx.now, stayed=stayed)
    return Reply(card_of(done), Text("已撤销 {number}", "{number} is undone").fill(number=one.number))


def _batch(ctx: Context, one: Import, by: Person) -> Batch:
    return Batch(one.id, by.id, today_of(ctx.db, ctx.house, ctx.open_id, ctx.now), ctx.now)


def _taken_over(ctx: Context, one: Import, good: Recognised, batch: Batch, skipped: int) -> Reply:
    count = good.kind.apply(ctx.db, good.rows, batch)
    done = imports.settle(ctx.db, one, State.APPLIED, batch.by, ctx.now, kept=count, skipped=skipped)
    return Reply(card_of(done), Text("已导入 {n} 条", "{n} imported").fill(n=count))


def _changed(ctx: Context, one: Import, found: Recognised, batch: Batch) -> Reply:
    """What is wrong with the rows by now, for a press that was meant for a better sheet."""
    faults = find_faults(ctx.db, found, ctx.house, batch.today)
    return Reply(card_of(sheets.look_again(ctx.db, one, found, faults)), _CHANGED, "warning")


def _without_faults(ctx: Context, found: Recognised, batch: Batch) -> Recognised:
    """The rows that are right even without the others: what a row says may rest on a row above that is left out."""
    good = found
    while wrong := {fault.row for fault in find_faults(ctx.db, good, ctx.house, batch.today)}:
        good = Recognised(found.kind, [row for row in good.rows if row.number not in wrong])
    return good


def _admin(ctx: Context) -> Person:
    """The admin who asks, known from now on if they were not; everybody else is refused in words."""
    if not ctx.is_admin:
        _ = ctx.me
        raise Refusal(ADMINS_ONLY)
    return ctx.person or people.meet(ctx.db, ctx.open_id, "")


def _held(ctx: Context, import_id: int) -> Import:
    one = imports.hold_import(ctx.db, import_id)
    if one is None:
        number = f"I-{import_id}"
        raise NotFound(number)
    return one


def _stale(one: Import) -> Reply:
    """The present state for a press that came too late."""
    return Reply(card_of(one), _STALE.fill(number=one.number, state=STATES[one.state][0]), "warning")


def list_card(last: list[Import]) -> Card:
    """What there is to import, how to, and what came last."""
    lead = Text("把填好的 Excel 直接发给我", "Send me the filled-in Excel file")
    return card(
        Text("导入", "Import"),
        md(_HOW),
        template_buttons(KINDS),
        heading(Text("最近的导入", "Latest imports")) if last else None,
        *(_line(one) for one in last),
        None if last else note(Text("还没有导入过。", "Nothing has been imported yet.")),
        subtitle=lead,
        summary=lead,
        icon="file-link-xlsx_outlined",
    )


def _line(one: Import) -> dict[str, object]:
    kind = next((each.title for each in KINDS if each.name == one.kind), same("—"))
    words = same("**{number}** {kind} · {file}\n{state}")
    said = md(words, number=one.number, kind=kind, file=one.file_name or "—", state=STATES[one.state][0])
    return block(said, buttons(undo_button(one)) if one.state is State.APPLIED else None)


_HOW = Text(
    "1. 下载模板，每行填一条，标题行不要改\n2. 把文件直接发给我（xlsx 或 csv）\n"
    "3. 看检查结果，确认后才导入；导入后可以整批撤销",
    "1. Download a template, fill in one row each, leave the headings as they are\n2. Send me the file (xlsx or csv)\n"
    "3. See what was found; nothing is imported before you confirm, and a whole import can be undone",
)
