"""The main job as people live it, in a browser: a rep files a visit, the manager's card counts it the next morning."""

from playwright.sync_api import expect

from playground import Chat, Person
from tests.installation import Installation
from tests.windows import SCREENSHOTS, SIZES, Window


def test_a_visit_filed_in_chat_is_counted_on_the_managers_card_next_morning(window: Window, lite: Installation) -> None:
    manager, rep, other = lite.people("王经理", "李雷", "韩梅梅")
    group = lite.feishu.add_group("华东一队", [manager, rep, other])
    chats = {person: lite.feishu.direct(person) for person in (manager, rep)}
    window.reload()
    found_the_team(window, manager, group)
    file_a_visit(window, rep, chats[rep])
    turn_to_the_morning(window)
    window.look(manager, chats[manager])
    window.card("华东一队 · 每日数据")
    window.sees("3月2日 周一", "1/6", "1/2", "没有拜访记录（1 人）", "韩梅梅", "华宁精密 送样")
    photograph(window, [(manager, group), (rep, chats[rep]), (manager, chats[manager])])
    assert lite.rows("select count(*) from visits") == [(1,)]


def found_the_team(window: Window, manager: Person, group: Chat) -> None:
    """The bot comes into the group, and the manager presses its button."""
    window.look(manager, group)
    window.asking("groups/*/bot", lambda: window.page.get_by_test_id("add-bot").click())
    window.card("把「华东一队」设为销售团队？")
    window.asking("press", lambda: window.page.get_by_test_id("button-设为销售团队").click())
    window.card("「华东一队」已是销售团队")
    window.sees("经理 王经理，销售 2 人")


def file_a_visit(window: Window, rep: Person, chat: Chat) -> None:
    """The rep asks for the form, forgets the customer, then fills it in."""
    window.asking("open", lambda: window.look(rep, chat))
    window.card("销售助手")
    window.say("拜访")
    window.card("记一次拜访")
    page = window.page
    page.get_by_test_id("field-outcome").fill("同意试用")
    page.get_by_test_id("button-file").click()
    expect(page.get_by_test_id("field-customer")).to_have_attribute("aria-invalid", "true")
    page.get_by_test_id("field-customer").fill("华宁精密")
    page.get_by_test_id("field-kind").select_option(label="电话")
    page.get_by_test_id("field-next_step").fill("送样")
    page.get_by_test_id("field-next_step_on").fill("2026-03-03")
    page.screenshot(path=SCREENSHOTS / "form.png")
    window.asking("submit", lambda: page.get_by_test_id("button-file").click())
    window.card("已记录 华宁精密 的拜访")
    window.sees("V-1", "电话", "同意试用", "3月3日 周二 送样")
    expect(page.get_by_test_id("toast").last).to_contain_text("已记录 V-1")


def turn_to_the_morning(window: Window) -> None:
    """The clock is turned to half past nine of the next working day, and stops on the way wherever something is due."""
    window.turn("morning", "09:30")
    window.page.get_by_test_id("panel-toggle").click()


def photograph(window: Window, places: list[tuple[Person, Chat]]) -> None:
    """Take each place in both languages on both sizes; nothing may stick out of a phone."""
    page = window.page
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for number, (person, chat) in enumerate(places):
            window.look(person, chat)
            for lang in ("en", "zh"):
                page.evaluate(
                    "tongue => import('/static/js/i18n.js').then(i18n => i18n.setLang(tongue))",
                    {"zh": "zh_cn", "en": "en_us"}[lang],
                )
                expect(page.locator("html")).to_have_attribute("lang", {"zh": "zh-CN", "en": "en"}[lang])
                expect(page.get_by_test_id("card").last).to_be_visible()
                page.evaluate("document.getElementById('toasts').replaceChildren()")
                page.screenshot(path=SCREENSHOTS / f"story-{number}-{size}-{lang}.png")
                assert page.evaluate("document.documentElement.scrollWidth") <= width
