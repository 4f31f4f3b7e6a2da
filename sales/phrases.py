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
_NOT_COUNTED = "(?![个位次份台套名件]|家客户|天[内后前])"
WEEKDAY = rf"(?<![每几]){_STEP}?{_WEEK}的?(?P<day>[一二三四五六日天]|[1-7](?![0-9])){_NOT_COUNTED}"
ENGLISH_WEEKDAY = (
    r"\b(?:on )?(?:(?P<step>next|this|last) )?"
    r"(?P<day>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|saturday|sunday"
    r"|(?<=this )sat|(?<=next )sat|(?<=last )sat|(?<=this )sun|(?<=next )sun|(?<=last )sun)\b\.?"
)
WEEK = rf"(?:{_STEP}{_WEEK}|(?P<english>next|this|last) week)"
WEEKEND = rf"{_STEP}?周末|(?:(?P<english>next|this|last) )?weekend"

YEARS = {"去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_YEAR = r"(?:(?P<year>[0-9]{4})年|(?P<near>" + "|".join(YEARS) + "))"
_MONTH_NUMBER = r"(?<![0-9])(?P<month>[0-9]{1,2}|十?[一二]|十|[三四五六七八九])"
MONTH_DAY = rf"{_YEAR}?{_MONTH_NUMBER}月份?(?P<day>{_SMALL})[日号]"
ISO_DAY = r"(?<![0-9.-])(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9%])"
_NOT_MEASURED = (
    r"(?![0-9.%/-]|\s*(?:[万千百亿元块个天台套家人位次份件周年月点成折岁楼]|号[楼线机]|k\b|w\b|days?|weeks?))"
)
SHORT_DAY = rf"(?<![0-9./:¥-])(?P<month>[0-9]{{1,2}})[-/](?P<day>[0-9]{{1,2}}){_NOT_MEASURED}"
_NOT_A_PLACE = r"(?!楼|线|机|厂|车间|门|院|会议|仓|库|产品|方案|炉|桥|馆|店|位|房|桌|展|电|文件|内|游|均)"
_COUNTED = "".join([*DIGITS, "十"])
DAY_OF_MONTH = rf"(?<![0-9.年第{_COUNTED}])(?:{_STEP}月)?(?P<day>[0-9]{{1,2}}|[{_COUNTED}]{{1,3}})[日号]{_NOT_A_PLACE}"
MONTH_PARTS = {"初": 1, "上旬": 1, "中旬": 11, "下旬": 21, "中": 15, "底": 0, "末": 0}
"""The day that stands for a part of a month: the first of it, or 0 for the last day of the month."""
_PARTS = "初|上旬|中旬|下旬|中|底|末"
MONTH_PART = rf"(?<!个)(?:{_YEAR}?{_MONTH_NUMBER}|{_STEP})?月份?(?P<part>{_PARTS})"
YEAR_PART = r"(?:(?P<near>去|今|明)年?)?年(?P<part>底|末|初)"
ENGLISH_PART = (
    r"\b(?:the )?(?:(?P<part>end|start|beginning|middle) of )(?:the |(?P<step>this|next|last) )?(?P<unit>month|year)\b"
)
_UNIT = rf"(?P<unit>天|日|个?{_WEEK}|个月|(?<=半)月|年)"
_COUNT = rf"(?P<count>{_SMALL}|半)(?P<half>个半)?"
DAYS_AHEAD = rf"(?P<over>再?过\s*(?!两天(?!之?后|以后)))?(?<![0-9.第]){_COUNT}{_UNIT}(?(over)(?:之后|以后|后)?|(?:之后|以后|后|之内|以内|内))"
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
AND = r"\s*(?:和|及|跟|与|、|,|&|\s)\s*|\s+and\s+|(?<=[一二三四五六日天])(?=周|星期|礼拜)"
TWO_DAYS = {"今明": 0, "明后": 1}
PAIR = "(?P<pair>今明|明后)(?:两|二)?天"
LASTING = rf"(?:起|开始)?\s*(?:的|请|休|共|连续)?\s*(?P<count>{_SMALL})天$"
DAY_OF = "日"
"""What makes a bare number a day of the month."""

# Customers' names (read by sales/customers.py): what a name says beside the name itself

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
PERIOD_WEEK = rf"(?:(?P<near>{'|'.join(YEARS)})|(?P<year>[0-9]{{4}})年)?第?(?P<week>[0-9]{{1,2}})周|week (?P<english>[0-9]{{1,2}})"
PERIOD_MONTH = rf"{_YEAR}?{_MONTH_NUMBER}月份?"
NEAR_MONTH = rf"{_STEP}月份?|(?P<english>next|this|last) month"
ENGLISH_MONTH = rf"{_MONTH}(?: (?P<year>20[0-9]{{2}}))?"
"""Which week or month a report is about; the words before and after it are parted from it by spaces."""

# Visits in one line

SPACES = " \t\n\r"
SEPARATOR = r"[\s、，。；！？~()\[\]【】《》“”\"…;!?:|\u0000]|,(?![0-9]{3})|(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bmrs)(?<!\bprof)\.(?![0-9])"
"""What parts two phrases: not the comma or point inside a number, nor the point behind a title."""
TRIMMED = SPACES + "、，。；！？,;.!?:：~()（）[]【】《》“”\"…|\u0000了"

WILLINGNESS = (
    r"(?:对方)?(?:的)?(?:意愿度?|意向度?|willingness)\s*(?:是|为|is)?\s*[:：=]?\s*(?:大概|大约|差不多|约|about|around)?\s*"
    rf"(?P<score>[0-9]+(?:\.[0-9]+)?|[{_NUMERALS}]+)(?![0-9])\s*(?:分|%)?"
)

_ACCOMPANY = "陪访|陪同|同行|随行|一起|一同|一块儿?|together"
COMPANION_BEFORE = rf"(?:(?:和|跟|与|同|由|with)\s*)?(?P<who>{{names}})\s*(?:也|都)?(?:{_ACCOMPANY})"
COMPANION_AFTER = r"(?:陪访人?|陪同人?|同行人?|随行|带着|带上|带了|带|陪|with|accompanied by)\s*[:：]?\s*(?P<who>{names})(?:\s*(?:一起|一同|同去))?"
NAMES_JOINED = r"\s*(?:[、,，和与&]|and)\s*|\s+"

# A contact: surname and title, with the department before them.

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅卞齐康伍余卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝臧戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻"
    "贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘丁宣邓洪包左石崔吉龚程邢裴陆荣翁甄曲封储靳段焦谷车侯全班仲"
    "宁仇栾祖武符刘景詹束龙叶司黎薄白蒲从索赖卓蔺屠蒙池乔闻党翟谭劳冉桑桂牛温庄晏柴瞿阎慕连习艾向古易廖耿匡文寇广欧聂关荆游权岳肖简"
)
_SURNAME = f"(?:欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|慕容|令狐|夏侯|[{SURNAMES}])"
_TITLES = (
    "总经理|总工程师|总工|总监|总裁|总助|副总|董事长|董秘|老板娘|老板|护士长|主任|主管|主席|主编|经理|部长|科长|处长|局长|所长|站长|店长"
    "|厂长|校长|院长|队长|班长|组长|馆长|园长|行长|社长|会长|村长|镇长|县长|司长|台长|场长|课长|股长|厅长|书记|会计|出纳|助理|秘书|教授|博士|硕士"
    "|老师|师傅|医生|大夫|医师|药师|女士|先生|小姐|同学|工程师|技术员|采购员|专员|采购|护士|律师|代表|顾问|领导|师父|师兄|大哥|大姐|哥|姐|叔|姨"
    "|总(?![部结量价额共体包会计是])|工(?![程厂作艺具序人业地期装会])|董(?!事)|局(?!部)|处(?!理)"
)
ROLE = f"(?:{_TITLES})"
_AREAS = (
    "采购|工程|设备|技术|生产|质量|质检|品质|品管|仓库|仓储|财务|行政|人事|市场|销售|研发|物流|后勤|基建|信息|总务|供应链?|物资|运营|项目|车间"
    "|护理|药剂|检验|总装|机修|维修|电气|工艺|商务|法务|办公|装备|动力|安全|计划|储运|外协|资材|综合|教务|器械|药械|医务|门诊|前台|食堂|客房|餐饮|客服|售后|服务|IT"
)
_DEPARTMENT = f"(?:(?:{_AREAS})(?:部门|部|科|处|室|组|中心|办)?的?)"
_PERSON = rf"(?:副?{_SURNAME}(?:{_TITLES})|[老小]{_SURNAME}(?![一-龥]*(?:公司|厂|店))|{_SURNAME}老(?=[\s，,、]|$))"
_LONG_PERSON = rf"(?:{_SURNAME}[一-龥]{{1,2}}(?:{_TITLES}))"
_ENGLISH_PERSON = r"(?:\b(?:mr|ms|mrs|dr|prof|miss)\b\.?\s*[a-z][\w'-]*(?:\s+(?-i:[A-Z])[\w'-]+)?)"
_ONE = rf"(?:{_DEPARTMENT}?(?:{_PERSON}|{_LONG_PERSON})|[一-龥]{{1,4}}[部科处室组]的?{_PERSON}|{_ENGLISH_PERSON})"
CONTACT = rf"{_ONE}(?:\s*(?:[、和与及&/]|and)\s*{_ONE})*"
CONTACT_INSIDE = rf"{_DEPARTMENT}?{_PERSON}|{_ENGLISH_PERSON}"
"""A contact in the middle of a phrase: only the surest forms, for a company's name may hold a surname too."""
BARE_NAME = rf"{_SURNAME}[一-龥]{{1,2}}|{ROLE}|(?:{_DEPARTMENT})?[老小]{_SURNAME}"
ENGLISH_NAME = r"(?-i:[A-Z])[\w'-]+(?:\s+(?-i:[A-Z])[\w'-]+)?"

# How they met.

KINDS = {
    "on_site": "上门|现场|到访|实地|on[ -]?site|in person",
    "phone": r"(?:打|通|接|用|回)?(?:了|过)?(?:个|一个|一通)?电话(?:会议|联系)?|致电|去电|来电|called|phoned|(?:phone|by phone|call with)\b",
    "online": (
        r"(?:开|用|通过|进行|在)?(?:了|过)?(?:个|一个)?(?:线上会议|线上|远程会议|远程|视频会议|视频通话|视频连线|视频|腾讯会议|飞书会议|钉钉会议|企业微信|微信|网络会议)"
        r"(?:联系|会议)?|online|(?:by )?video call|video meeting|wechat|remote(?:ly)?\b"
    ),
    "care": "客户关怀|节日关怀|关怀",
}
KIND = "|".join(rf"(?P<{name}>{words})" for name, words in KINDS.items())
KIND = rf"(?:{KIND})(?![没不未无]|打不)"
CARE = "拜年|慰问|探望|探视|送节礼|送月饼|送粽子|节日问候|问候"
GOING = r"(?:去了|去|到了|到达|到|在|前往|赶到|赶去|来到|跑了|跑|赴|去往|went to|at|to)\s*(?:一?趟)?\s*"
VISITING = r"拜访了?|走访了?|回访了(?=[一-龥])|访|visited|visit to|visit|跟|和|与|给|向|同|对|with|联系了?(?!人)|约了?"
MEETING = r"(?:见到了?|见了?面?|会见了?|约见了?|碰了?|找到?了?|联系人|对接人|met with|met|meet|saw|contact)\s*[:：]?\s*(?:是)?"
PARTICLES = r"的|了|过|然后|并且|并|顺便|顺带|之后|随后|又|还|也|主要是?|是|and|then|for|to|the|about"
SUBJECTS = r"对方|他们|她们|客户方?|他|她|甲方|they|he|she|(?:the )?customer|client"
LABELS = r"(?:结果|反馈|结论|成果|情况|客户反馈|outcome|result|feedback)\s*[:：]?\s*(?:是|为)?"
PLANNED = r"(?:下一步|下步)(?:计划|工作|打算|安排|行动)?(?:是|要)?|(?:next step|next)(?=\s*:|\s+[a-z])"
ABOUT_TO = r"(?:下次|约好了?|约在|约定|约了?|后续|接下来|计划|打算|准备|定于|定在|预计|我们?|将于|将在|暂定|争取|还?要|then|will|by|on)"
"""Words before the date of our next step that are no part of it."""
DAY_PARTS = (
    r"(?:\s*(?:一早|早上|早晨|上午|中午|下午|傍晚|晚上|am\b|pm\b|morning|afternoon))?"
    rf"(?:\s*(?:[0-9]{{1,2}}:[0-9]{{2}}|(?:[0-9]{{1,2}}|[{_COUNTED}]{{1,2}})点(?:半|钟|[0-9]{{1,2}}分?)?))?"
)
DAY_TAIL = DAY_PARTS + r"(?:\s*(?:之前|以前|前|左右))?"
TO_DO = r"(?:\s|[，,:：])*(?:去|will |we )?\s*"
NO_SINGLE_DAY = (
    r"(?:春节|清明|端午|中秋|国庆|元旦|五一|十一|劳动节|元宵|双十一|年|节|假期|长假|放假)(?:节|假期?|长假)?(?:之?前|之?后|以后|期间)"
    rf"|过(?:两|几|些)天|过一?阵子?|过段时间|改天|改日|过后|近期|近日|尽快|回头|{_STEP}个?(?:{_WEEK}|月)(?![一二三四五六日天底初中末上下])(?:内|之?前)?"
    rf"|(?<![0-9]){_MONTH_NUMBER}月份?(?![0-9一二三四五六七八九十底初中末上下])(?:份|内|之?前)?|next (?:week|month)|asap|soon|later"
)

# What was done, and what came of it.

_SINGLE_VERBS = "谈|聊|催|送|签|递|量|收|拿|交|测|装|修|换|补|退|查|看|推|请|做|开|发|寄|报|改|出|办|讲|教|取|问"
_VERBS = (
    "介绍|演示|展示|对账|核账|对帐|报价|报方案|签约|签订|签合同|续签|续约|培训|回访|处理|试机|试样|试产|试用|打样|讨论|沟通|商谈|洽谈|洽商|协商|商量"
    "|商讨|交流|汇报|推荐|推广|推介|调试|安装|装机|维修|检修|维护|维保|保养|验收|复测|复检|检测|测试|测量|取样|交付|收款|催款|催收|要账|收账|了解|调研"
    "|参观|考察|巡检|巡视|跟进|跟踪|确认|核对|核实|协调|解决|投标|竞标|讲标|答疑|售后|宣讲|讲解|邀请|邀约|勘察|勘测|踏勘|查看|检查|更换|提货|送货|交货"
    "|对接|摸底|盘点|盘货|陈列|铺货|理货|促销|探讨|解释|说明|答复|回复|道歉|致歉|摸排|排查|踩点|签收|补货|配合|指导|辅导|熟悉|拓展|开发|询问|征询|征求|对样"
    "|看样|选型|选样|比价|议价|压价|谈判|磋商|梳理|复盘|规划|设计|测绘|校准|标定|升级|改造|巡店|走访|初次接触|初访|首访|建立联系|接洽|陪同参观|赔礼"
)
_ENGLISH_VERBS = (
    r"\b(?:discuss|negotiat|demo|present|train|collect|introduc|sign|follow|deliver|send|quot|install|review|inspect|test|check|handl|resolv"
    r"|product|site|pric|contract|talk|renew|propos|explain|show|sampl|survey|audit|repair|fix|pitch|plan|complaint|invoice|payment|kick|onboard"
    r"|reconcil|measur|maint|support|update|annual|new model|trial)[a-z-]*"
)
PURPOSE = rf"(?:再|又|一起|重新|继续|顺便)?(?:{_VERBS}|{CARE}|{_SINGLE_VERBS})|{_ENGLISH_VERBS}"
PURPOSE_INSIDE = (
    rf"{_VERBS}|{CARE}|[谈聊催]|送(?=样|货|资料|合同|发票|礼|方案|图|书)|签(?=合同|单|约|协议)|量(?=尺寸|房|场|数据)|看(?=产线|样|货|场|现场|设备|机)"
    r"|收(?=款|货|尾款)|报(?=方案|价)|交(?=货|方案|图|流|付)|拿(?=样|合同|货)|开(?=会)|装(?=机)|取(?=样|货)|\bdiscuss\b|\bdemo\b|\btraining\b"
)
"""A purpose in the middle of a phrase: only words that do not also make up names."""
QUANTITY = r"\s+[0-9]+\s*(?:台|套|件|个|箱|吨|支|只|米|批|份|公斤|kg|pcs|条|块|桶|卷|盒|瓶|辆|张|根|片|组|t)(?![一-龥])"
STANDS_IN_PURPOSE = r"(?:谈|聊|聊了|谈了|讨论|about|for)\s*$"
NOUNS_GONE_WRONG = (
    r"^(?:报价|价格|培训|试机|对账|试用|试样|打样|样品|演示|装机|安装|调试|交货|签约|测试|验收|维修|送货)(?:效果|结果|过程)?"
    r"(?:太|偏|过|很|非常|比较|高|低|贵|通过|不|没|未|失败|成功|顺利|正常|完成|合格|被|已|还)"
)
PROMISES = r"(?:也|都|已|已经|口头|初步|基本|原则上)?(?:答应|承诺|同意|要求|说|表示|保证|提出|声称|告知|透露|反映|回应|promised|agreed|said|asked|promises|agrees|says|asks|committed)"
DEMANDS = r"希望|想要?|需要?|要|打算|计划|预计|争取|最快|最晚|最迟|至少|可能|would like|wants?|needs?"
STATEMENT = (
    rf"(?:{PROMISES})|(?:{DEMANDS})"
    r"|已|没|不|未|无|很|太|非常|比较|挺|十分|特别|极|有点|有些|有意|嫌|觉得|认为|感觉|担心|抱怨|投诉(?!处理)|满意|感兴趣|兴趣|愿意|拒绝|取消|推迟|延期|延后|暂|可以|可能|还"
    r"|预算|对手|竞品|竞争|正在|在等|在走|在考虑|在比|等|再考虑|考虑|认可|肯定|看好|喜欢|接受|确定|决定|批了|通过|合格|解决|搞定|完成|谈成|成交|中标|丢标|欠|差[0-9]"
    r"|少[了一二两三四五六七八九十几0-9]|多[了一二两三四五六七八九十几0-9]|缺|账对上|被|把|下了?单|付了|付款|意愿|意向|价格|质量|交期|温度|效果|样品"
    r"|too\b|very\b|not\b|no\b|already\b|likes?\b|interested|satisfied|happy|unhappy|budget|signed\b|accepted|refused|rejected|considering|has\b|have\b|is\b|are\b|was\b|will\b|cannot|can't|can\b|prefers?|complain(?:s|ed)|ordered|approved|passed|resolved|solved|done\b|needs\b|wants\b|waiting|undecided|nobody|reviewing|still\b"
)
STATEMENT_INSIDE = (
    r"嫌|很感兴趣|很满意|不满意|没见到|没人|已签|已经|同意|答应|承诺|拒绝|说(?!明)|\b(?:too|very|not|promised|agreed|wants|needs|asked|likes|interested|satisfied|budget|already)\b"
)
STATED = (
    r"[已没不未无很太嫌偏]|贵|便宜|高|低|慢|快|坏|好|差|少|多|缺|欠|超|够|满意|兴趣|考虑|通过|合格|解决|预算|供应商|同意|答应|确认|愿意|拒绝|取消|推迟|延期|可以|能|有|试|让"
    r"|要|想|希望|需|觉得|认为|欢迎|对上|完|成|正常|顺利|成功|失败|故障|报错|漏|裂|断|超差|偏差|等|批|定|付|退|签|接受|认可|支持|反对|犹豫|换|涨|降|对手|竞|折|中标|库存|在|了$|过$"
    r"|[a-z]{3,}"
)
ASIDE = (
    r"#\S+|@\S+|(?:停车费?|油费|加油|打车费?|车费|路费|过路费|过桥费|餐费|餐饮费?|午餐|晚餐|饭费|饭钱|住宿费?|酒店费?|高铁票?|机票|车票|招待费?|茶歇|礼品费?|出租车费?|交通费?|快递费?|报销|费用|公里)(?:了|约)?\s*[0-9.]+\s*(?:元|块|km|公里)?"
    r"|(?:花了?|用了?)[0-9.]+(?:元|块)|(?:请客|吃饭|请吃饭|午饭|晚饭)[^\s，,。；;]*[0-9]+(?:元|块)?"
    r"|(?:路上|高速|市区|路况|一路)?(?:有点|很|非常|严重|又)?(?:堵车|塞车|堵了|修路|限行|封路|拥堵)[^\s，,。；;]*|(?:高铁|火车|飞机|航班|动车|地铁)(?:晚点|延误|取消|误点)[^\s，,。；;]*"
    r"|(?:今天|外面|路上|一直|又|天|有点|突然|当地)?(?:下着?(?:大|小|暴|中)?(?:雨|雪)|大雨|暴雨|小雨|下雨|下雪|大雪|大雾|雾霾|台风|降温|刮风|大风|天气|天热|天冷|气温)[^\s，,。；;]*|雨[天大]|雪大"
    r"|(?:parking|taxi|fuel|toll|lunch|dinner|hotel)\s*(?:fee)?\s*[0-9.]+|(?:heavy )?(?:traffic(?: jam)?|rain|snow)\b"
)
FIRMS = (
    r"(?:公司|集团|厂|医院|附院|学校|中学|小学|大学|学院|酒店|宾馆|研究所|研究院|设计院|商行|商场|超市|中心|银行|包装|电子|机械|科技|精工|轴承|电器|物流|物业|药业|化工|家纺"
    r"|纺织|船舶|建材|文具|木业|茶业|农业|仓储|乳业|食品|教育|花卉|汽车|汽配|五金|塑料|塑胶|印刷|服装|能源|环保|光电|重工|制造|实业|贸易|股份|有限|gmbh|ltd|inc|ab|co|ag|bv|corp|llc)\.?$"
)
