"""The words in which people tell of orders, shipments and payments: how many, for how much, until when, on what terms.

Patterns are meant for half-width text and any letter case; none can take more than a bounded time at one place.
"""

from sales.phrases import DIGITS, NUMERALS

# Numbers and money

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
_SCALE = r"(?:百万|千万|百|千(?!克)|k(?![a-z])|万|w(?![a-z])|亿)"
_ONES = "".join(DIGITS)
NUMBER = (
    rf"(?:{_NUMBER}(?:\s?{_SCALE}(?:(?:[0-9]{{1,4}}|[{_ONES}]{{1,4}}){_SCALE}?){{0,2}})?"
    rf"|[{NUMERALS}][{NUMERALS}万亿]{{0,11}})"
)
MINUS = "-−负"
_SIGNED = rf"[{MINUS}]?{NUMBER}"
_YUAN = rf"(?:(?:元|圆|块)[1-9{_ONES}][毛角]?(?![0-9]|\s?折)|元整?|圆整?|块钱?|人民币|rmb(?![a-z])|cny(?![a-z]))"
_CURRENCY = "(?:¥|人民币|rmb|cny)"
MONEY = rf"(?:[{MINUS}]\s?)?(?:{_CURRENCY}\s?)?{_SIGNED}(?:\s?{_YUAN})?"
MARKED_MONEY = rf"(?:[{MINUS}]\s?)?(?:{_CURRENCY}\s?{_SIGNED}(?:\s?{_YUAN})?|{_SIGNED}\s?{_YUAN})"
"""Money that says so itself, by its currency."""
AMOUNT_SHAPE = rf"{_CURRENCY}?\s?(?:(?:[0-9][0-9,.]*|[{NUMERALS}]+)\s?(?:百万|千万|亿|万|千|百|k|w)?)++(?:\s?{_YUAN})?"
"""What can be an amount at all, found out without trying every way to part it."""
LONGEST_NUMBER = 24
YUAN_SIGN = "元"

# Quantities

_HAN_UNITS = (
    "平方米|立方米|公斤|千克|平方|平米|立方|公里|台|个|套|件|箱|吨|克|斤|支|只|根|条|张|片|块|米|卷|桶|瓶|盒|包|袋|双|对|副"
    r"|组|批|打(?!\s?[0-9一二三四五六七八九对半.]{1,4}\s?折)|升|部|辆|把|枚|粒|颗|份|面|扇|樘|盘|筒|捆|托|车|本|罐|盏|座|节"
)
_LATIN_UNITS = (
    "pieces?|pcs?|sets?|units?|each|ea|boxe?s?|cartons?|ctns?|cases?|tonnes?|tons?|rolls?|pairs?|drums?|bottles?|bags?"
    "|packs?|pallets?|meters?|metres?|kgs?|km|mm|m2|m3|t|m|g|l"
)
UNIT = rf"(?:{_HAN_UNITS}|(?:{_LATIN_UNITS})(?![a-z0-9]))"
QUANTITY = rf"(?P<number>[{MINUS}]?{NUMBER})\s?(?P<unit>{UNIT})?(?!\.?[a-z0-9%])"
COUNTED_UNIT = rf"(?P<number>[{MINUS}]?{NUMBER})\s?(?P<unit>{UNIT})"
ANY_UNIT = r"(?P<unit>[^\W\d_]{0,12})"
"""Whatever stands behind a number in a field of its own: a wrong unit is to be named, not overlooked."""

# Discounts

_FOLD = rf"[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?|[{_ONES}]点[{_ONES}]{{1,2}}|[{_ONES}十百]{{1,4}}|对|半"
_PERCENT = r"(?P<{name}>[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?)\s?(?:%|个?点(?!钟))"
_PER_CENT = "[0-9]{1,3}(?:\\.[0-9]{1,2})?"
_LESS = "优惠|便宜|让利|下浮|降价|降|减|让|折让|less|disc(?:ount)?(?: of)?|off"
FOLD = rf"(?:打|按|给)?\s?(?P<fold>{_FOLD})\s?折(?:优惠|扣)?"
OFF = (
    rf"-\s?(?P<minus>{_PER_CENT})\s?%(?:\s?(?:off|discount)\b)?"
    rf"|(?P<before>{_PER_CENT})\s?%\s?(?:off|discount|优惠)"
    rf"|(?:{_LESS})\s?(?:了|：|:)?\s?(?P<after>{_PER_CENT})\s?(?:%|个?点(?!钟))"
)
NO_RATE = "不打折|无折扣|没有?折扣|原价|标价|目录价|列表价|no discount|list price|full price"
HALF_PRICE = "半价|half price"
RATE = rf"(?:{FOLD}|{OFF}|(?P<full>{NO_RATE})|(?P<half>{HALF_PRICE}))"
HALVES = "对半"
POINT = "点"
WIDE = r"(?:整单|全单|全部|统一|一律|整体|总体|全场|其余|其他|都|overall|all|total|everything|the rest)"
"""Words that say a discount is on everything that has none of its own."""

# Prices

EACH = rf"(?:\s?(?:/|每|一|per|a)\s?{UNIT}|\s?(?:each|ea)(?![a-z]))"
PRICE_LEAD = rf"(?:[@*×✕]|(?:含税|不含税)?(?:单价|价格|价)[:：]?|[每一]{UNIT}|(?:unit )?price:?|at(?![a-z])|per {UNIT})"
PRICE = rf"{PRICE_LEAD}?\s*(?P<money>{MONEY}){EACH}?"
PRICE_SAID = rf"(?:{PRICE_LEAD}\s*(?P<money>{MONEY}){EACH}?|(?P<marked>{MARKED_MONEY}){EACH}?|(?P<each>{MONEY}){EACH})"
NO_PRICE_AFTER = (
    rf"(?!\s?(?:[折毛角多余来几]|左右|天|日|号|月(?!结)|年|周|个月|%|{UNIT})|[a-z0-9.%*×]"
    r"|[/-](?!\s?[0-9.]+\s?[%折])|\s?[*×]|\s+x\s?[0-9])"
)
TOTAL = rf"(?:总价|总计|总额|合计|共计|一共|共|total|sum)[:：]?\s*(?:{MONEY})"

# Terms of payment

_DAYS = rf"(?P<{{}}>[0-9]{{{{1,4}}}}|[{_ONES}十百]{{{{1,5}}}})"
_SINCE = "(?:收货后?|到货后?|货到后?|发货后?|交货后?)"
PREPAID = (
    "款到发货|先款后货|预付款?|全款|款到|预收|prepaid|prepay(?:ment)?|pre-?paid|(?:cash|payment|paid|t/?t) in advance"
    "|in advance|upfront|cia"
)
ON_DELIVERY = "货到付款|现款现货|现结|现付|现款|现金|cash on delivery|cod|on delivery"
MONTHLY = (
    rf"月结\s?(?:{_DAYS.format('monthly')}\s?[天日]?+)?+|(?:net\s?)?{_DAYS.format('eom')}\s?(?:days?)?\s?eom"
    rf"|eom\s?{_DAYS.format('eom_after')}?(?:\s?days?)?|monthly(?:\s?{_DAYS.format('by_month')})?(?:\s?days?)?"
)
NET = (
    rf"(?:账期|帐期|信用期|{_SINCE}|付款)\s?[:：]?\s?{_DAYS.format('since')}\s?天(?:内?付款|内?付清|内)?"
    rf"|net[\s-]?{_DAYS.format('net')}(?:\s?days?)?|n/?(?P<short>[0-9]{{2,3}})"
    rf"|{_DAYS.format('plain')}\s?(?:天(?:的?账期|的?帐期|内?付款|内?付清)?|days?)"
)
TERMS = (
    rf"(?:(?:付款(?:方式|条件)?|结算(?:方式)?|terms?|payment)\s?[:：]?\s?)?"
    rf"(?:(?P<prepaid>{PREPAID})|(?P<delivery>{ON_DELIVERY})|{MONTHLY}|{NET})(?![a-z0-9])"
)
MONTHLY_DAYS = ("monthly", "eom", "eom_after", "by_month")
NET_DAYS = ("since", "net", "short", "plain")
MONTHLY_SAID = r"月结|eom|monthly"
NO_TERMS_AFTER = r"(?!内|后|之|以|前|左右|交|到货|发货|送|\s?(?:later|ago|from now|delivery|[0-9]+\s?[%成]))"

# Days of delivery

DELIVERY_BEFORE = (
    r"(?:(?:交货|到货|发货|送货|交付|出货)(?:日期|时间|期)?|交期|货期|要求|最晚|最迟"
    r"|(?:deliver(?:y|ed)?|ship(?:ped|ping)?|due)(?: date)?(?: on| by| before)?|by|before)\s?[:：]?\s*"
)
DELIVERY_AFTER = (
    r"\s?(?:上午|下午|中午|早上|晚上)?\s?(?:之前|以前|前)?\s?"
    r"(?:(?:交货|到货|发货|送货|交付|出货|送到|送达|delivery)前?|(?<=前)交|(?<=前)要|(?<=前)送|[要用交](?=[\s,、。;]|$))?"
)
DELIVERED = "交|要|用|到货|发货|送货|出货|送到|送达|前|delivery"
IN_DAYS = rf"(?P<count>[0-9]{{1,3}}|[{_ONES}十]{{1,3}})\s?天(?:之?内|之?后)?(?=交货|到货|发货|送货|交付|出货)"

# Items, customers, notes

TIMES = r"[*×✕x]"
SEPARATOR = r"[\s,、。;:|+!！…·]+"
COMMA = "[,、。;|]"
_NO_SIGN = r"[^\s,、。;|+!…@*×✕:¥=]"
IN_NO_NAME = r"[、。;|!…@*×✕¥%:]|，|,(?!\s?[a-z])"
TOKEN = rf"{_NO_SIGN}{{1,60}}"
CODE = r"(?=[a-z0-9._/#-]{0,40}[0-9])(?=[0-9._/#-]{0,40}[a-z])[a-z0-9]+(?:[._/#-]+[a-z0-9]+){0,8}(?![a-z0-9])"
GLUED = r"(?P<before>[^\x00-\x7f]+)(?P<code>[a-z0-9][a-z0-9._/#-]*)"
SPLIT = rf"(?P<code>[a-z0-9._/#-]{{1,40}}?)x(?P<quantity>{QUANTITY})"
PRODUCT_LABEL = r"(?:型号|产品|货号|品号|物料|model|product|item|sku)\s?[:：]?\s*"
ORDERING = r"\s?(?:的|要|订购?|购买?|买|采购|下单|需要|各|共|数量|qty|quantity|wants?|needs?|orders?|:)?\s?:?\s?"
OF = r"\s?(?:of|的)?\s*"
TIMES_QUANTITY = rf"\s*{TIMES}\s*{QUANTITY}"
ORDERED_QUANTITY = rf"{ORDERING}{COUNTED_UNIT}"
DASHED_QUANTITY = rf"(?:[-—–]|\s?\(\s?)(?P<number>{NUMBER})\s?(?P<unit>{UNIT})\s?\)?"
"""A dash glued to a product is no minus."""
BARE_QUANTITY = rf"\s+(?:(?:qty|quantity|数量)\s?:?\s*)?{QUANTITY}(?=[\s,、。;@]|$)"
LONE_QUANTITY = rf"{QUANTITY}(?=[\s,、。;|+!！…()]|$)"
TOKEN_QUANTITY = rf"(?:\s*[*×✕]|\s+x)\s*{QUANTITY}"
QUANTITY_OF = rf"{COUNTED_UNIT}{OF}"
QUANTITY_TIMES = rf"(?P<number>[{MINUS}]?{NUMBER})\s?(?P<unit>{UNIT})?\s*[x×*]\s+"
QUANTITY_BEFORE = rf"{QUANTITY}\s+"
LINK = (
    r"(?:(?:的|想要|还要|需要|要|订购?|下单|采购|购买?|买|以及|和|及|与|另加?|再加?|加"
    r"|(?:and|plus|please|pls|order(?:ed|s)?|wants?|needs?|of|for)(?![a-z0-9]))[\s:,、]*)+"
)
"""Words that only join what stands before and behind them."""
WORD = r"[a-z0-9]+(?:[.&'_/#-]+[a-z0-9]+)*"
WORD_END = r"(?=[\s,、。;|+!！…()]|$)"
LONE_CODE = CODE + WORD_END
LONE_MONEY = rf"(?P<money>{MONEY}){NO_PRICE_AFTER}{WORD_END}"
SURE_PRICE = PRICE_SAID + NO_PRICE_AFTER
SURE_TERMS = TERMS + NO_TERMS_AFTER
WIDE_BEFORE = rf"{WIDE}\s?"
WIDE_AFTER = rf"\s?{WIDE}(?![\w])"
DAYS_FROM_NOW = "{}天后"
CUSTOMER_LABEL = r"(?:客户|给|customer|client|for|to)\s*[:：]?\s*"
SURE_LABEL = r"(?:客户\s?[:：]?|给\s|(?:customer|client)\s?:?\s|for\s|to\s)\s*"
NOTE = r"(?:备注|附注|附言|remarks?|notes?|memo)(?:\s?[:：]|(?=\s)|(?<=[注言]))\s*"
TRIMMED = " \t\r\n,，、。;；|+!！…：:·/"

# Shipments, returns and payments: what of which order

ORDER_NUMBER = r"(?<![a-z0-9])(?:订单)?so\s?[-#]?\s?(?P<number>[0-9]{1,9})(?![0-9a-z])"
BARE_NUMBER = r"[#]?(?P<number>[0-9]{1,9})(?=[\s,、。;]|$)"
EVERYTHING = r"(?:全部|全都|全发|全退|整单|所有|everything|all)(?![\w])"
MOVED = rf"(?:退货|退回|退|发货|发|ship(?:ped)?|return(?:ed)?)\s?(?=[{MINUS}]?{NUMBER})"
PAYING = (
    r"(?:今?已?(?:收到|收|付款|付了|付|打款|打来|打了|转账|转来|转了|汇款|汇来|到账|回款|来款|货款|款项|款)了?"
    r"|(?:received|from|paid|payment|pays|of|transfer(?:red)?)(?![a-z0-9]))"
)
PAID_LAST = rf"\s*{PAYING}\s*$"
PAID_ON = r"(?:于|on|dated)\s*$"
AMOUNT_END = rf"(?=[\s,、。;|+!！…()\x00]|$|{PAYING}|(?:整|左右付))"
MARKED = "[百千万亿元圆块¥]|k|w|rmb|cny|人民币"
NUMERIC = rf"[{MINUS}]?¥?{NUMBER}(?:\s?{_YUAN})?(?:多|余|来|左右|上下|%|(?=\s|\W|$))"
PAYING_FIRST = (
    r"(?:今?已?(?:收到|收款|付款|打款|转账|汇款|到账|回款|来款)了?|收(?=\s)"
    r"|(?:received|from|payment|of|paid by)(?![a-z0-9]))"
)

# Why goods come back, by the values of `sales.shipping.Reason`: what a reason is called, and what tells of it

REASON_NAMES = {
    "wrong_goods": "发错货?|错发|wrong goods",
    "entry_error": "录错|误录|录入错误|entry error",
    "damaged": "破损|损坏|运输损坏|damaged?",
    "quality": "质量(?:问题)?|品质(?:问题)?|quality",
    "surplus": "多余|剩余|余料|surplus",
    "other": "其[他它](?:原因)?|other",
}
REASON_SIGNS = {
    "wrong_goods": "[发送拿配]错|货不对|型号不[对符]|规格不[对符]|wrong (?:item|model|goods)|mis-?shipped",
    "entry_error": "[录输填]错|登记错|下单错|开单错|重复[录登下]|(?:typed|entered) (?:it )?(?:wrong|twice)",
    "damaged": "[摔压碰砸撞]坏|磕碰|进水|受潮|破了|破损|损坏|damaged?|broken in transit",
    "quality": "质量|品质|不良|次品|故障|坏|漏[油水气电]|异响|生锈|quality|defect|faulty|leak",
    "surplus": (
        "多余|多[买订要]|[买订要]多|用不[完了上着]|不要了|不需要|剩[余下]|not needed|too many|left ?over|surplus"
    ),
}
