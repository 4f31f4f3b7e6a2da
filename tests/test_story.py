"""The main job as people live it, in a browser: a rep files a visit, the manager's card counts it the next morning."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from playground import Chat, Person
from tests.installation import Installation

SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
SIZES = {"desktop": (1280, 860), "phone": (360, 740)}


class Window:
    """One browser window on the local Feishu, in which one plays one person after the other."""

    def __init__(self, page: Page, house: Installation) -> None:
        self.page = page
        self.house = house
        page.goto(house.feishu.url)

    def look(self, person: Person, chat: Chat) -> None:
        """Be a person, and open one of their chats."""
        back = self.page.get_by_label("返回").or_(self.page.get_by_label("Back"))
        if back.is_visible():
            back.click()
        self.page.get_by_test_id(f"person-{person.open_id}").click()
        self.page.get_by_test_id(f"chat-{chat.chat_id}").click()

    def asking(self, call: str, act: Callable[[], object]) -> None:
        """Do something the platform is told of, wait until it has told the bot, and let the bot send its answer."""
        with self.page.expect_response(f"**/api/{call}"):
            act()
        self.house.drain()

    def say(self, words: str) -> None:
        """Write into the open chat."""
        self.page.get_by_test_id("composer").fill(words)
        self.asking("say", lambda: self.page.get_by_test_id("composer").press("Enter"))

    def card(self, title: str) -> None:
        """Wait until the newest card has this title."""
        expect(self.page.get_by_test_id("card-title").last).to_have_text(title)

    def sees(self, *words: str) -> None:
        """Wait until the newest card says all this."""
        for each in words:
            expect(self.page.get_by_test_id("card").last).to_contain_text(each)


@pytest.fixture
def window(lite: Installation, chromium: Browser) -> Iterator[Window]:
    """A window of a desktop's size; an error in the page's scripts fails the test."""
    errors: list[str] = []
    width, height = SIZES["desktop"]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield Window(page, lite)
    context.close()
    assert errors == []


def test_a_visit_filed_in_chat_is_counted_on_the_managers_card_next_morning(window: Window, lite: Installation) -> None:
    manager, rep, other = lite.people("王经理", "李雷", "韩梅梅")
    group = lite.feishu.add_group("华东一队", [manager, rep, other])
    chats = {person: lite.feishu.direct(person) for person in (manager, rep)}
    window.page.reload()
    found_the_team(window, manager, group)
    file_a_visit(window, rep, chats[rep])
    turn_to_the_morning(window, lite)
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


def turn_to_the_morning(window: Window, house: Installation) -> None:
    """The clock is turned to half past nine of the next working day, and stops on the way wherever something is due."""
    if not window.page.get_by_test_id("tab-clock").is_visible():
        window.page.get_by_test_id("panel-toggle").click()
    window.page.get_by_test_id("tab-clock").click()
    house.feishu.turning.at_stop = lambda: house.tick(house.clock.now())
    window.asking("clock", lambda: window.page.get_by_test_id("clock-morning").click())
    expect(window.page.get_by_test_id("clock-now")).to_contain_text("09:30")
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
