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
NUMERALS = "".join([*DIGITS, *TENS, ZEROS])
_SMALL = r"(?:[0-9]{1,3}|[" + "".join([*DIGITS, "十", "百"]) + "]{1,5})"

# Amounts

SCALES = {"": 1, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000}
SCALES |= {"百万": 10**6, "千万": 10**7, "亿": 10**8}
_NUMBER = rf"(?:[0-9][0-9,.]*|[{NUMERALS}]+)"
_SCALE = "|".join(sorted(filter(None, SCALES), key=len, reverse=True))
AMOUNT_PART = rf"(?P<number>{_NUMBER})\s*(?P<scale>{_SCALE})?"
_CURRENCY = "人民币|rmb|cny"
AMOUNT = (
    rf"(?:¥|{_CURRENCY})?\s*(?P<number>(?:{_NUMBER}\s*(?:{_SCALE})?)++)"
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
STEP = r"(?:(?P<step>上上|下下|上|下|本|这)一?个?)"
WEEK_WORD = "(?:周|週|星期|礼拜)"
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {str(n + 1): n for n in range(7)}
ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NOTCOUNTED = "(?![个位次份台套名件]|家客户|天[内后前])"
WEEKDAY = rf"(?<![每几]){STEP}?{WEEK_WORD}的?(?P<day>[一二三四五六日天]|[1-7](?![0-9])){_NOTCOUNTED}"
ENGLISH_WEEKDAY = (
    r"\b(?:on )?(?:(?P<step>next|this|last) )?"
    r"(?P<day>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|saturday|sunday"
    r"|(?<=this )sat|(?<=next )sat|(?<=last )sat|(?<=this )sun|(?<=next )sun|(?<=last )sun)\b\.?"
)
WEEK = rf"(?:{STEP}{WEEK_WORD}|(?P<english>next|this|last) week)"
WEEKEND = rf"{STEP}?周末|(?:(?P<english>next|this|last) )?weekend"

YEARS = {"去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_YEAR = r"(?:(?P<year>[0-9]{4})年|(?P<near>" + "|".join(YEARS) + "))"
MONTH_NUMBER = r"(?<![0-9])(?P<month>[0-9]{1,2}|十?[一二]|十|[三四五六七八九])"
MONTH_DAY = rf"{_YEAR}?{MONTH_NUMBER}月份?(?P<day>{_SMALL})(?:[日号]|(?=[\s,，。；]|$))"
ISO_DAY = r"(?<![0-9.-])(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9%])"
_NOT_MEASURED = (
    r"(?![0-9.%/-]|\s*(?:[万千百亿元块个天台套家人位次份件周年月点成折岁楼]|号[楼线机]|k\b|w\b|days?|weeks?))"
)
SHORT_DAY = rf"(?<![0-9./:¥-])(?P<month>0?[1-9]|1[0-2])[-/](?P<day>0?[1-9]|[12][0-9]|3[01]){_NOT_MEASURED}"
_NOT_A_PLACE = (
    "(?!楼|线|机|厂|车间|门|院|会议|仓|库|产品|方案|炉|桥|馆|店|位|房|桌|展|电|文件|内|游|均|公馆|公寓|码头|工地|基地)"
)
COUNTED = "".join([*DIGITS, "十"])
DAY_OF_MONTH = rf"(?<![0-9.年第{COUNTED}])(?:{STEP}月)?(?P<day>[0-9]{{1,2}}|[{COUNTED}]{{1,3}})[日号]{_NOT_A_PLACE}"
MONTH_PARTS = {"初": 1, "上旬": 1, "中旬": 11, "下旬": 21, "中": 15, "底": 0, "末": 0}
"""The day that stands for a part of a month: the first of it, or 0 for the last day of the month."""
_PARTS = "初|上旬|中旬|下旬|中|底|末"
MONTH_PART = rf"(?<!个)(?:{_YEAR}?{MONTH_NUMBER}|{STEP})?月份?(?P<part>{_PARTS})"
YEAR_PART = r"(?:(?P<near>去|今|明)年?)?年(?P<part>底|末|初)"
ENGLISH_PART = (
    r"\b(?:the )?(?:(?P<part>end|start|beginning|middle) of )(?:the |(?P<step>this|next|last) )?(?P<unit>month|year)\b"
)
_UNIT = rf"(?P<unit>天|日|个?{WEEK_WORD}|个月|(?<=半)月|年)"
_COUNT = rf"(?P<count>{_SMALL}|半)(?P<half>个半)?"
DAYS_AHEAD = (
    rf"(?P<over>再?过\s*(?!两天(?!之?后|以后)))?(?<![0-9.第]){_COUNT}{_UNIT}(?(over)(?:之后|以后|后)?|(?:之后|以后"
    rf"|后|之内|以内|内))"
)
DAYS_AGO = rf"(?<![0-9.第]){_COUNT}{_UNIT}(?:之前|以前|前)"
ENGLISH_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_ENGLISH_COUNT = r"(?P<count>[0-9]{1,3}|" + "|".join(ENGLISH_COUNTS) + r") (?P<unit>days?|weeks?|months?)"
ENGLISH_WITHIN = rf"\b(?:in|within) {_ENGLISH_COUNT}\b(?! (?:later|ago))"
ENGLISH_LATER = rf"\b{_ENGLISH_COUNT} (?:later|from now)\b"
ENGLISH_AGO = rf"\b{_ENGLISH_COUNT} ago\b"
ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\b"
MONTH_FIRST = rf"\b(?:on )?{_MONTH} {_NTH}(?:,? (?P<year>20[0-9]{{2}}))?"
DAY_FIRST = rf"\b(?:on )?(?:the )?{_NTH} (?:of )?{_MONTH}(?:,? (?P<year>20[0-9]{{2}}))?"

UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "週": 7, "星期": 7, "礼拜": 7, "day": 1, "week": 7}
UNIT_MONTHS = {"月": 1, "年": 12, "month": 1, "year": 12}
HALF, COUNTING_WORD, START, YEAR = "半", "个", "初", "年"

# Times of day, and spans of days

DAY_AND_PART = {
    "今早": "今天早上", "今晚": "今天晚上", "昨晚": "昨天晚上", "明早": "明天早上", "明晚": "明天晚上",
    "tonight": "today evening",
}  # fmt: skip
"""Words that name a day and a part of it at once."""
PARTS_OF_DAY = {
    "凌晨": 6, "清晨": 8, "早上": 9, "早晨": 9, "上午": 9, "中午": 12, "下午": 14, "午后": 14, "傍晚": 18, "晚上": 19,
    "am": 9, "a.m.": 9, "morning": 9, "noon": 12, "pm": 14, "p.m.": 14, "afternoon": 14, "evening": 19, "night": 19,
}  # fmt: skip
"""The hour at which a part of the day is meant when no hour is named; from 12 on, small hours count from noon."""
_PART_OF_DAY = "|".join(
    map(str.strip, sorted((word.replace(".", r"\.") for word in PARTS_OF_DAY), key=len, reverse=True))
)
_HOUR = rf"(?P<hour>[0-9]{{1,2}}|{'|'.join(['十[一二]', *DIGITS, '十'])})"
_MINUTE = rf"(?P<minute>[0-9]{{1,2}}|[二三四五]?十[{''.join(DIGITS)}]?)分?"
QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
CLOCK = (
    rf"(?P<at>at )?(?P<part>{_PART_OF_DAY})?\s*"
    rf"(?:{_HOUR}(?:(?P<said>[点时])(?:钟|整)?(?:(?P<quarter>半|一刻|三刻)|{_MINUTE})?|:(?P<minutes>[0-9]{{2}}))?)?"
    rf"\s*(?P<after>{_PART_OF_DAY})?"
)
UNTIL = r"^(?:(?:一?直?到|至)\s*|(?:until|till|to)\s+)"
NO_LATER = r"\s*(?:为止|止)$"
_HOURS = "hours?|hrs?|h|minutes?|mins?"
HOURS = rf"(?P<count>{_SMALL}|半)(?P<half>个半)?\s*(?P<unit>个?小时|个?钟头|分钟|{_HOURS})(?:之后|以后|后)?"
IN_HOURS = rf"in (?P<count>[0-9]{{1,3}}) ?(?P<unit>{_HOURS})"
MINUTES_OF = {"小时": 60, "钟头": 60, "h": 60, "分": 1, "m": 1}
"""The minutes of a unit of time, by how its name begins."""

HALVES = {
    "上午": "am", "早上": "am", "早晨": "am", "am": "am", "a.m.": "am", "morning": "am",
    "下午": "pm", "午后": "pm", "pm": "pm", "p.m.": "pm", "afternoon": "pm",
    "全天": "", "整天": "", "一整天": "", "一天": "", "all day": "",
}  # fmt: skip
"""The half day that a word names; empty for both halves."""
HALF_DAY = (
    r"\s*的?\s*(?P<half>"
    + "|".join(sorted((word.replace(".", r"\.") for word in HALVES), key=len, reverse=True))
    + ")$"
)
FROM = r"^(?:从|自|from )\s*"
TO = r"\s*(?:到|至|~|—+|–|-{1,2})\s*|\s+(?:to|through|until|till)\s+"
AND = r"\s+and\s+|\s*(?:和|及|跟|与|、|,|&|\s)\s*|(?<=[一二三四五六日天])(?=周|星期|礼拜)"
TWO_DAYS = {"今明": 0, "明后": 1}
PAIR = "(?P<pair>今明|明后)(?:两|二)?天"
LASTING = rf"(?:起|开始)?\s*(?:的|请|休|共|连续)?\s*(?P<count>{_SMALL})天$"
DAY_OF = "日"
"""What makes a bare number a day of the month."""

# Customers' names (read by sales/customers.py): what a name says beside the name itself

HAN = "[\u3400-\u9fff]"
"""A Chinese sign, as a pattern."""

COMPANY_FORMS = (
    "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "股份公司", "集团公司", "集团股份", "分公司",
    "公司", "集团", "股份", "coltd", "companylimited", "limitedcompany", "corporation", "incorporated", "company",
    "limited", "holdings", "group", "gmbh", "sarl", "llc", "plc", "ltd", "inc", "corp", "pte", "pty", "kg", "ag",
    "co", "sa",
)  # fmt: skip
"""What a company is by law; the longer stands before the shorter that it ends in."""

_REGIONS = (
    "北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 "
    "贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 中国 石家庄 唐山 秦皇岛 邯郸 邢台 保定 "
    "张家口 承德 沧州 廊坊 衡水 太原 大同 长治 晋中 运城 临汾 呼和浩特 包头 鄂尔多斯 赤峰 沈阳 大连 鞍山 抚顺 "
    "本溪 丹东 锦州 营口 长春 四平 哈尔滨 齐齐哈尔 大庆 牡丹江 佳木斯 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 "
    "盐城 扬州 镇江 泰州 宿迁 江阴 宜兴 常熟 张家港 昆山 太仓 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 "
    "丽水 义乌 慈溪 余姚 合肥 芜湖 蚌埠 淮南 马鞍山 铜陵 安庆 滁州 阜阳 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 "
    "宁德 南昌 景德镇 九江 赣州 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 "
    "郑州 开封 洛阳 平顶山 安阳 新乡 焦作 许昌 漯河 南阳 商丘 信阳 周口 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 "
    "荆州 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 郴州 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 "
    "梅州 清远 东莞 中山 潮州 揭阳 南宁 柳州 桂林 梧州 北海 海口 三亚 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 "
    "内江 乐山 南充 宜宾 贵阳 遵义 昆明 曲靖 玉溪 大理 拉萨 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 兰州 嘉峪关 "
    "天水 酒泉 西宁 银川 乌鲁木齐 克拉玛依"
)
REGIONS = frozenset(_REGIONS.split())
"""Provinces and cities by their short names, without the mark (省, 市) that may follow."""
REGION_MARKS = "省市"

INSTITUTIONS = (
    "银行", "保险", "证券", "信托", "大学", "学院", "医院", "中学", "小学", "学校", "机场", "港", "地铁", "轨道",
    "公交", "铁路", "电网", "电力", "石化", "石油", "烟草", "自来水", "水务", "燃气", "日报", "出版", "市政",
    "建工", "城建", "邮政", "电信",
)  # fmt: skip
"""What a place has one of: before these the place is a part of the name."""

TRADES = (
    "信息技术", "网络科技", "电子科技", "智能科技", "生物科技", "信息科技", "科技", "技术", "信息", "网络",
    "软件", "实业", "贸易", "商贸", "工贸", "电子", "电器", "机械", "设备", "工程", "建设", "精密", "精工",
    "制造", "工业", "重工", "材料", "新材料", "化工", "医药", "物流", "包装", "自动化", "智能", "仪表", "仪器",
    "发展", "控股", "投资", "咨询", "服务", "technologies", "technology", "tech", "precision", "machinery",
    "trading", "industries", "industry", "electronics", "software", "systems",
)  # fmt: skip
"""What a company does, as the end of its name; people leave it out when they speak of a company they know."""

ORDINALS = "0123456789零〇一二两三四五六七八九十百甲乙丙丁东南西北中上下左右前后新老大小"
"""Letters by which names differ that mean different places: 一厂 and 二厂, 城东店 and 城西店."""

# Periods of reports

PERIOD_NAME = r"(?:(?P<year>[0-9]{4})-)?w(?P<week>[0-9]{1,2})|(?P<of>[0-9]{4})-(?P<month>[0-9]{1,2})"
NUMBERED = rf"{_YEAR}?第?(?P<week>[0-9]{{1,2}})周|week (?P<english>[0-9]{{1,2}})"
PERIOD_MONTH = rf"{_YEAR}?{MONTH_NUMBER}月份?"
NEAR_MONTH = rf"{STEP}月份?|(?P<english>next|this|last) month"
ENGLISH_MONTH = rf"{_MONTH}(?: (?P<year>20[0-9]{{2}}))?"
"""Which week or month a report is about; the words before and after it are parted from it by spaces."""
