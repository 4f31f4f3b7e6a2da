"""The words of orders and money: what states and moves are called, and the sentences for broken rules."""

from collections.abc import Mapping

from bot.text import Text
from sales import trade_breaches as breaches
from sales.breaches import RuleBroken
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
    breaches.NoPrice: Text(
        "「{name}」在 {on} 没有牌价，请填单价。", "{name} has no list price on {on}: please give a unit price."
    ),
    breaches.QuoteEndsInPast: Text(
        "有效期不能早于今天（{earliest}）。", "A quote cannot end before today ({earliest})."
    ),
    breaches.QuoteEndsTooFar: Text(
        "有效期太长了，最晚到 {latest}。", "A quote stands until {latest} at the longest."
    ),
    breaches.QuoteExpired: Text(
        "{number} 已在 {until} 到期，续期后才能转订单。",
        "{number} expired on {until}: renew it before it becomes an order.",
    ),
}
"""The sentences for the broken rules of `sales.trade_breaches`."""
