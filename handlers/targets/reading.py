"""From a line, a filled form or a button to a target that may be set, and to the fields of the form."""

from bot.context import Context
from bot.errors import Problem, Refusal
from bot.form import entries
from bot.target_words import typed_value
from bot.text import Text
from handlers.targets.asking import check_see, own_scope, product_of, today_of
from handlers.targets.forms import PERIOD, PRODUCT, VALUE, ChangeTarget, SetTarget, scope_from, text_of, value_from
from handlers.targets.tree_cards import default_place
from sales.scopes import Level, Scope
from sales.target_sentences import TargetSentence, read_period, read_value
from sales.targets import METRICS, Place
from storage.targets import Entry


def place_said(ctx: Context, found: TargetSentence) -> Place:
    """What a line asks to see: the asker's own where it names nobody, the period around today where it names none."""
    scope = found.scope or own_scope(ctx)
    check_see(ctx, scope)
    near = default_place(ctx, scope)
    return Place(scope, found.stretch or near.stretch, found.kpi, found.product)


def entry_of(found: TargetSentence) -> Entry | None:
    """The target that a line sets; None while anything is open."""
    if not found.is_whole or found.scope is None or found.stretch is None or found.value is None:
        return None
    return Entry(Place(found.scope, found.stretch, found.kpi, found.product), found.value, found.reason)


def typed_from(ctx: Context, found: TargetSentence | Entry) -> dict[str, object]:
    """What is understood, as the form's fields would send it; a manager's own team where nobody is named."""
    if isinstance(found, Entry):
        place = found.place
        told = (place.scope, place.period, place.kpi, found.value, place.product, found.reason)
        return _typed(*told)
    scope = found.scope or (own_scope(ctx) if not found.scopes else None)
    period = Place(Scope(Level.COMPANY), found.stretch).period if found.stretch else ""
    return _typed(scope, period, found.kpi, found.value, found.product, found.reason)


def typed_from_button(card: ChangeTarget) -> dict[str, object]:
    """A button's target as the form's fields would send it."""
    kpi = card.kpi if card.kpi in METRICS else "K01"
    value = value_from(card.value) if card.value else None
    return _typed(scope_from(card.scope), card.period, kpi, value, card.product, card.reason)


def _typed(
    scope: Scope | None, period: str, kpi: str, value: int | None, product: str, reason: str
) -> dict[str, object]:
    return {
        "whose": text_of(scope) if scope else "",
        "period": period,
        "metric": kpi,
        "value": "" if value is None else typed_value(kpi, value),
        "product": product,
        "reason": reason,
    }


def entry_from(ctx: Context, filled: SetTarget) -> Entry:
    """The target on a filled form; raises a refusal with a problem for each field that cannot be so."""
    stretch = read_period(filled.period, today_of(ctx))
    value = read_value(filled.value, filled.metric.value)
    product = product_of(ctx)(filled.product) if filled.product else ""
    wrong = [
        None if filled.whose else Problem("whose", entries(SetTarget)["whose"].label or PERIOD, _CHOOSE),
        None if stretch else Problem("period", PERIOD, _PERIOD),
        None if value else Problem("value", VALUE, _VALUE),
        None if product is not None else Problem("product", PRODUCT, _PRODUCT),
    ]
    problems = tuple(each for each in wrong if each)
    if problems or stretch is None or value is None or product is None:
        each = [Text("{label}：{why}", "{label}: {why}").fill(label=one.label, why=one.why) for one in problems]
        raise Refusal(each[0], problems)
    return Entry(Place(scope_from(filled.whose), stretch, filled.metric.value, product), value[1], filled.reason)


_CHOOSE = Text("请选择", "please choose")
_PERIOD = Text("没看懂，请写成 本月、12月、Q1、2026-Q3 或 2027", "please write this month, Dec, Q1, 2026-Q3 or 2027")
_VALUE = Text("没看懂，金额写成 300万，家数次数写成 20", "please write 3 million for money, 20 for a count")
_PRODUCT = Text("没有这个产品或产品组", "there is no such product or group")
