"""The words that people say to us, in Chinese and English: numbers, dates and amounts as patterns and tables.

This is the one place where such words stand alone: they are recognised, never shown.
"""

_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20, 0xFFE5: 0xA5}


def half_width(words: str) -> str:
    """The same words, letter for letter, with full-width forms made half-width: positions stay what they were."""
    return words.translate(_FULL_WIDTH)


# Numbers

DIGITS = {"一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
TENS = {"十": 10, "百": 100, "千": 1000}
ZEROS = "零〇"
_NUMERALS = "".join([*DIGITS, *TENS, ZEROS])
_SMALL = r"(?:[0-9]{1,3}|[" + "".join([*DIGITS, "十", "百"]) + "]{1,5})"

# Amounts

SCALES = {"": 1, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000}
SCALES |= {"百万": 10**6, "千万": 10**7, "亿": 10**8}
_NUMBER = rf"(?:[0-9][0-9,.]*|[{_NUMERALS}]+)"
_SCALE = "|".join(sorted(filter(None, SCALES), key=len, reverse=True))
AMOUNT_PART = rf"(?P<number>{_NUMBER})\s*(?P<scale>{_SCALE})?"
_CURRENCY = "人民币|rmb|cny"
AMOUNT = (
    rf"(?:¥|{_CURRENCY})?\s*(?P<number>(?:{_NUMBER}\s*(?:{_SCALE})?)+)"
    rf"\s*(?:(?:元|圆|块)(?P<tenths>[1-9一二两三四五六七八九])[毛角]?|元整?|圆整?|块钱?|{_CURRENCY})?"
)

# Dates

RELATIVE_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "昨晚": -1,
    "今天": 0, "今日": 0, "今儿": 0, "今早": 0, "今晚": 0,
    "明天": 1, "明日": 1, "明儿": 1, "明早": 1, "明晚": 1, "后天": 2, "后日": 2, "大后天": 3,
    "day before yesterday": -2, "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2,
}  # fmt: skip
RELATIVE = r"(?:the )?(?P<word>" + "|".join(sorted(RELATIVE_DAYS, key=len, reverse=True)) + ")"

STEPS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2, "last": -1, "this": 0, "next": 1}
"""How many weeks or months away a word like `next` points; without one the nearest is meant."""
_STEP = r"(?:(?P<step>上上|下下|上|下|本|这)一?个?)"
_WEEK = "(?:周|週|星期|礼拜)"
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {str(n + 1): n for n in range(7)}
ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NOT_COUNTED = r"(?![0-9个家位次份台套名件人点后前]|天[内后前])"
WEEKDAY = rf"{_STEP}?{_WEEK}的?(?P<day>[一二三四五六日天1-7]){_NOT_COUNTED}"
ENGLISH_WEEKDAY = (
    r"\b(?:on )?(?:(?P<step>next|this|last) )?"
    r"(?P<day>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|saturday|sunday"
    r"|(?<=this )sat|(?<=next )sat|(?<=last )sat|(?<=this )sun|(?<=next )sun|(?<=last )sun)\b\.?"
)
WEEK = rf"(?:{_STEP}{_WEEK}|(?P<english>next|this|last) week)"
WEEKEND = rf"{_STEP}?周末|(?:(?P<english>next|this|last) )?weekend"

YEARS = {"去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_YEAR = r"(?:(?P<year>[0-9]{4})年|(?P<near>" + "|".join(YEARS) + "))"
MONTH_DAY = rf"{_YEAR}?(?<![0-9])(?P<month>[0-9]{{1,2}}|十?[一二]|十|[三四五六七八九])月份?(?P<day>{_SMALL})[日号]"
ISO_DAY = r"(?<![0-9.-])(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9%])"
_NOT_MEASURED = r"(?![0-9.%/-]|\s*(?:[万千百亿元块个天台套家人位次份件周年月点成折岁楼]|号[楼线机]|k\b|w\b|days?|weeks?))"
SHORT_DAY = rf"(?<![0-9./:¥-])(?P<month>[0-9]{{1,2}})[-/](?P<day>[0-9]{{1,2}}){_NOT_MEASURED}"
_NOT_A_PLACE = r"(?!楼|线|机|厂|车间|门|院|会议|仓|库|产品|方案|炉|桥|馆|店|位|房|桌|展|电|文件|内|游|均)"
DAY_OF_MONTH = (
    rf"(?<![0-9.年第{''.join(DIGITS)}十])(?:{_STEP}月)?(?P<day>[0-9]{{1,2}}|[{''.join(DIGITS)}十]{{1,3}})[日号]{_NOT_A_PLACE}"
)
MONTH_PARTS = {"初": 1, "上旬": 1, "中旬": 11, "下旬": 21, "中": 15, "底": 0, "末": 0}
"""The day that stands for a part of a month: the first of it, or 0 for the last day of the month."""
_PARTS = "初|上旬|中旬|下旬|中|底|末"
MONTH_PART = (
    rf"(?<!个)(?:{_YEAR}?(?<![0-9])(?P<month>[0-9]{{1,2}}|十?[一二]|十|[三四五六七八九])|{_STEP})?月份?(?P<part>{_PARTS})"
)
YEAR_PART = r"(?P<near>去|今|明)?年(?P<part>底|末|初)"
ENGLISH_PART = (
    r"\b(?:the )?(?:(?P<part>end|start|beginning|middle) of )(?:the |(?P<step>this|next|last) )?(?P<unit>month|year)\b"
)
_UNIT = rf"(?P<unit>天|日|个?{_WEEK}|个月|(?<=半)月|年)"
_COUNT = rf"(?P<count>{_SMALL}|半)(?P<half>个半)?"
DAYS_AHEAD = rf"(?:再?过\s*)?(?<![0-9.第]){_COUNT}{_UNIT}(?:的?时间)?(?:之后|以后|后|之内|以内|内)|再?过\s*{_COUNT}{_UNIT}"
DAYS_AHEAD = rf"(?P<over>再?过\s*)?(?<![0-9.第]){_COUNT}{_UNIT}(?(over)(?:之后|以后|后)?|(?:之后|以后|后|之内|以内|内))"
DAYS_AGO = rf"(?<![0-9.第]){_COUNT}{_UNIT}(?:之前|以前|前)"
VAGUE_UNITS = "月年"
ENGLISH_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_ENGLISH_COUNT = r"(?P<count>[0-9]{1,3}|" + "|".join(ENGLISH_COUNTS) + r") (?P<unit>day|week|month)s?"
ENGLISH_AHEAD = rf"\b(?:in|within) {_ENGLISH_COUNT}\b(?! (?:later|ago))|\b{_ENGLISH_COUNT} (?:later|from now)\b"
ENGLISH_AGO = rf"\b{_ENGLISH_COUNT} ago\b"
ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\b"
MONTH_FIRST = rf"\b(?:on )?{_MONTH} {_NTH}(?:,? (?P<year>20[0-9]{{2}}))?"
DAY_FIRST = rf"\b(?:on )?(?:the )?{_NTH} (?:of )?{_MONTH}(?:,? (?P<year>20[0-9]{{2}}))?"
