"""What is sold on the scratch installation, and becomes of it: prices, orders, approvals, shipments, money, files."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from bot.approval_forms import AskReason, Decline
from bot.form import Form
from bot.grids import Grid, Unreadable
from bot.order_forms import EditOrder, SubmitOrder
from handlers.orders.forms import FileOrder
from handlers.orders.shares_form import ShareOrder
from handlers.payments.forms import ConfirmPayment
from handlers.quotes.forms import SaveQuote
from playground.explorer import stamped
from playground.goods import write_goods
from playground.history import Desk
from playground.people import Json
from playground.plots import MANAGER, REP, SECOND, STRANGER, Hall
from playground.reporting import Calm
from playground.scratch import ADMIN
from playground.trading import Deal, play_deal
from sales.cadence import moment
from sales.orders import Content, Wish
from sales.terms import AT_ONCE, Credit, Terms
from storage import order_moves, people, quotes
from storage.approvals import Decision
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.products import Product

DAY = timedelta(days=1)
NET = Terms(Credit.NET, 30)
PUMP, BIG_PUMP, SEALS = ("XH-100", 4, 10_000), ("XH-200", 2, 9_500), ("SM-7", 20, 10_000)
OWED = tuple(Deal(ago, (BIG_PUMP, SEALS), NET, ((2, None),)) for ago in (132, 96, 70, 47, 32, 30))
"""One that is overdue in each bucket, on several steps of the ladder, and one that is about to be due."""

PROMISED = tuple(Deal(ago, (PUMP,), NET, (), (), 0, days) for ago, days in ((6, 2), (4, 4), (3, 4)))
"""To be shipped since Saturday, today, and tomorrow."""

SETTLED = (
    Deal(60, (PUMP, SEALS), NET, ((2, None),), ((3, 100),)),
    Deal(25, (PUMP, SEALS), NET, ((2, None),), ((3, 60),), 1),
    Deal(12, (PUMP,), NET, ((2, 1),)),
)
BUYERS = ("澄屿精工", "禾汀食品机械", "北岚轴承")

HEADINGS = ("型号", "名称", "单位", "产品组", "牌价", "底价", "成本", "生效日期", "负责人")
GOOD_ROWS = (("ZJ-1", "轴承座", "个", "配件", "320", "240", "180", "2026-03-05", ""),)
BAD_ROWS = (
    *GOOD_ROWS,
    ("", "没有型号", "个", "配件", "100", "", "", "", ""),
    ("ZJ-2", "牌价太低", "个", "配件", "100", "120", "60", "2026-03-05", ""),
    ("ZJ-3", "牌价不是数", "个", "配件", "面议", "", "", "2026-13-05", ""),
)
RULES = (("级别", "产品组", "最高优惠%", "最低毛利%"), (("rep", "泵", "5%", "20%"), ("manager", "泵", "12%", "15%")))

WITHIN, BEYOND, FAR_BEYOND = "XH-100*2 9.5折 30天", "XH-100*3 85折 30天", "XH-100*10 65折 月结60天"
REASONED = {"reason": "毛利太低，请和客户谈到 92 折以上"}

ASKED = (
    (ADMIN, "导入"),
    (ADMIN, "授权"),
    (MANAGER, "价格 XH-200"),
    (REP, "价格 XH-200"),
    (REP, "价格 泵"),
    (REP, "价格 星禾"),
    (REP, "订单 澄屿精工 XH-100*2 9折 送到二期"),
    (REP, "订单 澄屿精工 XH-100*0"),
    (REP, "报价 澄屿精工 XH-100*10 95折 有效到月底"),
    (REP, "回款 澄屿精工 20000"),
    (MANAGER, "回款 禾汀食品机械 200万"),
    (REP, "回款 不认识的公司 100"),
    (REP, "应收"),
    (REP, "应收 澄屿精工"),
    (MANAGER, "应收 团队"),
    (REP, "应收 团队"),
    (REP, "对账 澄屿精工"),
    (REP, "对账 澄屿精工 上月"),
    (REP, "对账 北岚精密轴承"),
    (REP, "订单 本月"),
    (REP, "订单 澄屿精工"),
    (MANAGER, "订单 待发货"),
    (SECOND, "订单 审批中"),
    (REP, "导出 订单 上月"),
    (MANAGER, "导出 订单 上月"),
    (REP, "导出 应收"),
    (SECOND, "导出 应收"),
)
"""What is said about what is there already, and by whom."""


class Deals:
    """Sells what the invented company sells: `begin` writes the past, `play` goes on from there through the bot."""

    def __init__(self, hall: Hall, group: str) -> None:
        """Play for a hall whose team is in this group."""
        self._hall, self._scratch, self._group = hall, hall.scratch, group

    def begin(self, db: Connection) -> None:
        """The list of goods, and orders that left long ago, are promised, or were left as drafts."""
        team, (rep, _) = people.team_of_chat(db, self._group), people.find_person(db, REP)
        if team is None or rep is None:
            return
        zone, today = self._scratch.zone, self._scratch.now.date()
        goods = write_goods(db, people.meet(db, ADMIN, "顾明川").id, today, moment(today - 300 * DAY, time(8), zone))
        desk, calm = Desk(team, rep, ()), Calm(today, zone, ())
        for n, deal in enumerate((*OWED, *PROMISED, *SETTLED)):
            play_deal(db, desk, BUYERS[n % len(BUYERS)], deal, goods, calm)
        self._left_open(db, desk, goods, moment(today - 4 * DAY, time(14), zone))

    def _left_open(self, db: Connection, desk: Desk, goods: dict[str, Product], at: datetime) -> None:
        """A draft that nobody submitted, and a quote about to expire."""
        customer = find_or_add_customer(db, BUYERS[0], desk.me.id, at)
        find_or_add_customer(db, "北岚精密", desk.me.id, at)
        content = Content((Wish(goods["KV-20"].id, 6, None, 9_500),), AT_ONCE)
        order_moves.add_draft(db, desk.team, desk.me, customer, content, at, at)
        quotes.add_quote(db, desk.team, desk.me, customer, content, self._scratch.now.date() + 2 * DAY, at, at)

    def play(self) -> None:
        """All of it; at the end an order waits for its approval, and the approver has a deputy."""
        for open_id, words in ASKED:
            self._follow(open_id, "trade", self._scratch.say(open_id, words))
        for plot in (self._files, self._within, self._decisions, self._goods, self._money, self._quote):
            plot()
        self._waiting()
        self._pricing()

    def _follow(self, open_id: str, name: str, cards: list[Json]) -> None:
        """Follow each as the person it went to."""
        for card, reader in [(card, self._scratch.reader(card)) for card in cards]:
            who = reader if reader in {REP, SECOND, MANAGER, ADMIN, STRANGER} else open_id
            self._hall.explorer(who, f"oc_of_{who}").follow(name, card)

    def _show(self, name: str, cards: list[Json]) -> None:
        for card in cards:
            self._hall.show(name, card)

    def _press(self, open_id: str, cards: Sequence[Json], form: type[Form], /, **typed: str) -> list[Json]:
        """Press the first button that does this; the cards that come of it."""
        return self._scratch.press(open_id, f"oc_of_{open_id}", next(_stamps(cards, form)), typed)

    def _files(self) -> None:
        """A sheet of prices with faults and one without, one of authority, something else, and one by a rep."""
        for name, rows in (("价格表.xlsx", BAD_ROWS), ("价格表二.xlsx", GOOD_ROWS)):
            self._follow(ADMIN, "file", self._scratch.file(ADMIN, name, _grid(HEADINGS, rows)))
        self._follow(ADMIN, "file", self._scratch.file(ADMIN, "授权.xlsx", _grid(*RULES)))
        for open_id in (ADMIN, REP):
            self._follow(open_id, "file", self._scratch.file(open_id, "合同.pdf", Unreadable.TYPE))

    def _ordered(self, words: str, open_id: str = REP) -> int:
        """Say an order in one line and submit it; hang up what comes of it, give its id."""
        cards = self._scratch.say(open_id, f"订单 {words}")
        self._show("order", cards)
        stamp = next(_stamps(cards, SubmitOrder))
        self._show("submitted", self._scratch.press(open_id, f"oc_of_{open_id}", stamp, {}))
        return int(stamp["with"]["order_id"])

    def _within(self) -> None:
        """Within authority: shared with a colleague, then cancelled."""
        made = self._ordered(f"禾汀食品机械 {WITHIN}")
        self._follow(REP, "share", self._scratch.say(REP, f"分成 SO-{made}"))
        form = self._scratch.say(MANAGER, f"分成 SO-{made} 许一帆 30% 不知道谁")
        self._show("share", [*form, *self._press(MANAGER, form, ShareOrder, share_1="30%")])
        self._follow(MANAGER, "share", form)
        self._show("share", self._scratch.say(MANAGER, f"分成 SO-{made} 许一帆 30%"))
        self._follow(REP, "cancel", self._scratch.say(REP, f"取消 SO-{made}"))

    def _decisions(self) -> None:
        """Beyond authority: looked at, approved, rejected, sent back, edited meanwhile, passed on; all in one day."""
        for decision in (None, Decision.REJECTED, Decision.RETURNED):
            asked = self._asked_about(self._ordered(f"澄屿精工 {BEYOND}"))
            if decision is None:
                self._follow(MANAGER, "approval", asked)
            else:
                self._decline(asked, decision)
        edited = self._ordered(f"北岚轴承 {BEYOND}")
        form = self._press(REP, self._scratch.say(REP, f"订单 SO-{edited}"), EditOrder)
        typed = {"customer": "北岚轴承", "product_1": "XH-100", "quantity_1": "3", "price_1": "9.6折"}
        self._show("edited", self._press(REP, form, FileOrder, **typed))
        passed = self._asked_about(self._ordered(f"禾汀食品机械 {FAR_BEYOND}"))
        self._follow(MANAGER, "approval", passed)
        for words in ("审批", "代理", "授权"):
            self._follow(MANAGER, "approval", self._scratch.say(MANAGER, words))

    def _asked_about(self, order_id: int) -> list[Json]:
        return self._scratch.say(MANAGER, f"审批 SO-{order_id}")

    def _decline(self, asked: list[Json], decision: Decision) -> None:
        """Press the button that asks for the reason of this decision, and give one."""
        stamps = [stamp for stamp in _stamps(asked, AskReason) if stamp["with"]["decision"] == decision]
        form = self._scratch.press(MANAGER, f"oc_of_{MANAGER}", stamps[0], {})
        self._show("reason", [*form, *self._press(MANAGER, form, Decline)])
        self._show("declined", self._press(MANAGER, form, Decline, **REASONED))

    def _goods(self) -> None:
        """In parts, and some of it comes back; the manager enters a part of it, and the rep is told."""
        made = self._ordered("北岚轴承 SM-7*30 LF-3*40 30天")
        for words in ("SM-7*10 LF-3*10", "SM-7*99", ""):
            self._follow(REP, "ship", self._scratch.say(REP, f"发货 SO-{made} {words}"))
        self._follow(MANAGER, "ship", self._scratch.say(MANAGER, f"发货 SO-{made} SM-7*5"))
        for words in ("SM-7*2 质量", "SM-7*99 质量", ""):
            self._follow(REP, "return", self._scratch.say(REP, f"退货 SO-{made} {words}"))
        self._follow(MANAGER, "return", self._scratch.say(MANAGER, f"退货 SO-{made} SM-7*1 发错"))
        for words in ("发货", "退货", f"取消 SO-{made}", f"回款 北岚轴承 500 SO-{made}"):
            self._follow(REP, "after", self._scratch.say(REP, words))

    def _money(self) -> None:
        """Too much money, and its counter-entry; the same once more is asked about."""
        for _ in range(2):
            asked = self._scratch.say(REP, "回款 北岚轴承 888888 昨天")
            self._show("payment", asked)
            self._follow(REP, "payment", self._press(REP, asked, ConfirmPayment))
        for words in ("应收 北岚轴承", "对账 北岚轴承 本月"):
            self._follow(REP, "payment", self._scratch.say(REP, words))

    def _quote(self) -> None:
        """A quote that its rep keeps, and does not make an order of."""
        asked = self._scratch.say(REP, "报价 禾汀食品机械 XH-100*5 85折 30天 有效到3月20日")
        self._show("quote", asked)
        self._show("quote", self._press(REP, asked, SaveQuote))
        self._show("quote", self._scratch.say(REP, "报价"))

    def _pricing(self) -> None:
        """Prices of what is known and of what is not, and something that is sold no more."""
        for words in ("XH-100 牌价5000 底价3700", "XH-900 牌价100", "LF-3 停售", "LF-3 恢复"):
            self._follow(ADMIN, "pricing", self._scratch.say(ADMIN, f"定价 {words}"))

    def _waiting(self) -> None:
        """One waits over the day; whoever is asked has named a deputy, and nobody reads amounts in a group."""
        self._follow(MANAGER, "deputy", self._scratch.say(MANAGER, "代理 许一帆"))
        self._ordered("澄屿精工 KV-50*3 85折 30天")
        self._show("approval", self._scratch.say(MANAGER, "审批"))
        self._show("group", self._scratch.say_in(self._group, REP, "应收"))
        self._follow(REP, "order", self._scratch.say(REP, "订单"))


def _stamps(cards: Sequence[Json], form: type[Form]) -> Iterator[Json]:
    return (stamp for card in cards for _, stamp in stamped(card) if stamp["do"] == form.name())


def _grid(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Grid:
    return Grid([(number, row) for number, row in enumerate((headings, *rows), 1)])
