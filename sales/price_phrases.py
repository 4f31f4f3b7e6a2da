"""The words in which an admin sets prices; what each names stands behind it (read by sales/price_sentences.py)."""

PRICE_WORDS = {
    "list_price": r"牌价|标价|目录价|单价|售价|list ?price|list|price",
    "floor_price": r"底价|最低价|floor ?price|floor",
    "cost": r"成本价?|cost",
    "unit": r"单位|unit",
    "group": r"产品组|分组|组|group",
    "name": r"名称|品名|名字|name",
    "first_on": r"生效日期|生效|从|自|from",
    "last_on": r"截止日期|截止|到|至|until|till|to",
}
"""What each field is called, as a pattern; a field is named by it at the beginning of a word."""
NO_PRICE = frozenset({"无", "没有", "-", "—", "none", "no"})
"""What takes a floor price, a cost or a group away."""
RETIRE = frozenset({"停售", "下架", "retire", "discontinue"})
RESUME = frozenset({"恢复", "恢复销售", "上架", "resume", "restore"})
FROM_ON = "起"
"""What may stand behind the day from which prices hold."""
