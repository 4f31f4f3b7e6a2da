"""How a month or a quarter stands on a card: the target first, then the figures, the reps by achievement, products."""

from collections.abc import Iterator, Mapping

from bot.card import Column, Element, Metric, columns, cut, facts, note, panel, plain, table
from bot.charts import Bar, bars
from bot.controls import button, buttons
from bot.kpi_cards import achieved, changed, figure_metric, pace_block
from bot.kpi_words import NAMES, said
from bot.markup import EMPTY
from bot.money import brief
from bot.text import Text, joined, same
from bot.views import Run
from sales.grains import Grain, grain_of
from sales.kpi import Figure
from sales.money import FULL, Money, half_up
from scheduler.closings import Closing, Standing

MOST_BARS, MOST_PRODUCTS, LONGEST = 10, 5, 40
WITH_RATE = {"K08": "K08r"}
OTHERS = ("K08", "K12", "K13", "K18d", "K34")
"""The figures that stand as facts below the large ones."""

RANKING = Text("排行", "rank")
"""The command that shows the whole ranking."""


def pace_part(closing: Closing) -> Element:
    """What was sold against the target, compared with the period before and the same one a year ago."""
    now, is_month = closing.figures["K01"], grain_of(closing.stretch) is Grain.MONTH
    earlier = Text("上月", "the month before") if is_month else Text("上季度", "the quarter before")
    changes = [changed(now, closing.earlier, earlier), changed(now, closing.last_year, Text("去年同期", "last year"))]
    kept = [each for each in changes if each]
    title = Text("{period} 净销售额", "{period}, net sales").fill(period=closing.name)
    return pace_block(closing.pace, title, joined(kept, " · ") if kept else None)


def large(closing: Closing) -> list[Metric]:
    """The four figures that stand out: margin, what was collected, new customers, reports in time."""
    found = closing.figures
    margin = Text("毛利率 {n}", "margin rate {n}").fill(n=said(found["K05r"]))
    shown = [figure_metric(found["K05"], margin), figure_metric(found["K07a"])] if closing.sells else []
    return [*shown, figure_metric(found["K10" if closing.sells else "K21"]), figure_metric(found["K25"])]


def others(closing: Closing) -> Element | None:
    """The rest as label and value; what cannot be given says why."""
    if not closing.sells:
        return None
    found = closing.figures
    pairs = [(NAMES[code], _said(code, found)) for code in OTHERS]
    return facts(*pairs, (NAMES["K21"], said(found["K21"])))


def _said(code: str, found: Mapping[str, Figure]) -> Text:
    rate = WITH_RATE.get(code)
    if rate is None or not found[code].of:
        return said(found[code])
    return Text("{n}（{rate}）", "{n} ({rate})").fill(n=said(found[code]), rate=said(found[rate]))


def chart_part(closing: Closing) -> Element | None:
    """Each rep's achievement in percent against the whole of it; without targets nothing is compared."""
    ranked = [(each.name, each.pace.achieved) for each in closing.standings if each.name]
    shown = [Bar(name, half_up(done * 100, FULL)) for name, done in ranked if done is not None]
    if not shown:
        return None
    reached = sum(bar.value >= 100 for bar in shown)
    title = Text("{n}/{all} 人完成目标（%）", "{n} of {all} reps reached their target (%)").fill(
        n=reached, all=len(shown)
    )
    return bars(title, shown[:MOST_BARS], target=100)


def ranking_part(closing: Closing, most: int) -> Iterator[Element]:
    """Everybody in a table; what does not fit is one press away."""
    standings = closing.standings
    if not standings or not closing.sells:
        return
    heads = (
        Column("place", Text("名次", "#"), width="80px"),
        Column("name", Text("姓名", "Name")),
        Column("net", Text("净额", "Net"), align="right"),
        Column("done", Text("完成率", "Of target"), align="right"),
    )
    yield table(heads, [_ranked(n, each) for n, each in enumerate(standings[:most], 1)])
    if any(each.pace.achieved is None for each in standings):
        yield note(Text("没有名次的未设目标。", "Who has no place has no target."))
    left = len(standings) - most
    if left > 0:
        more = note(Text("还有 {n} 人", "{n} more").fill(n=left))
        command = Run(f"{RANKING.zh} {closing.name}").stamp()
        yield columns(more, buttons(button(Text("展开", "Show all"), command)), weights=(3, 2))


def _ranked(place: int, each: Standing) -> dict[str, object]:
    name: object = cut(each.name, LONGEST) if each.name else Text("已离开的", "those who left")
    done = each.pace.achieved
    return {
        "place": str(place) if done is not None else EMPTY,
        "name": name,
        "net": f"{'−' if each.pace.net < 0 else ''}¥{half_up(abs(each.pace.net), 100):,}",
        "done": said(achieved(each.pace)) if done is not None else EMPTY,
    }


def products_part(closing: Closing) -> Element | None:
    """What sold best, with its share of all."""
    if not closing.products:
        return None
    whole = closing.pace.net
    lines = [_product(n, each.code, each.net, whole) for n, each in enumerate(closing.products[:MOST_PRODUCTS], 1)]
    return panel(Text("卖得最好的产品", "Best-selling products"), plain(joined(lines, "\n")))


def _product(place: int, code: str, net: Money, whole: int) -> Text:
    line = Text("{n}. {code} {net}", "{n}. {code} {net}").fill(n=place, code=cut(code, LONGEST), net=brief(net))
    if whole <= 0:
        return line
    share = same(f"{half_up(net.minor * 100, whole)}%")
    return Text("{line}，占 {share}", "{line}, {share} of all").fill(line=line, share=share)
