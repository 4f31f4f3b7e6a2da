"""Lines about orders as sales people type them, each with the whole reading that it must give.

A reading is written `customer | quantity unit product @price xrate | terms | day | note … | ? what is not understood`.
"""

from datetime import date

import pytest

from sales.money import FULL, Money
from sales.order_sentences import Item, OrderSentence, read_order
from sales.terms import Credit, Terms

WEDNESDAY = date(2026, 3, 11)
CUSTOMERS = {
    "华宁", "华宁精密", "恒丰", "智云科技", "NX精工", "二七五金", "Huaning", "Bluefin Tools", "Route 66 Parts", "X-Fab",
}  # fmt: skip
PRODUCTS = {
    "A100", "A200", "B7", "X1", "HK-20.5A", "BX200", "M8螺栓", "齿轮泵", "密封圈", "定制阀", "不锈钢 球阀", "Gear Pump",
}  # fmt: skip


def money(price: Money) -> str:
    """An amount in yuan as briefly as can be."""
    yuan, fen = divmod(abs(price.minor), 100)
    return ("-" if price.minor < 0 else "") + str(yuan) + (f".{fen:02}".rstrip("0") if fen else "")


def item(one: Item) -> str:
    price = "" if one.price is None else f" @{money(one.price)}"
    return f"{one.quantity}{one.unit} {one.product}{price}" + (
        "" if one.rate == FULL else f" x0.{one.rate:04}".rstrip("0")
    )


def terms(said: Terms) -> str:
    return said.credit.value if said.credit is Credit.PREPAID else f"{said.credit.value} {said.days}"


def told(read: OrderSentence) -> str:
    parts = [read.customer, " + ".join(map(item, read.items)), terms(read.terms) if read.terms else ""]
    parts += [read.promised_on.strftime("%m-%d") if read.promised_on else "", f"note {read.note}" if read.note else ""]
    return " | ".join(filter(None, [*parts, *(f"? {words}" for words in read.rest)]))


def reading(line: str) -> str:
    return told(read_order(line, WEDNESDAY, CUSTOMERS.__contains__, PRODUCTS.__contains__))


CHINESE = [
    ("华宁 A100*10@95 9折 30天", "华宁 | 10 A100 @95 x0.9 | net 30"),
    ("华宁 A100*10@95 月结30天", "华宁 | 10 A100 @95 | monthly 30"),
    ("华宁 A100*10@95元 月结45天", "华宁 | 10 A100 @95 | monthly 45"),
    (
        "华宁精密 A100*10 B7×20@9.5 下周五交货 月结30天 备注 送到二厂",
        "华宁精密 | 10 A100 + 20 B7 @9.5 | monthly 30 | 03-20 | note 送到二厂",
    ),
    ("华宁 型号A100 10台 每台95元", "华宁 | 10台 A100 @95"),
    ("华宁 A100 十台 九五折 款到发货", "华宁 | 10台 A100 x0.95 | prepaid"),
    ("华宁A100*10", "华宁 | 10 A100"),
    ("华宁，A100*10，B7*20", "华宁 | 10 A100 + 20 B7"),
    ("华宁 A100*10、B7*20、X1*1", "华宁 | 10 A100 + 20 B7 + 1 X1"),
    ("华宁；A100*10；9折", "华宁 | 10 A100 x0.9"),
    ("华宁精密　Ａ１００＊１０＠９５　９折", "华宁精密 | 10 A100 @95 x0.9"),
    ("华宁 A100 10台", "华宁 | 10台 A100"),
    ("华宁 A100 10", "华宁 | 10 A100"),
    ("华宁 A100 10 95", "华宁 | 10 A100 @95"),
    ("华宁 A100 10台 95", "华宁 | 10台 A100 @95"),
    ("华宁 A100 10台 ¥95", "华宁 | 10台 A100 @95"),
    ("华宁 A100 10台，单价95，9折", "华宁 | 10台 A100 @95 x0.9"),
    ("华宁 A100十台", "华宁 | 10台 A100"),
    ("华宁 A100 两百台 95折", "华宁 | 200台 A100 x0.95"),
    ("华宁 10台A100", "华宁 | 10台 A100"),
    ("华宁 要10台A100和20个B7", "华宁 | 10台 A100 + 20个 B7"),
    ("华宁 齿轮泵10台 密封圈20个", "华宁 | 10台 齿轮泵 + 20个 密封圈"),
    ("华宁 齿轮泵十台 八八折", "华宁 | 10台 齿轮泵 x0.88"),
    ("华宁齿轮泵10台", "华宁 | 10台 齿轮泵"),
    ("恒丰 十台齿轮泵 明天交货", "恒丰 | 10台 齿轮泵 | 03-12"),
    ("恒丰 不锈钢 球阀 5个 3月20日前交货", "恒丰 | 5个 不锈钢 球阀 | 03-20"),
    ("恒丰 M8螺栓*1000 @0.35", "恒丰 | 1000 M8螺栓 @0.35"),
    ("恒丰 M8螺栓 1万个 单价3毛5", "恒丰 | 10000个 M8螺栓 | ? 单价3毛5"),
    ("恒丰 A100*1,000@1,250.50", "恒丰 | 1000 A100 @1250.5"),
    ("恒丰 A100*10@1.2万 预付", "恒丰 | 10 A100 @12000 | prepaid"),
    ("恒丰 X1*2@12k 货到付款", "恒丰 | 2 X1 @12000 | net 0"),
    ("恒丰 X1 2套 一万二一套", "恒丰 | 2套 X1 @12000"),
    ("恒丰 A100 10台 95元一台", "恒丰 | 10台 A100 @95"),
    ("恒丰 A100 10台 95/台", "恒丰 | 10台 A100 @95"),
    ("智云科技 HK-20.5A*3 BX200*5", "智云科技 | 3 HK-20.5A + 5 BX200"),
    ("智云科技 BX200x5 X1x3", "智云科技 | 5 BX200 + 3 X1"),
    ("智云科技 X1*3@1000", "智云科技 | 3 X1 @1000"),
    ("智云科技 BX200 5台 优惠5%", "智云科技 | 5台 BX200 x0.95"),
    ("智云科技 BX200 5台 -5%", "智云科技 | 5台 BX200 x0.95"),
    ("NX精工 A100X20 B7X30", "NX精工 | 20 A100 + 30 B7"),
    ("二七五金 B7*27 7折 27天", "二七五金 | 27 B7 x0.7 | net 27"),
    ("新客户甲 A100*10", "新客户甲 | 10 A100"),
    ("新科 二厂 A100*10 30天", "新科 二厂 | 10 A100 | net 30"),
    ("五台山水泥厂 A100*10", "五台山水泥厂 | 10 A100"),
    ("七天连锁 A100*10 七折", "七天连锁 | 10 A100 x0.7"),
    ("明天电子 A100*10 明天", "明天电子 | 10 A100 | 03-12"),
    ("华宁新材 A100*10", "华宁新材 | 10 A100"),
    ("9N精工 A100*10", "9N精工 | 10 A100"),
    ("给华宁 A100*10", "华宁 | 10 A100"),
    ("客户：华宁 产品：A100 10台", "华宁 | 10台 A100"),
    ("客户：新科 A100 10台", "新科 | 10台 A100"),
    ("新科 K900*3", "新科 | 3 K900"),
    ("新科 K900 3台", "新科 | 3台 K900"),
    ("新科 铜管 30米 12元", "新科 | 30米 铜管 @12"),
    ("华宁 铜管*30 12.5元", "华宁 | 30 铜管 @12.5"),
    ("华宁 6204*100@3.2", "华宁 | 100 6204 @3.2"),
    ("华宁 A100*10 9折 B7*20 8折", "华宁 | 10 A100 x0.9 + 20 B7 x0.8"),
    ("华宁 A100*10 B7*20 9折", "华宁 | 10 A100 x0.9 + 20 B7 x0.9"),
    ("华宁 A100*10，B7*20 9折", "华宁 | 10 A100 + 20 B7 x0.9"),
    ("华宁 A100*10，B7*20，9折", "华宁 | 10 A100 x0.9 + 20 B7 x0.9"),
    ("华宁 9折 A100*10 B7*20", "华宁 | 10 A100 x0.9 + 20 B7 x0.9"),
    ("华宁 A100*10 8折 B7*20 X1*1 其余95折", "华宁 | 10 A100 x0.8 + 20 B7 x0.95 + 1 X1 x0.95"),
    ("华宁 A100*10 B7*20 整单88折 月结", "华宁 | 10 A100 x0.88 + 20 B7 x0.88 | monthly 0"),
    ("华宁 A100*10@95 9折 B7*20@9.9", "华宁 | 10 A100 @95 x0.9 + 20 B7 @9.9"),
    ("华宁 A100*10 打九折 账期60天", "华宁 | 10 A100 x0.9 | net 60"),
    ("华宁 A100*10 3月20日 30天", "华宁 | 10 A100 | net 30 | 03-20"),
    ("华宁 A100*10 3/20 30天", "华宁 | 10 A100 | net 30 | 03-20"),
    ("华宁 A100*10 20号前发货", "华宁 | 10 A100 | 03-20"),
    ("华宁 A100*10 交期3月底", "华宁 | 10 A100 | 03-31"),
    ("华宁 A100*10 10天内交货 30天内付款", "华宁 | 10 A100 | net 30 | 03-21"),
    ("华宁 A100*10 15天交货", "华宁 | 10 A100 | 03-26"),
    ("华宁 A100*10 下周交货", "华宁 | 10 A100 | ? 下周交货"),
    ("下周五交货 华宁 A100*10", "华宁 | 10 A100 | 03-20"),
    ("A100*10 华宁", "华宁 | 10 A100"),
    ("华宁 A100*10 王总要的 急", "华宁 | 10 A100 | ? 王总要的 急"),
    ("华宁 王总 A100*10", "华宁 | 10 A100 | ? 王总"),
    ("华宁 A100*10 备注：开专票，送二厂，周五前到", "华宁 | 10 A100 | note 开专票，送二厂，周五前到"),
    ("华宁 A100*10 11月11日 备注 B7*20 下次再订", "华宁 | 10 A100 | 11-11 | note B7*20 下次再订"),
    ("华宁 A100*-3", "华宁 | -3 A100"),
    ("华宁 A100*0@95", "华宁 | 0 A100 @95"),
    ("华宁 A100*10@0", "华宁 | 10 A100 @0"),
    ("华宁 A100*10@-5", "华宁 | 10 A100 @-5"),
    ("华宁 A100*2.5", "华宁 | ? A100*2.5"),
    ("华宁 A100*10 0折", "华宁 | 10 A100 | ? 0折"),
    ("华宁 A100*10 共950元", "华宁 | 10 A100 | ? 共950元"),
    ("华宁 A100", "华宁 | ? A100"),
    ("华宁 A100 10台 95元/台 9折 月结60天 3月底前交货", "华宁 | 10台 A100 @95 x0.9 | monthly 60 | 03-31"),
    ("华宁精密要A100十台，95一台，下周三前发货", "华宁精密 | 10台 A100 @95 | 03-18"),
    ("华宁 A100-10台", "华宁 | 10台 A100"),
    ("华宁 A100：10台，B7：20个", "华宁 | 10台 A100 + 20个 B7"),
    ("华宁 A100 10 95 B7 20 9.5", "华宁 | 10 A100 @95 + 20 B7 @9.5"),
    ("华宁 A100×10×95", "华宁 | 10 A100 @95"),
    ("华宁 A100 (10台)", "华宁 | 10台 A100"),
    ("华宁下单：A100 10台，B7 20个，月结30天，下周五到货", "华宁 | 10台 A100 + 20个 B7 | monthly 30 | 03-20"),
    ("恒丰 齿轮泵*10 单价100 合计1000 含税", "恒丰 | 10 齿轮泵 @100 | ? 合计1000 含税"),
    ("恒丰 齿轮泵 10台 （不含税95）", "恒丰 | 10台 齿轮泵 | ? （不含税95）"),
    ("恒丰 密封圈 5箱 每箱120元 共600元 现结", "恒丰 | 5箱 密封圈 @120 | net 0 | ? 共600元"),
    ("恒丰 A100 10台 运费200元 定金 5000元", "恒丰 | 10台 A100 | ? 运费200元 定金 5000元"),
    ("恒丰 A100 10台 九八折 三天内发货", "恒丰 | 10台 A100 x0.98 | 03-14"),
    ("恒丰 A100 10台 让5个点", "恒丰 | 10台 A100 x0.95"),
    ("恒丰 A100 10台 95折，预付30%", "恒丰 | 10台 A100 x0.95 | ? 预付30%"),
    ("恒丰 A100 10台 30%预付，余款到发货", "恒丰 | 10台 A100 | ? 30%预付 | ? 余款到发货"),
    ("智云科技 X1一套 八五折 周五要", "智云科技 | 1套 X1 x0.85 | 03-13"),
    ("智云科技 要 3套X1 尽快", "智云科技 | 3套 X1 | ? 尽快"),
    ("智云科技 BX200 2台 付款：月结30天 交货：4月1日", "智云科技 | 2台 BX200 | monthly 30 | 04-01"),
    ("新光机电有限公司 2026/4/1交货 A100*10", "新光机电有限公司 | 10 A100 | 04-01"),
    ("新光机电（苏州）A100*10", "新光机电（苏州） | 10 A100"),
    ("华宁 A100*壹拾台", "华宁 | ? A100*壹拾台"),
    ("华宁 A100*10斤", "华宁 | 10斤 A100"),
    ("华宁 A100 10台 9折 90", "华宁 | 10台 A100 @90 x0.9"),
    ("华宁 A100*10@95,B7*20@9.5,9折,30天", "华宁 | 10 A100 @95 x0.9 + 20 B7 @9.5 x0.9 | net 30"),
    ("华宁 A100*10+B7*20 9折", "华宁 | 10 A100 x0.9 + 20 B7 x0.9"),
    ("华宁 A100*10@95-5%", "华宁 | 10 A100 @95 x0.95"),
    ("华宁 A100*10@95/9折", "华宁 | 10 A100 @95 x0.9"),
    ("华宁 A100*10@95/台", "华宁 | 10 A100 @95"),
    ("华宁 A100*10@95-100", "华宁 | 10 A100 | ? @95-100"),
    ("华宁 A100*10@95*0.9", "华宁 | 10 A100 | ? @95*0.9"),
    ("华宁 A100*10-5%", "华宁 | 10 A100 x0.95"),
    ("华宁 A100 B7", "华宁 | ? A100 B7"),
    ("华宁 A100 3月20日 10台", "华宁 | 03-20 | ? A100 | ? 10台"),
    ("华宁购物中心 A100*10", "华宁购物中心 | 10 A100"),
    ("华宁\nA100*10\nB7*20\n备注 急", "华宁 | 10 A100 + 20 B7 | note 急"),
    ("华宁", "华宁"),
    ("", ""),
]
ENGLISH = [
    ("Huaning A100 x 10 @ 95 10% off net 30 by next Friday", "Huaning | 10 A100 @95 x0.9 | net 30 | 03-20"),
    ("Huaning A100*10", "Huaning | 10 A100"),
    ("Huaning, A100 x 10, B7 x 20", "Huaning | 10 A100 + 20 B7"),
    ("Huaning 10 x A100", "Huaning | 10 A100"),
    ("Huaning 10 pcs of A100 at 95", "Huaning | 10pcs A100 @95"),
    ("Huaning A100 10 pcs 95 each", "Huaning | 10pcs A100 @95"),
    ("Huaning A100 10pcs @ 95 per pc", "Huaning | 10pcs A100 @95"),
    ("Huaning Gear Pump x 3 5% off prepaid", "Huaning | 3 Gear Pump x0.95 | prepaid"),
    ("Huaning gasket x 30", "Huaning | 30 gasket"),
    ("Bluefin Tools A100x10 cod", "Bluefin Tools | 10 A100 | net 0"),
    ("Bluefin Tools: A100 x 10; B7 x 5; 10% off", "Bluefin Tools | 10 A100 x0.9 + 5 B7 x0.9"),
    (
        "Bluefin Tools A100 x 10 by Friday note: leave at gate 2",
        "Bluefin Tools | 10 A100 | 03-13 | note leave at gate 2",
    ),
    ("Route 66 Parts A100*10", "Route 66 Parts | 10 A100"),
    ("X-Fab X1 x 2 BX200 x 3", "X-Fab | 2 X1 + 3 BX200"),
    ("North Gate Ltd A100 x 10 net 45", "North Gate Ltd | 10 A100 | net 45"),
    ("Team 10 Ltd A100*10", "Team 10 Ltd | 10 A100"),
    ("for Huaning A100*10 deliver by March 20", "Huaning | 10 A100 | 03-20"),
    ("Huaning A100 x 10 due 2026-04-01 net 30 days", "Huaning | 10 A100 | net 30 | 04-01"),
    ("Huaning A100 x 1k @ 1.5k", "Huaning | 1000 A100 @1500"),
    ("Huaning A100*10 delivery tomorrow EOM 30", "Huaning | 10 A100 | monthly 30 | 03-12"),
    ("Huaning A100*10 urgent please", "Huaning | 10 A100 | ? urgent please"),
    ("Huaning A100*10 B7*5 all 10% off", "Huaning | 10 A100 x0.9 + 5 B7 x0.9"),
    ("Huaning two A100", "Huaning | ? two A100"),
    ("Huaning A100 x 10 within 10 days, 30 days", "Huaning | 10 A100 | net 30 | 03-21"),
    ("Huaning: 10 A100, 20 B7", "Huaning | 10 A100 + 20 B7"),
    ("Huaning 10x A100", "Huaning | 10 A100"),
    ("Huaning A100 qty 10 price 95 disc 10%", "Huaning | 10 A100 @95 x0.9"),
    ("Huaning A100 10 units, 95.00 each, 10% discount, ship by 20 March", "Huaning | 10units A100 @95 x0.9 | 03-20"),
    (
        "Huaning A100 x 10, ship 3/20, remark call before delivery",
        "Huaning | 10 A100 | 03-20 | note call before delivery",
    ),
    ("Please order A100 x 10 for Huaning", "Huaning | 10 A100"),
    ("Brightwater Co., Ltd. A100 x 10", "Brightwater Co., Ltd. | 10 A100"),
    ("J&K Pumps A100*10 COD", "J&K Pumps | 10 A100 | net 0"),
]


@pytest.mark.parametrize("line,read", CHINESE)
def test_a_chinese_line_is_read_whole(line: str, read: str) -> None:
    assert reading(line) == read


@pytest.mark.parametrize("line,read", ENGLISH)
def test_an_english_line_is_read_whole(line: str, read: str) -> None:
    assert reading(line) == read
