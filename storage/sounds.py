"""How Chinese signs sound, alone and within phrases, looked up in pypinyin's two lists where they lie on disk.

pypinyin itself makes dictionaries of them, which takes a third of a second and 54 MB, to read the few thousand signs
that names consist of. Both lists are sorted JSON, so that what begins with one sign lies in one piece.
"""

import json
import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

_TONES = "\u0304\u0301\u030c\u0300"
"""Macron, acute, caron and grave: the four tones as combining marks."""
_LONGEST = 10
"""How many signs the longest phrase has."""
_WIDEST = len(b'\n"": ') + 4 * _LONGEST
"""How many bytes it takes with what stands around it."""
_SIGN = re.compile(rb'\n"([0-9]+)": "([^"]+)"')
_PHRASE = re.compile(rb'\n"([\xe3-\xef]..)')


@lru_cache(4096)
def sounds_of(sign: str) -> tuple[str, ...]:
    """Every sound of one sign without tones, the commonest first; none for what is no sign of the list.

    The rare signs beyond U+FFFF stand in the list, but pypinyin does not read them, and nobody types them by sound.
    """
    if sign > "\uffff":
        return ()
    signs = _file("pinyin_dict.json")
    line = _SIGN.search(signs, bisect_left(range(len(signs)), ord(sign), key=lambda place: _sign_at(signs, place)))
    if line is None or int(line[1]) != ord(sign):
        return ()
    return tuple(dict.fromkeys(map(toneless, line[2].decode().split(","))))


def spoken(run: str) -> Iterator[str]:
    """One sound for each sign of a text of signs only: those of the longest phrases in it, read from the left.

    A sign that no list has stands for itself.
    """
    while run:
        phrase, sounds = _longest_phrase(run)
        if not phrase and _begins_one(run):
            # As pypinyin does: what could still become a phrase is not searched for shorter ones.
            phrase, sounds = run, ()
        phrase = phrase or run[0]
        yield from sounds or ((sounds_of(sign) or (sign,))[0] for sign in phrase)
        run = run[len(phrase) :]


@lru_cache(2048)
def toneless(sound: str) -> str:
    """A sound as it is typed: `chóng` as `chong`, `lǜ` as `lv`."""
    apart = unicodedata.normalize("NFD", sound)
    return unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES)).replace("ü", "v")


def load() -> None:
    """Read both files, three megabytes, ahead of the first name."""
    _file("pinyin_dict.json")
    _file("phrases_dict.json")


def _longest_phrase(run: str) -> tuple[str, tuple[str, ...]]:
    """The longest phrase that a text begins with, and its sounds; nothing if none does."""
    start, end = _phrases_from(run[0])
    phrases = _file("phrases_dict.json")
    for length in range(min(len(run), _LONGEST), 1, -1):
        lead = f'\n"{run[:length]}": '.encode()
        place = phrases.find(lead, start, end)
        if place >= 0:
            told = phrases[place + len(lead) : phrases.index(b"]\n]", place) + 3]
            return run[:length], tuple(toneless(each[0]) for each in json.loads(told))
    return "", ()


def _begins_one(run: str) -> bool:
    return _file("phrases_dict.json").find(f'\n"{run}'.encode(), *_phrases_from(run[0])) >= 0


@lru_cache(4096)
def _phrases_from(sign: str) -> tuple[int, int]:
    """Where in the file the phrases lie that begin with a sign: from where, up to behind the last one's words."""
    phrases, letters = _file("phrases_dict.json"), sign.encode()
    places = range(len(phrases))
    start = bisect_left(places, letters, key=lambda place: _phrase_at(phrases, place))
    return start, bisect_right(places, letters, start, key=lambda place: _phrase_at(phrases, place)) + _WIDEST


def _sign_at(signs: bytes, place: int) -> int:
    """The first sign from a place in the file on; behind the last one, more than any."""
    line = _SIGN.search(signs, place)
    return int(line[1]) if line else sys.maxunicode + 1


def _phrase_at(phrases: bytes, place: int) -> bytes:
    """The first letter of the first phrase from a place in the file on."""
    line = _PHRASE.search(phrases, place)
    return line[1] if line else b"\xff"


@cache
def _file(name: str) -> bytes:
    found = find_spec("pypinyin")
    if found is None or found.origin is None:
        msg = "pypinyin is not installed"
        raise ModuleNotFoundError(msg)
    return Path(found.origin).with_name(name).read_bytes()
