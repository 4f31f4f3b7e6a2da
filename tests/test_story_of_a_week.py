"""The story of a week in a browser: the report that writes itself, who does not send it, and what the manager sees."""

from datetime import datetime

from playwright.sync_api import expect

from playground import Chat, Message, Person
from tests.installation import SHANGHAI, Installation, Squad, words_of
from tests.windows import Window


def test_a_weekly_report_from_the_nudge_to_the_digest(window: Window, lite: Installation) -> None:
    squad = lite.squad(reps=("李雷", "韩梅梅", "方晓"))
    lite.tick(lite.clock.now())
    lite.file(squad.reps[0], "华宁精密", outcome="同意试用", next_step="送样")
    window.reload()
    write_it_on_friday(window, lite, squad.reps[0])
    let_it_pass(window, lite, squad.reps[1])
    see_who_is_missing(window, lite, squad)
    send_it_late(window, lite, squad)


def write_it_on_friday(window: Window, lite: Installation, rep: Person) -> None:
    """The nudge leads to the form, which knows the week; what is typed is saved, left, found again and handed in."""
    chat, page = lite.feishu.direct(rep), window.page
    window.asking("open", lambda: window.look(rep, chat))
    window.turn("report-day", "15:00")
    window.card("周报等你提交")
    window.sees("3月6日 18:00")
    window.photograph("week-nudge")
    window.asking("press", page.get_by_test_id("card").last.get_by_role("button").first.click)
    window.sees("华宁精密", "V-1")
    page.get_by_test_id("field-summary").last.fill("华宁精密同意试用，样品下周到。")
    window.asking("submit", page.get_by_test_id("button-save").last.click)
    window.toast("已保存")
    window.reload()
    window.say("周报")
    expect(page.get_by_test_id("field-summary").last).to_have_value("华宁精密同意试用，样品下周到。")
    window.photograph("week-form")
    page.get_by_test_id("field-next_plan").last.fill("送样，谈合同。")
    window.asking("submit", page.get_by_test_id("button-submit").last.click)
    window.toast("已提交")


def let_it_pass(window: Window, lite: Installation, rep: Person) -> None:
    """Who does not send it sees the nudge change half an hour before, and hears once more an hour after."""
    window.asking("open", lambda: window.look(rep, lite.feishu.direct(rep)))
    window.card("周报等你提交")
    window.turn("apply", "17:30", "2026-03-06T17:30")
    window.sees("还差提交，3月6日 18:00 截止")
    expect(window.page.locator(".message .edited").last).to_have_text("已更新")
    window.turn("apply", "19:00", "2026-03-06T19:00")
    window.card("周报还没收到")
    window.photograph("week-last")


def see_who_is_missing(window: Window, lite: Installation, squad: Squad) -> None:
    """On Monday morning the manager sees the list alone, reminds one and lets the other off; the group hears counts."""
    window.turn("morning", "09:30")
    window.look(squad.manager, lite.feishu.direct(squad.manager))
    window.card("华东一队 · 未交名单")
    window.sees("韩梅梅", "方晓", "只有你能看到")
    window.photograph("week-missing")
    card, page = window.page.get_by_test_id("card").last, window.page
    before = len(directly(lite, squad.reps[1]))
    window.asking("press", card.get_by_test_id("button-提醒").last.click)
    assert len(directly(lite, squad.reps[1])) == before + 1
    card.get_by_test_id("button-豁免").first.click()
    window.asking("press", page.get_by_test_id("dialog-confirm").click)
    window.look(squad.manager, squad.chat)
    window.card("华东一队 · 周汇总")
    window.sees("周报", "1/3")
    assert not [rep.name for rep in squad.reps if rep.name in words_of(digest(lite, squad.chat))]
    window.photograph("week-digest")


def send_it_late(window: Window, lite: Installation, squad: Squad) -> None:
    """A report that comes after all is taken as late, and the digest that counted it as missing changes."""
    late, chat = squad.reps[1], squad.chat
    window.look(late, lite.feishu.direct(late))
    window.say("周报 上周")
    window.page.get_by_test_id("field-summary").last.fill("补交：拜访了两家老客户。")
    window.asking("submit", window.page.get_by_test_id("button-submit").last.click)
    window.toast("已提交")
    window.turn("1h", "10:30")
    assert "2/2" in words_of(digest(lite, chat))
    window.look(late, chat)
    window.sees("2/2")
    expect(window.page.locator(".message .edited").last).to_have_text("已更新")
    window.photograph("week-digest-later")


def digest(lite: Installation, chat: Chat) -> Message:
    return next(one for one in reversed(lite.feishu.messages(chat)) if "周汇总" in words_of(one))


def directly(lite: Installation, person: Person) -> list[Message]:
    return lite.feishu.messages(lite.feishu.direct(person))


def test_over_spring_festival_the_clock_passes_and_nobody_is_pinged(window: Window, lite: Installation) -> None:
    lite.clock.set(datetime(2026, 2, 12, 10, tzinfo=SHANGHAI))
    squad = lite.squad()
    lite.tick(lite.clock.now())
    window.reload()
    window.look(squad.manager, lite.feishu.direct(squad.manager))
    window.turn("apply", "10:00", "2026-02-17T10:00")
    expect(window.page.get_by_test_id("clock-kind")).to_have_text("春节 · 休息日")
    window.photograph("week-festival")
    window.turn("morning", "09:30")
    expect(window.page.get_by_test_id("clock-now")).to_have_attribute("data-iso", "2026-02-24T09:30:00+08:00")
    said = [one for one in lite.feishu.world.messages.values() if one.sender.kind == "bot"]
    days = {f"{one.created_at.astimezone(SHANGHAI):%m-%d}" for one in said}
    assert {"02-13", "02-14", "02-24"} <= days
    assert days.isdisjoint({f"02-{day}" for day in range(15, 24)})


def test_a_picture_is_sent_in_the_chat_with_the_bot_and_goes_with_the_visit(window: Window, lite: Installation) -> None:
    rep = lite.squad().reps[0]
    lite.file(rep, "华宁精密", outcome="同意试用")
    window.reload()
    window.asking("open", lambda: window.look(rep, lite.feishu.direct(rep)))
    window.asking("picture", window.page.get_by_test_id("send-picture").click)
    expect(window.page.get_by_test_id("sent-picture")).to_have_text("图片 1")
    window.card("已附到 V-1（第 1 张）")
    window.photograph("week-picture")


def test_enter_in_a_line_of_text_presses_the_first_button(window: Window, lite: Installation) -> None:
    rep = lite.squad().reps[0]
    window.reload()
    window.asking("open", lambda: window.look(rep, lite.feishu.direct(rep)))
    window.say("拜访")
    field = window.page.get_by_test_id("field-customer").last
    field.fill("华宁精密")
    window.asking("submit", lambda: field.press("Enter"))
    assert [toast.kind for toast in lite.feishu.toasts(rep)] == ["warning"]
    window.card("记一次拜访")
