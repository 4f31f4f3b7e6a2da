"""帮助 is drawn from the routers: whatever people can type stands in it."""

import pytest

from handlers import ROUTERS
from tests.installation import Installation
from tests.seen import labels, read

COMMANDS = [command for router in ROUTERS for command in router.commands]


@pytest.mark.parametrize("words", ["帮助", "help", "Help", "?", "？", "h", "/help", "／帮助"])
def test_help_is_asked_for_in_many_ways(lite: Installation, words: str) -> None:
    squad = lite.squad()
    assert "我能做什么" in read(lite.say(squad.reps[0], words))


def test_help_lists_every_command_in_both_languages(lite: Installation) -> None:
    squad = lite.squad()
    card = lite.say(squad.reps[0], "帮助")
    assert COMMANDS
    for command in COMMANDS:
        assert f"{command.word.zh} / {command.word.en}" in read(card)
        assert f"{command.word.en} / {command.word.zh}" in read(card, "en")
        assert command.about.zh in read(card)
        assert command.about.en in read(card, "en")
    assert labels(card) == [command.word.zh for command in COMMANDS]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.word.en)
def test_every_button_of_the_help_does_what_its_word_does(lite: Installation, command: object) -> None:
    squad = lite.squad()
    word = getattr(command, "word", None)
    assert word
    card = lite.say(squad.manager, "帮助")
    lite.feishu.press(squad.manager, card.message_id, word.zh)
    pressed = read(card)
    assert pressed.split("\n")[1] == read(lite.say(squad.manager, word.zh)).split("\n")[1]


def test_help_in_a_group_answers_the_question(lite: Installation) -> None:
    squad = lite.squad()
    card = lite.say_in(squad.chat, squad.reps[0], "帮助")
    assert "我能做什么" in read(card)
    assert card.parent_id
