"""The story of an order in a browser: over authority, approved on a phone, shipped in parts, partly back, half paid."""

from playwright.sync_api import expect

from playground import Person
from sales.customers import Tier
from storage.engine import Connection
from storage.orders import find_order
from storage.people import find_person
from tests.installation import Installation, Squad
from tests.trade import buyer, open_shop
from tests.windows import SIZES, Window


def test_an_order_from_one_line_to_half_of_its_money(window: Window, lite: Installation) -> None:
    squad = lite.squad()
    rep, boss = squad.reps[0], squad.manager
    lite.app.db.write(lambda db: open_the_shop(db, rep, lite))
    lite.tick(lite.clock.now())
    window.reload()
    enter_it_in_one_line(window, lite, rep)
    approve_it_on_a_phone(window, lite, boss)
    ship_it_in_two_parts(window, lite, squad)
    take_two_pieces_back(window)
    receive_half_of_the_money(window)
    look_at_what_is_owed(window)
    order = lite.app.db.read(lambda db: find_order(db, 1))
    assert order is not None
    assert [(line.quantity, line.shipped, line.returned, line.open) for line in order.lines] == [(10, 10, 2, 0)]


def open_the_shop(db: Connection, rep: Person, lite: Installation) -> None:
    seller, _ = find_person(db, rep.open_id)
    assert seller is not None
    open_shop(db, seller, lite.clock.now())
    buyer(db, "华宁精密", seller, lite.clock.now(), Tier.A)


def enter_it_in_one_line(window: Window, lite: Installation, rep: Person) -> None:
    """One line becomes a card with sums and what it takes; nobody is asked before it is submitted."""
    window.asking("open", lambda: window.look(rep, lite.feishu.direct(rep)))
    window.say("订单 华宁 A100*10@95 9折 30天")
    window.card("请确认订单 SO-1")
    window.sees("草稿", "10 台 × ¥95.00 × 90% = ¥855.00", "14.5%", "发货后 30 天", "王经理 审批")
    expect(window.page.get_by_test_id("card").last).not_to_contain_text("毛利")
    window.photograph("order-preview")
    window.press("提交")
    window.toast("审批中")
    window.card("订单 SO-1")


def approve_it_on_a_phone(window: Window, lite: Installation, boss: Person) -> None:
    """The manager sees on a phone what it does to the margin, and decides in one tap."""
    wide, narrow = SIZES["desktop"], SIZES["phone"]
    if window.page.get_by_test_id("tab-clock").is_visible():
        window.page.get_by_test_id("panel-toggle").click()
    window.page.set_viewport_size({"width": narrow[0], "height": narrow[1]})
    window.look(boss, lite.feishu.direct(boss))
    window.card("请审批 SO-1")
    window.sees("优惠 14.5%，超出业务员权限 10% 共 4.5%", "40%", "29.82%", "样本不足")
    assert window.page.evaluate("document.documentElement.scrollWidth") <= narrow[0]
    window.photograph("order-approval")
    window.press("批准")
    window.toast("已批准 SO-1")
    window.card("审批 SO-1")
    window.photograph("order-approved")
    window.page.set_viewport_size({"width": wide[0], "height": wide[1]})


def ship_it_in_two_parts(window: Window, lite: Installation, squad: Squad) -> None:
    """Six pieces, then the rest by the button, on the card that says how many there are."""
    rep = squad.reps[0]
    window.look(rep, lite.feishu.direct(rep))
    window.card("订单 SO-1")
    window.sees("已批准", "王经理 已批准，订单生效。")
    window.say("发货 SO-1 6")
    window.card("请确认发货 SO-1")
    window.sees("6 台 = ¥513.00", "发后还剩 4 台", "4月1日 周三")
    window.press("确认发货")
    window.sees("部分发货", "已发 6")
    window.photograph("order-partly-shipped")
    window.press("发货")
    window.card("发货 SO-1")
    window.asking("submit", window.page.get_by_test_id("card").last.get_by_test_id("button-file").click)
    window.sees("已发货", "已发 10")


def take_two_pieces_back(window: Window) -> None:
    window.say("退货 SO-1 A100*2 质量")
    window.card("请确认退货 SO-1")
    window.sees("2 台 = ¥171.00", "质量问题")
    window.press("确认退货")
    window.sees("已退 2", "冲减 ¥171.00")
    window.photograph("order-returned")


def receive_half_of_the_money(window: Window) -> None:
    window.say("回款 华宁 342 SO-1")
    window.card("请确认回款")
    window.sees("¥342.00", "SO-1")
    window.press("确认")
    window.card("回款 HK-1")
    window.sees("还欠", "¥342.00")
    window.photograph("order-paid")


def look_at_what_is_owed(window: Window) -> None:
    """The ageing and the statement tell the same sum: billed, less what came back, less what was paid."""
    window.say("应收")
    window.card("我的应收")
    window.sees("¥342")
    window.photograph("order-receivables")
    window.say("对账 华宁")
    window.card("对账单：华宁精密")
    window.sees("¥855.00", "−¥513.00", "HK-1", "¥342.00")
    window.photograph("order-statement")
