"""pypinyin's lists are read as pypinyin reads them, without what pypinyin takes to do it."""

import random
import subprocess
import sys

import pytest
from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from sales.phrases import HAN
from storage.sounds import sounds_of, spoken, toneless
from tests.house.source import ROOT

PHRASES = list(PHRASES_DICT)
SIGNS = [chr(code) for code in PINYIN_DICT if 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF]
COMMON = [sign for sign in SIGNS if sign >= "\u4e00"]

UNKNOWN = next(chr(code) for code in range(0x3400, 0x9FFF) if code not in PINYIN_DICT)


def theirs(run: str) -> list[str]:
    return [sounds[0] for sounds in pinyin(run, style=Style.NORMAL)]


def made_up(chance: random.Random) -> str:
    """A name of pieces of phrases and of single signs, such as break off in the middle of one."""
    pieces = (chance.choice(PHRASES)[: chance.randint(1, 5)] for _ in range(chance.randint(1, 3)))
    return "".join(piece if chance.random() < 0.7 else chance.choice(COMMON) for piece in pieces)


def test_every_phrase_sounds_as_it_does_there() -> None:
    assert [phrase for phrase in PHRASES[::17] if list(spoken(phrase)) != theirs(phrase)] == []


def test_every_sign_has_the_sounds_it_has_there_in_their_order() -> None:
    there = {sign: tuple(pinyin(sign, style=Style.NORMAL, heteronym=True)[0]) for sign in SIGNS[::17]}
    assert {sign: sounds_of(sign) for sign in there} == there


def test_names_are_taken_apart_as_they_are_there() -> None:
    chance = random.Random(20260302)
    names = [made_up(chance) for _ in range(2000)]
    assert [name for name in names if list(spoken(name)) != theirs(name)] == []


@pytest.mark.parametrize("ends", [PHRASES[0], PHRASES[-1], SIGNS[0], SIGNS[-1], COMMON[-1]])
def test_the_first_and_the_last_lines_are_found(ends: str) -> None:
    assert list(spoken(ends)) == theirs(ends)


@pytest.mark.parametrize("none", ["a", "1", "é", "\U00020000", UNKNOWN, " "])
def test_what_is_in_no_list_has_no_sound_and_stands_for_itself(none: str) -> None:
    assert (sounds_of(none), list(spoken(none))) == ((), [none])


@pytest.mark.parametrize("said, typed", [("chóng", "chong"), ("lǜ", "lv"), ("ê̄", "ê"), ("ḿ", "m"), ("nüè", "nve")])
def test_tones_are_left_out(said: str, typed: str) -> None:
    assert toneless(said) == typed


def test_the_longest_phrase_has_as_many_signs_as_are_looked_for() -> None:
    assert max(map(len, PHRASES)) == 10


def test_names_are_read_without_loading_pypinyin() -> None:
    """It would take 54 MB and a third of a second, before the first visit to a new customer is answered."""
    asked = (
        "import sys; from storage.readings import readings; "
        "print(readings('重庆长安', '重庆长安').pinyin[0], 'pypinyin' in sys.modules)"
    )
    answered = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answered.stdout.split() == ["chongqingchangan", "False"]
    assert HAN.startswith("[\u3400")
