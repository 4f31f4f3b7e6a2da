"""帮助 is drawn from the routers: whatever people can type stands in it."""

import pytest

from bot.router import Part
from handlers import ROUTERS
from tests.installation import Installation
from tests.seen import labels, parts, read

COMMANDS = [command for router in ROUTERS for command in router.commands]
FOR_MANAGERS = [command for router in ROUTERS if router.part is Part.TEAM for command in router.commands]


@pytest.mark.parametrize("words", ["帮助", "help", "Help", "?", "？", "h", "/help", "／帮助"])
def test_help_is_asked_for_in_many_ways(lite: Installation, words: str) -> None:
    squad = lite.squad()
    assert "我能做什么" in read(lite.say(squad.reps[0], words))


@pytest.mark.parametrize("asker", ["manager", "rep"])
def test_help_lists_every_command_in_both_languages(lite: Installation, asker: str) -> None:
    squad = lite.squad()
    card = lite.say(squad.manager if asker == "manager" else squad.reps[0], "帮助")
    assert COMMANDS
    for command in COMMANDS:
        listed = asker == "manager" or command not in FOR_MANAGERS
        assert (f"{command.word.zh} / {command.word.en}" in read(card)) == listed
        assert (f"{command.word.en} / {command.word.zh}" in read(card, "en")) == listed
        assert (command.about.zh in read(card)) == listed
        assert (command.about.en in read(card, "en")) == listed


def test_what_is_said_most_stands_as_buttons_that_do_what_the_word_does(lite: Installation) -> None:
    squad = lite.squad()
    card = lite.say(squad.reps[0], "帮助")
    assert labels(card) == ["拜访", "客户", "今天", "跟进", "周报"]
    for word in labels(card):
        card = lite.say(squad.reps[0], "帮助")
        lite.feishu.press(squad.reps[0], card.message_id, word)
        assert read(card).split("\n")[1] == read(lite.say(squad.reps[0], word)).split("\n")[1]


def test_headings_stand_in_their_order_and_the_first_is_open(lite: Installation) -> None:
    card = lite.say(lite.squad().manager, "帮助")
    panels = [part for part in parts(card.card) if part.get("tag") == "collapsible_panel"]
    assert [panel["header"]["title"]["content"] for panel in panels] == [part.value.zh for part in Part]
    assert [panel["expanded"] for panel in panels] == [True] + [False] * (len(panels) - 1)


def test_help_in_a_group_answers_the_question(lite: Installation) -> None:
    squad = lite.squad()
    card = lite.say_in(squad.chat, squad.reps[0], "帮助")
    assert "我能做什么" in read(card)
    assert card.parent_id
