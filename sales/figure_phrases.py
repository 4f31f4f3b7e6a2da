"""The words in which people ask for figures: of whom, and which one they want to see in order."""

OWN = frozenset({"我", "我的", "me", "my", "mine"})
TEAM = frozenset({"本队", "本团队", "团队", "我的团队", "我们", "team", "our team", "my team"})
COMPANY = frozenset({"公司", "全公司", "全部", "所有", "company", "all", "everybody"})
"""Who is meant without a name."""

AT = "@＠"
"""What stands before somebody's name."""

RANKED = {
    "K01": ("销售额", "业绩", "销售", "金额", "sales", "net"),
    "K03": ("完成率", "目标", "rate", "target"),
    "K10": ("新客户", "新客", "new customers", "new"),
    "K07a": ("回款", "回款率", "到期回款率", "collected", "payments"),
    "K21": ("拜访", "有效拜访", "visits"),
    "K25": ("及时率", "报告及时率", "及时", "in time", "timeliness", "reports"),
}
"""By what people may be put in order: the code, and what it is called."""
