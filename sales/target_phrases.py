"""The words in which people set a target: for whom, of what, over which period to come, and why.

Patterns are meant for half-width text in lower case; none can take more than a bounded time at one place.
"""

from sales.phrases import ENGLISH_MONTHS

# For whom

COMPANY = ("全公司", "公司", "集团", "whole company", "the company", "company")
TEAM = ("本团队", "本队", "我们队", "我们团队", "我的团队", "我队", "团队", "my team", "our team", "the team", "team")
ME = ("我自己", "自己", "本人", "我的", "我", "myself", "me")
AREA_AFTER = ("大区", "区域", "地区", "片区", "area", "region")
TEAM_AFTER = ("团队", "小组", "队", "组", "team")
AT = "@"
NUMERALS = "一二三四五六七八九十"
"""What counts behind a word for a team: it belongs to a name such as 一队二, or to a period."""

# Over which period

_NEAR = "(?:今年|本年|明年|后年|去年)"
_YEAR = rf"(?:20[0-9]{{2}}[-年]?|{_NEAR})"
_STEP = "(?:上上|下下|上|下|本|这)"
_MONTH_NAMES = "(?:" + "|".join(ENGLISH_MONTHS) + ")[a-z]{0,6}"
_NUMBER = "(?:1[0-2]|0?[1-9]|十[一二]|十|[一二三四五六七八九])"
PERIOD = (
    r"(?<![a-z0-9.])(?:"
    r"(?:20[0-9]{2}-?)?w[0-9]{1,2}(?![0-9])"
    rf"|{_YEAR}?\s?(?:q[1-4](?![0-9])|第?[一二三四1-4]季度?|h[12](?![0-9])|[上下]半年)"
    r"(?:\s(?:of\s)?20[0-9]{2}(?![0-9年]))?"
    rf"|20[0-9]{{2}}[-/.](?:1[0-2]|0?[1-9])(?![-/.0-9])"
    rf"|{_YEAR}?\s?{_NUMBER}月份?"
    rf"|{_YEAR}?第?[0-9]{{1,2}}周"
    rf"|{_STEP}一?个?(?:季度?|月份?|周|星期|礼拜)"
    rf"|(?:this|next|last) (?:week|month|quarter|year)"
    rf"|(?<![a-z]){_MONTH_NAMES}\.?(?:,?\s20[0-9]{{2}}(?![0-9年]))?(?![a-z])"
    rf"|{_NEAR}(?:全年|整年)?|全年|20[0-9]{{2}}年(?:全年)?"
    r"|(?<![0-9.¥])20[0-9]{2}(?![0-9.,]|\s?(?:[万千百亿元块wkm个家次]|million)))"
)
"""What can be the name of a period anywhere in a line; `sales.target_sentences` says which one it is."""

NEAR_YEARS = {"今年": 0, "本年": 0, "明年": 1, "后年": 2, "去年": -1, "全年": 0}
WHOLE = ("全年", "整年")
YEAR_SIGN = "年"
QUARTER_OF = r"(q[1-4]|h[12])\s(?:of\s)?(20[0-9]{2})"
HALF = r"(?:(?P<year>20[0-9]{2})[-年]?\s?)?(?:h(?P<n>[12])|(?P<han>[上下])半年)"
HALVES = {"上": 1, "下": 2, "1": 1, "2": 2}
SYNONYMS = {"next quarter": "下季度", "next year": "明年"}
"""Periods in words that are not known elsewhere, and in those that are."""
UNDATED = (
    r"q[1-4]|第?[一二三四1-4]季度?|第?[0-9]{1,2}周|w[0-9]{1,2}|week [0-9]{1,2}"
    rf"|{_NUMBER}月份?|{_MONTH_NAMES}\.?"
)
"""A period that comes back every year: without its year the present or the next one is meant."""

# Of what

METRICS = {
    "K10": "新客户开发数|新客户开发|新增客户|新开客户|新客户数|新客户|新客|new customers?|new accounts?|k10",
    "K21": "有效拜访次数|有效拜访|拜访次数|拜访量|拜访数|拜访|effective visits?|visits?|k21",
    "K01": "销售金额|销售额|销售目标|销售|业绩|营业额|营收|sales|revenue|turnover|net sales|k01",
}
"""What a target can be set for, by the code of the figure; the longer stands before the shorter it begins with."""

UNITS = {"家": "K10", "位": "K10", "customers": "K10", "customer": "K10", "次": "K21", "趟": "K21", "visits": "K21"}
"""What is counted in a unit, where nothing else says what is meant."""
COUNT = r"(?P<count>[0-9][0-9,]{0,11}|[一二两三四五六七八九十百千]{1,7})\s?(?P<unit>家|位|次|趟|个|customers?|visits?)?"
MILLIONS = r"(?P<number>[0-9]+(?:\.[0-9]{1,6})?)\s?(?P<scale>m|million|mio|bn|billion)(?![a-z0-9])"
SCALES = {"m": 10**6, "million": 10**6, "mio": 10**6, "bn": 10**9, "billion": 10**9}
THOUSANDS = r"(?<=[0-9])\s?thousand(?![a-z])"

# Of which product, why, and what says nothing

PRODUCT = r"(?:产品组|产品|型号|product|model)\s?[:：]?\s?"
REASON = r"[\s,，。;；(（]*(?:因为|由于|原因是?|理由是?|because of|because|reason)\s?[:：]?\s*(?P<reason>.+?)[)）\s]*$"
FILLER = (
    "目标|任务额|指标|设为|设成|设|定为|定成|定|改为|改成|调整为|调整到|调整|调到|调成|提高到|降到|达到|完成|是|为|到|要|共|的|给|把|将"
    "|=|:"
)
NOTHING = "to|at|is|set|of|for|in|the|a|target|targets|goal"
"""Words around the others that change nothing."""

SPLIT = ("分解", "拆分", "分配", "split", "distribute")
SEPARATORS = r"[\s、;；。!！]+|(?<![0-9]),|,(?![0-9]{3})"
APART = "；"
"""What stands where something was understood: a separator that is in no pattern."""
AT_START = r"(?:^|(?<=[\s,、;；。@给把将的:]))"
"""Where a name may begin."""
