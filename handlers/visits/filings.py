"""From a filled form to a kept visit: new, changed while it may be, or corrected with a reason."""

import unicodedata

from bot.context import Context, Reply
from bot.doubles import customer_named, meant
from bot.errors import Problem, Refusal
from bot.form import entries
from bot.text import Text, same
from handlers.visits.cards import said_on
from handlers.visits.companions import companion_id
from handlers.visits.duties import account_for
from handlers.visits.forms import FileVisit
from handlers.visits.locks import locked_from, own_visit
from handlers.visits.questions import answers_of
from handlers.visits.receipts import receipt_card
from sales import visits as rules
from sales.breaches import CorrectionWithoutReason
from sales.visits import Findings, NoStep
from sales.willingness import HIGHEST, Willingness, felt
from storage import visits
from storage.visits import Visit


def add(ctx: Context, filled: FileVisit) -> Reply:
    """Keep a new visit and answer with its receipt."""
    named = customer_named(filled.customer, filled.recent)
    findings = _findings(ctx, filled, None)
    rules.check(findings, ctx.today)
    customer, also = meant(ctx, named, filled.which, filled.asked)
    visit = visits.add_visit(ctx.db, ctx.team, ctx.me, customer, findings, ctx.delivery.at, ctx.now)
    lines = [*also, *account_for(ctx, visit)]
    said = Text("已记录 {number}", "{number} is filed").fill(number=visit.number)
    return Reply(receipt_card(ctx, visit, *lines), said)


def change(ctx: Context, filled: FileVisit) -> Reply:
    """Replace what a visit says; once it is locked, with a reason."""
    named = customer_named(filled.customer, filled.recent)
    old = own_visit(ctx, filled.visit_id)
    findings = _findings(ctx, filled, old)
    since = locked_from(ctx, old)
    is_locked = ctx.now >= since
    if is_locked and not filled.reason:
        raise CorrectionWithoutReason(old.number, since)
    rules.check(findings, old.entered_at.astimezone(ctx.team.zone).date())
    customer, also = meant(ctx, named, filled.which, filled.asked)
    _check_seen(filled.seen, old)
    why = filled.reason if is_locked else ""
    visit = visits.change_visit(ctx.db, old, customer, findings, ctx.now, said_at=ctx.delivery.at, correction=why)
    lines = [*also, *account_for(ctx, visit, old)]
    said = Text("已更正 {number}", "{number} is corrected") if why else Text("已修改 {number}", "{number} is changed")
    return Reply(receipt_card(ctx, visit, *lines), said.fill(number=visit.number))


def _findings(ctx: Context, filled: FileVisit, old: Visit | None) -> Findings:
    return Findings(
        filled.visited_on or (old.findings.visited_on if old else said_on(ctx)),
        filled.kind,
        filled.contact,
        filled.purpose,
        filled.outcome,
        filled.next_step,
        filled.next_step_on,
        NoStep.UNSAID if filled.next_step else filled.no_step,
        companion_id(ctx, filled, old.findings if old else None),
        answers_of(filled) or _feeling(filled.feeling),
    )


def _feeling(said: str) -> Willingness | None:
    """A score given as a number, of whatever width and with or without the word for points."""
    if not said:
        return None
    digits = unicodedata.normalize("NFKC", said).removesuffix(_POINTS.zh).removesuffix("/100").strip()
    if digits.isdecimal() and len(digits) < 4 and int(digits) <= HIGHEST:
        return felt(int(digits))
    label = entries(FileVisit)["feeling"].label or _POINTS
    why = Text("请填 0 到 100 的整数", "please give a whole number from 0 to 100")
    raise Refusal(Text("意愿分：{why}", "Willingness: {why}").fill(why=why), (Problem("feeling", label, why),))


_POINTS = Text("分", "points")


def _check_seen(seen: int, visit: Visit) -> None:
    """Nobody overwrites what they have not seen: the form comes back, now for the version in force."""
    if seen != visit.version:
        why = Text("后来改过，再提交会覆盖那次修改", "has been changed since; submitting again replaces that change")
        label = same(visit.number)
        raise Refusal(Text("{label} {why}", "{label} {why}").fill(label=label, why=why), (Problem("seen", label, why),))
