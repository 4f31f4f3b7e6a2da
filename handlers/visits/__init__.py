"""A visit is filed on a card by the rep who paid it, may be changed or withdrawn for a while, and counts once."""

from collections.abc import Mapping

from bot.card import Card
from bot.context import Context, Reply
from bot.doubles import asked_before
from bot.errors import Problem
from bot.router import Part, Router
from bot.text import Text
from bot.words import broken
from handlers.visits import filings, photos
from handlers.visits.cards import form_card, typed_from
from handlers.visits.companions import named
from handlers.visits.duties import take_back
from handlers.visits.forms import EditVisit, FileVisit, KeepVisit, WithdrawVisit
from handlers.visits.locks import is_locked, locked_from, named_visit, own_visit
from handlers.visits.receipts import receipt_card, withdrawn_card
from handlers.visits.sentences import typed_from_line
from sales.breaches import Locked, Outdated
from storage import visits
from storage.visits import Visit

router = Router(Part.VISITS)


@router.command(
    Text("拜访", "visit"),
    Text("记一次拜访，一句话也行", "File a visit, in one line if you like"),
    aliases=("bf",),
    example=Text("拜访 华宁精密 张工 谈报价 意愿65 下周三 送样", "visit Huaning Precision, next Wed send samples"),
)
def ask(ctx: Context, said: str) -> Reply:
    """Hand out the form, with what the line says already in it."""
    blank, typed = typed_from_line(ctx, said)
    return Reply(form_card(ctx, blank, typed))


@router.command(
    Text("陪访", "joint"),
    Text("记一次和同事一起的拜访", "File a visit paid together with a colleague"),
    aliases=("pf",),
    example=Text("陪访 李雷 华宁精密", "joint Li Lei Huaning Precision"),
)
def ask_joint(ctx: Context, said: str) -> Reply:
    """The same with the colleague who is named first set as the companion."""
    first, _, rest = said.partition(" ")
    companion = named(ctx, first.removeprefix("@"))
    blank, typed = typed_from_line(ctx, rest.strip() if companion else said)
    return Reply(form_card(ctx, blank, typed | ({"companion": str(companion.id)} if companion else {})))


@router.command(
    Text("修改", "edit"),
    Text("改一次自己的拜访", "Change a visit of yours"),
    example=Text("修改 V-12", "edit V-12"),
)
def edit_named(ctx: Context, said: str) -> Reply:
    """The form of the visit named, or of the one filed last."""
    return _edit(ctx, named_visit(ctx, said))


@router.command(
    Text("撤回", "withdraw"),
    Text("撤回一次自己的拜访", "Withdraw a visit of yours"),
    example=Text("撤回 V-12", "withdraw V-12"),
)
def withdraw_named(ctx: Context, said: str) -> Reply:
    """The receipt of the visit named, with the button that asks before it withdraws."""
    visit = named_visit(ctx, said)
    if is_locked(ctx, visit):
        raise Locked(visit.number, locked_from(ctx, visit))
    return Reply(
        receipt_card(ctx, visit, Text("要撤回，请点下面的「撤回」。", 'To withdraw it, press "Withdraw" below.'))
    )


router.picture(photos.attach)


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed; for a change, of the version now in force."""
    visit_id, unread = hidden.get("visit_id"), str(hidden.get("unread") or "")
    asked = asked_before(hidden, typed, problems)
    visit = visits.find_visit(ctx.db, visit_id) if isinstance(visit_id, int) and visit_id else None
    if visit is None:
        return form_card(ctx, FileVisit(unread=unread, asked=asked), typed, problems)
    blank = FileVisit(visit.id, visit.version, unread, asked)
    return form_card(ctx, blank, typed, problems, is_correction=is_locked(ctx, visit))


@router.press(FileVisit, redraw=ask_again)
def file(ctx: Context, filled: FileVisit) -> Reply:
    """Keep the visit, new or changed, and answer with its receipt."""
    return filings.change(ctx, filled) if filled.visit_id else filings.add(ctx, filled)


@router.press(EditVisit)
def edit(ctx: Context, pressed: EditVisit) -> Reply:
    """Turn the receipt into the form again, with what the visit says now."""
    return _edit(ctx, own_visit(ctx, pressed.visit_id))


def _edit(ctx: Context, visit: Visit) -> Reply:
    blank = FileVisit(visit.id, visit.version)
    return Reply(form_card(ctx, blank, typed_from(visit), is_correction=is_locked(ctx, visit)))


@router.press(KeepVisit)
def keep(ctx: Context, pressed: KeepVisit) -> Reply:
    """Turn the form back into the receipt, with nothing changed."""
    return Reply(receipt_card(ctx, own_visit(ctx, pressed.visit_id)))


@router.press(WithdrawVisit)
def withdraw(ctx: Context, pressed: WithdrawVisit) -> Reply:
    """Take the visit back; a receipt that is not the latest is replaced by the latest instead."""
    visit = own_visit(ctx, pressed.visit_id)
    if is_locked(ctx, visit):
        return Reply(receipt_card(ctx, visit), broken(Locked(visit.number, locked_from(ctx, visit))), "warning")
    if pressed.seen != visit.version:
        return Reply(receipt_card(ctx, visit), broken(Outdated(visit.number)), "warning")
    visits.withdraw_visit(ctx.db, visit, ctx.now)
    take_back(ctx, visit)
    return Reply(withdrawn_card(visit), Text("已撤回 {number}", "{number} is withdrawn").fill(number=visit.number))
