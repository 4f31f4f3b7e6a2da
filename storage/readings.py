"""How Chinese names are read: full pinyin and initials, with the other readings that people type as well.

重庆长安 is read chongqing chang'an as phrases, but typed `zqca` by who thinks of each sign alone: both are kept.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

from sales.patterns import late
from sales.phrases import HAN
from sales.records import dataclass
from storage.sounds import sounds_of, spoken

FULL, SHORT = 8, 24
"""How many full readings, and how many rows of initials, are kept of one name; those with the fewest odd ones first."""

PER_SIGN = 4
"""How many readings of one sign are tried; the dictionary lists the common ones first."""

SIGNS = 12
"""In longer names than this only the phrase is read, not sign by sign."""

_RUNS = late(f"{HAN}+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Readings:
    """What a name is typed as on a Latin keyboard, such as `zhiyun` and `zy`, in every way; none for a Latin name."""

    pinyin: tuple[str, ...]
    initials: tuple[str, ...]


def readings(key: str, core: str) -> Readings:
    """The readings of a name by its key (`sales.names.name_key`): the core in every way, the whole as phrases only."""
    if key.isascii():
        return Readings((), ())
    of_core = _by_sign(core) if len(core) <= SIGNS else _as_phrases(core)
    firsts = [list(dict.fromkeys(sound[0] for sound in each)) for each in of_core]
    whole = [each[0] for each in _as_phrases(key)]
    letters = [sound[0] for sound in whole]
    return Readings(_led_by(_ways(of_core, FULL), whole), _led_by(_ways(firsts, SHORT), letters))


def _led_by(ways: Sequence[Sequence[str]], whole: Sequence[str]) -> tuple[str, ...]:
    """The usual way first, then the whole name, then the unusual ways: where room is short, these go."""
    usual, *others = map("".join, ways)
    return tuple(dict.fromkeys([usual, "".join(whole), *others]))


def _as_phrases(key: str) -> list[list[str]]:
    """One list for each sign, holding its sound in this name; what is not Chinese stands for itself."""
    return [[sound] for run in _RUNS.findall(key) for sound in spoken(run)]


def _by_sign(key: str) -> list[list[str]]:
    """The same with each sign's other sounds behind the one it has in this name."""
    pairs = zip(_as_phrases(key), key, strict=True)
    return [list(dict.fromkeys([*said, *sounds_of(sign)]))[:PER_SIGN] for said, sign in pairs]


def _ways(sounds: Sequence[Sequence[str]], most: int) -> list[tuple[str, ...]]:
    """At most so many ways to read the signs, those with the fewest unusual sounds first."""
    return list(islice(_all_ways(sounds), most))


def _all_ways(sounds: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    usual = [each[0] for each in sounds]
    several = [place for place, each in enumerate(sounds) if len(each) > 1]
    for many in range(len(several) + 1):
        for places in combinations(several, many):
            for odd in product(*(sounds[place][1:] for place in places)):
                way = usual.copy()
                for place, sound in zip(places, odd, strict=True):
                    way[place] = sound
                yield tuple(way)
