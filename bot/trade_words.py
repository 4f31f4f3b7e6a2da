"""The words of orders and money: what states and moves are called, and the sentences for broken rules."""

from collections.abc import Mapping

from bot.text import Text
from sales import price_breaches, target_breaches
from sales import trade_breaches as breaches
from sales.breaches import RuleBroken
from sales.discounts import Level
from sales.orders import Kind, Move, State

STATES: Mapping[State, Text] = {
    State.DRAFT: Text("草稿", "Draft"),
    State.SUBMITTED: Text("已提交", "Submitted"),
    State.CONFIRMED: Text("已确认", "Confirmed"),
    State.APPROVING: Text("审批中", "Waiting for approval"),
    State.APPROVED: Text("已批准", "Approved"),
    State.REJECTED: Text("已驳回", "Rejected"),
    State.RETURNED: Text("退回修改", "Sent back"),
    State.PARTLY_SHIPPED: Text("部分发货", "Partly shipped"),
    State.SHIPPED: Text("已发货", "Shipped"),
    State.CLOSED: Text("已完成", "Closed"),
    State.CANCELLED: Text("已取消", "Cancelled"),
}
"""What a state is called."""

COLOURS: Mapping[State, str] = {
    State.DRAFT: "blue",
    State.SUBMITTED: "blue",
    State.CONFIRMED: "green",
    State.APPROVING: "orange",
    State.APPROVED: "green",
    State.REJECTED: "red",
    State.RETURNED: "orange",
    State.PARTLY_SHIPPED: "blue",
    State.SHIPPED: "blue",
    State.CLOSED: "grey",
    State.CANCELLED: "grey",
}
"""The colour of a state: orange waits for somebody, green is promised, grey is over."""

MOVES: Mapping[Move, Text] = {
    Move.EDIT: Text("修改", "edit"),
    Move.SUBMIT: Text("提交", "submit"),
    Move.CONFIRM: Text("确认", "confirm"),
    Move.ASK: Text("送审", "ask for approval"),
    Move.PASS_ON: Text("转上级", "pass on"),
    Move.APPROVE: Text("批准", "approve"),
    Move.REJECT: Text("驳回", "reject"),
    Move.SEND_BACK: Text("退回", "send back"),
    Move.CANCEL: Text("取消", "cancel"),
    Move.SHIP_SOME: Text("发货", "ship"),
    Move.SHIP_ALL: Text("发货", "ship"),
    Move.CANCEL_REST: Text("取消余量", "cancel the rest"),
    Move.TAKE_BACK: Text("退货", "take back"),
    Move.CLOSE: Text("完成", "close"),
    Move.REOPEN: Text("重新打开", "reopen"),
}
"""What a move is called."""

KINDS: Mapping[Kind, Text] = {
    Kind.SALE: Text("销售", "Sale"),
    Kind.SAMPLE: Text("样品", "Sample"),
    Kind.INTERNAL: Text("内部领用", "Internal"),
}
"""What an order is for."""

LEVELS: Mapping[Level, Text] = {
    Level.REP: Text("业务员", "rep"),
    Level.MANAGER: Text("经理", "manager"),
    Level.DIRECTOR: Text("总监", "director"),
}
"""Who decides about discounts."""

BROKEN: Mapping[type[RuleBroken], Text] = {
    breaches.IllegalMove: Text(
        "{number} 现在是「{state}」，不能{move}。", "{number} is in state “{state}”: you cannot {move} it now."
    ),
    breaches.NoSuchProduct: Text(
        "没有「{name}」这个产品。发「价格」看产品目录。", 'There is no product {name}. Send "price" for the list.'
    ),
    breaches.TooFew: Text("「{name}」的数量要大于 0。", "The quantity of {name} must be more than 0."),
    breaches.TooMany: Text(
        "「{name}」的数量超过上限 {most}，请检查是不是多打了零。",
        "The quantity of {name} is beyond {most}: please check for a zero too many.",
    ),
    breaches.TooCheap: Text("「{name}」的价格要大于 0。", "The price of {name} must be more than 0."),
    breaches.TooDear: Text(
        "「{name}」的金额超过上限 {most}，请检查。", "The amount of {name} is beyond {most}: please check."
    ),
    breaches.WrongUnit: Text(
        "「{name}」按「{unit}」卖，请换成这个单位。", "{name} is sold by {unit}: please use that."
    ),
    breaches.CreditTooLong: Text("账期最长 {most} 天。", "At most {most} days of credit."),
    breaches.PromisedInPast: Text(
        "承诺交货不能早于今天（{earliest}）。", "Goods cannot be promised for a day before today ({earliest})."
    ),
    breaches.PromisedTooFar: Text(
        "承诺交货太远了，最晚明年 {latest}。", "It is promised too far ahead: {latest} next year at the latest."
    ),
    breaches.SharesDoNotAddUp: Text(
        "分给同事的每一份要大于 0，合计要小于 100%，现在合计 {said}。",
        "Each colleague's share must be more than 0, all of them less than 100%: together they are {said} now.",
    ),
    breaches.SharesOver: Text(
        "{number} 现在是「{state}」，不用再分业绩。", "{number} is in state “{state}”: there is no credit to share."
    ),
    breaches.SharesByManager: Text(
        "{number} 已经生效，分成只能由团队经理改。", "{number} stands: only the team's manager shares its credit now."
    ),
    breaches.NoPrice: Text(
        "「{name}」在 {on} 没有牌价，请填单价。", "{name} has no list price on {on}: please give a unit price."
    ),
    breaches.QuoteEndsInPast: Text(
        "有效期不能早于今天（{earliest}）。", "A quote cannot end before today ({earliest})."
    ),
    breaches.QuoteEndsTooFar: Text("有效期太长了，最晚到 {latest}。", "A quote stands until {latest} at the longest."),
    breaches.QuoteExpired: Text(
        "{number} 已在 {until} 到期，续期后才能转订单。",
        "{number} expired on {until}: renew it before it becomes an order.",
    ),
    target_breaches.ReasonMissing: Text(
        "已有目标，要改请写原因。", "A target stands already: please say why it changes."
    ),
    target_breaches.PeriodOver: Text(
        "{period} 已结束，期末的目标不能再改。", "{period} is over; what stood at its end cannot be changed."
    ),
    target_breaches.TargetMoved: Text(
        "刚才有人改过这个目标，请看新的情况。", "Somebody has just changed this target. Please look again."
    ),
    target_breaches.NotTheirTarget: Text(
        "这个目标不归你定。经理定自己团队和销售的，公司和大区的由总监或管理员定。",
        "This target is not yours to set: managers set those of their team and reps, directors and admins the others.",
    ),
    target_breaches.SetAbove: Text(
        "团队目标由上级定了，要改请找总监或管理员；分解到人由你来。",
        "The team's target was set above you; only a director or an admin changes it. Splitting it is yours.",
    ),
    price_breaches.MissingValue: Text("请填写", "please fill it in"),
    price_breaches.TooLong: Text("最多 {most} 个字", "at most {most} characters"),
    price_breaches.UnfitCode: Text(
        "型号「{said}」要有字母或数字，且不能有 * 和 @", "{said} is no code: it needs a letter or digit, and no * or @"
    ),
    price_breaches.UnitInUse: Text(
        "已有订单或报价按「{unit}」计，单位不能改；请用新型号",
        "orders or quotes count it by {unit}: the unit stays; please use a new code",
    ),
    price_breaches.NotADay: Text("「{said}」不是日期，请写成 2026-12-01", "{said} is no date; please write 2026-12-01"),
    price_breaches.NotAnAmount: Text(
        "「{said}」不是金额，请写成 95 或 95.50", "{said} is no amount; please write 95 or 95.50"
    ),
    price_breaches.FromBeforeToday: Text("不能早于今天（{earliest}）", "not before today ({earliest})"),
    price_breaches.EndsBeforeItBegins: Text("不能早于生效日期 {first_on}", "not before it begins on {first_on}"),
    price_breaches.PriceTooFar: Text("不能晚于 {latest}", "not after {latest}"),
    price_breaches.FloorOverList: Text(
        "底价 {floor} 高于牌价 {listed}", "the floor price {floor} is above the list price {listed}"
    ),
    price_breaches.SameRow: Text(
        "与第 {row} 行是同一产品、同一生效日期", "the same product and first day as row {row}"
    ),
    price_breaches.SaidOtherwise: Text("与第 {row} 行的「{said}」不一致", "row {row} says {said} for the same product"),
    price_breaches.PricesByAdmins: Text(
        "产品和价格只有管理员能定。查价格请发「价格 型号」。",
        'Products and prices are set by admins only. To look one up, send "price" and its code.',
    ),
    breaches.MoreThanOpen: Text(
        "「{name}」只剩 {left} {unit}没发，发不了这么多。", "Only {left} {unit} of {name} are left to be shipped."
    ),
    breaches.MoreThanShipped: Text(
        "「{name}」最多还能退 {left} {unit}。", "At most {left} {unit} of {name} can come back."
    ),
    breaches.NothingNamed: Text("请至少填一个数量。", "Please give a quantity for at least one line."),
    breaches.NotOnOrder: Text("{number} 里没有「{name}」。", "{name} is not on {number}."),
    breaches.DayAhead: Text("日期不能晚于今天（{latest}）。", "The date cannot lie after today ({latest})."),
    breaches.DayTooEarly: Text("日期不能早于 {earliest}。", "The date cannot lie before {earliest}."),
    breaches.DayTooLongAgo: Text(
        "只能补录 {earliest} 起的。更早的请经理来登记。",
        "You can date it back to {earliest}. For an earlier day, please ask your manager to enter it.",
    ),
    breaches.NotHandled: Text(
        "{number} 只有下单人、团队经理和管理员能操作。",
        "Only its rep, the managers of the team and admins can do this with {number}.",
    ),
    breaches.NoMoney: Text("回款金额要大于 0。", "The amount must be more than 0."),
    breaches.TooMuchMoney: Text(
        "金额超过上限 {most}，请检查是不是多打了零。", "The amount is beyond {most}: please check for a zero too many."
    ),
    breaches.AlreadyReversed: Text(
        "{number} 已经冲销过，或本身就是冲销。", "{number} has been reversed before, or is a counter-entry itself."
    ),
    breaches.NotTheirOrder: Text("{number} 不是「{name}」的订单。", "{number} is not an order of {name}."),
}
"""The sentences for the broken rules of `sales.trade_breaches`."""
