"""A browser window on the local Feishu, in which a test plays one person after the other."""

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
        with page.expect_response("**/api/open"):
            page.goto(house.feishu.url)

    def reload(self) -> None:
        """Load the page again; on a desktop it opens the chat it stood in by itself, and the bot is told of that."""
        self.asking("open", self.page.reload)

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

    def turn(self, button: str, to: str, at: str = "") -> None:
        """Press one of the clock's buttons, with a moment typed before if there is one; time passes stop by stop."""
        panel = self.page.get_by_test_id("tab-clock")
        if not panel.is_visible():
            self.page.get_by_test_id("panel-toggle").click()
        panel.click()
        if at:
            self.page.get_by_test_id("clock-set").fill(at)
        self.asking("clock", lambda: self.page.get_by_test_id(f"clock-{button}").click())
        expect(self.page.get_by_test_id("clock-now")).to_contain_text(to)

    def press(self, label: str) -> None:
        """Press a button of the newest card."""
        button = self.page.get_by_test_id("card").last.get_by_test_id(f"button-{label}").first
        self.asking("press", button.click)

    def toast(self, words: str) -> None:
        """Wait until the newest toast says this."""
        expect(self.page.get_by_test_id("toast").last).to_contain_text(words)

    def photograph(self, name: str) -> None:
        """Keep a picture for whoever wants to look."""
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture
def window(lite: Installation, chromium: Browser) -> Iterator[Window]:
    """A window of a desktop's size; an error in the page's scripts fails the test."""
    errors: list[str] = []
    width, height = SIZES["desktop"]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    lite.feishu.turning.at_stop = lambda: lite.tick(lite.clock.now())
    yield Window(page, lite)
    context.close()
    assert errors == []
