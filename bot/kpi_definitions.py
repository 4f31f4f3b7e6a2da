"""口径: what each figure means, what is counted and what is not, and whose it is; for the card that a press opens."""

from collections.abc import Mapping

from bot.text import Text
from sales.records import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure in words: what it is made of, what is left out of it, and to whom it is credited on which date."""

    formula: Text
    without: Text
    credit: Text


_SALES = Text(
    "归确认当日的客户负责人；有分成的按比例，各份之和为全额。",
    "Goes to who owned the customer on the day of confirmation; a split adds up to the whole.",
)
_ORDERER = Text("归下订单的销售和团队。", "Goes to the rep and team of the order.")
_NOT_SALES = Text(
    "样品和内部领用不算；取消的从原日期扣除，退货记在退货当日。",
    "Samples and our own use are left out; what is cancelled leaves its day, a return counts on its own.",
)
_DUTY = Text("归应交报告的本人，按其团队的时区。", "Goes to who owed the report, in their team's time zone.")
_VISITOR = Text("归拜访人；同行的两人各计一次。", "Goes to who paid the visit; of a joint one to both, once each.")
_OWNER = Text("归客户负责人。", "Goes to who owns the customer.")

DEFINITIONS: Mapping[str, Definition] = {
    "K01": Definition(
        Text("已确认订单金额 − 取消 − 退货", "Confirmed orders less what was cancelled and returned"),
        _NOT_SALES,
        _SALES,
    ),
    "K02": Definition(
        Text("已确认数量 − 取消 − 退货，按件", "Confirmed pieces less those cancelled and returned"), _NOT_SALES, _SALES
    ),
    "K03": Definition(
        Text("销售额 ÷ 同期目标", "Sales ÷ target of the same period"),
        Text(
            "没有目标的不算，也不参加排名；目标改过的会同时显示原值。",
            "Without a target there is none, and no place in a ranking; of a changed target both values are shown.",
        ),
        _SALES,
    ),
    "K04": Definition(
        Text("完成率 ÷ 已过工作日占比，1.00 为刚好", "Rate of target ÷ share of working days over; 1.00 is on pace"),
        Text(
            "今天未结束，不计入已过；没有目标的不算；工作日按团队日历，公司和大区按其第一个团队。",
            "Today is not over and not counted; none without a target; working days of the (first) team's calendar.",
        ),
        _SALES,
    ),
    "K05": Definition(
        Text("销售额 − 数量 × 提交时的成本", "Sales less pieces × the cost frozen at submission"),
        Text("没有成本的商品不算在内。", "Goods without a known cost are left out."),
        _SALES,
    ),
    "K05r": Definition(
        Text("毛利 ÷ 有成本部分的销售额", "Margin ÷ sales of what has a known cost"),
        Text("没有成本的商品两边都不算。", "Goods without a known cost are on neither side."),
        _SALES,
    ),
    "K07a": Definition(
        Text(
            "期内到期的应收中，期末前收到的 ÷ 期内到期额",
            "Paid before the end of what fell due in the period ÷ what fell due",
        ),
        Text(
            "还更早欠款的钱不算；退货减少到期额。",
            "Money for older debts is left out; goods that came back lessen what was due.",
        ),
        _ORDERER,
    ),
    "K08": Definition(
        Text("期末（或今天）已过到期日仍未收的金额", "Open past its due date at the period's end, or today"),
        Text("未分配的回款不抵扣。", "Money not allocated is not set against it."),
        _ORDERER,
    ),
    "K08r": Definition(
        Text("逾期额 ÷ 全部未收", "Overdue ÷ all that is open"),
        Text("未分配的回款不抵扣。", "Money not allocated is not set against it."),
        _ORDERER,
    ),
    "K10": Definition(
        Text("期内首次下有效订单的客户数", "Customers whose first effective order lies in the period"),
        Text(
            "首单后来全部退回的，在退货当期减一；合并的客户算一家。",
            "If all of the first order comes back, one less in that period; merged customers are one.",
        ),
        _SALES,
    ),
    "K12": Definition(
        Text(
            "上期有订单、本期又下单的客户 ÷ 上期有订单的客户",
            "Customers of the period before who bought again ÷ all who bought then",
        ),
        Text("同一天的几张订单算一次。", "Orders of one day count once."),
        Text("归买得最多的销售。", "Goes to the rep from whom they bought most."),
    ),
    "K13": Definition(
        Text(
            "两期都有的老客户：（本期 − 上期）÷ 上期",
            "Of like-for-like customers: (this period − the one before) ÷ the one before",
        ),
        Text("未结束的期间按相同工作日数比较。", "Of a period not over, over as many working days of each."),
        Text("归买得最多的销售。", "Goes to the rep from whom they bought most."),
    ),
    "K18": Definition(
        Text("未获批的超权限明细行 ÷ 全部明细行", "Lines over authority without approval ÷ all lines"),
        Text("权限按提交时的规定。", "Authority as it was at submission."),
        _ORDERER,
    ),
    "K18d": Definition(
        Text("Σ折扣额 ÷ Σ牌价额", "Sum of discounts ÷ sum at list prices"),
        Text("没有牌价的行不算。", "Lines without a list price are left out."),
        _ORDERER,
    ),
    "K21": Definition(
        Text("有结果并有下一步（或原因）的拜访数", "Visits with an outcome, and a next step or why there is none"),
        Text("撤回的不算。", "Withdrawn ones are left out."),
        _VISITOR,
    ),
    "K21d": Definition(
        Text("有效拜访 ÷ 在岗工作日", "Effective visits ÷ working days present"),
        Text("请假的半天从分母扣除。", "Half days of leave are taken off the days."),
        _VISITOR,
    ),
    "K22": Definition(
        Text("已完成的计划拜访 ÷ 计划拜访", "Planned visits that were paid ÷ planned visits"),
        Text("提前一个工作日改期或取消的不算。", "What was moved or dropped a working day ahead is left out."),
        Text("归计划的本人。", "Goes to who planned it."),
    ),
    "K23": Definition(
        Text("按等级周期内见过的客户 ÷ 应见的客户", "Customers met within their tier's interval ÷ those to be met"),
        Text("新客户从第一个周期之后算起。", "A new customer counts after its first interval."),
        _OWNER,
    ),
    "K24": Definition(
        Text("每家客户最近一次意愿分的均值", "Mean of each customer's latest willingness score"),
        Text("没答完的不算。", "Incomplete scores are left out."),
        _OWNER,
    ),
    "K25": Definition(
        Text("按时交的报告 ÷ 应交的报告", "Reports in time ÷ reports owed"),
        Text(
            "请假免交和豁免的两边都不算；补交算迟交。",
            "Excused and waived ones are on neither side; what comes after is late.",
        ),
        _DUTY,
    ),
    "K26": Definition(
        Text("已交的报告（含迟交）÷ 应交的报告", "Reports that came at all ÷ reports owed"),
        Text("请假免交和豁免的两边都不算。", "Excused and waived ones are on neither side."),
        _DUTY,
    ),
    "K34": Definition(
        Text("期内发货中退回的金额 ÷ 期内发货金额", "What came back of what was shipped then ÷ what was shipped then"),
        Text("退货无论何时都算回发货的那一期。", "A return belongs to the period of its shipment, whenever it comes."),
        _ORDERER,
    ),
    "K39": Definition(
        Text("按期完成的任务 ÷ 到期的任务", "Tasks done by their due day ÷ tasks due"),
        Text("放弃的不算；延期的按新日期。", "Dropped ones are left out; postponed ones go by the new day."),
        Text("归任务的负责人。", "Goes to the task's owner."),
    ),
    "K46": Definition(
        Text("一个工作日内点评的报告 ÷ 已交的报告", "Reports reviewed within a working day ÷ reports sent"),
        Text("时限未到的不算。", "Those whose working day is not over are left out."),
        Text("归交报告的人所在团队。", "Goes to the team of who sent it."),
    ),
    "K52": Definition(
        Text("销售额 ÷ 销售在岗工作日", "Sales ÷ working days on which reps were present"),
        Text("请假扣除；经理不计入天数。", "Leave is taken off; managers' days are not counted."),
        _SALES,
    ),
}  # fmt: skip
"""What is said of each figure of the catalogue, by its code."""
