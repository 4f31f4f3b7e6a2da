"""Which products may be meant by what somebody typed: a part of a code or name, its pinyin or initials, a slip."""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import select

from sales.names import name_key
from storage.engine import Connection
from storage.products import Product, product_key, products
from storage.readings import readings

LOOKED_THROUGH = 5000
"""How many products are compared, by code: a price list, not a catalogue of the world."""
LEAST = 60
"""The least likeness, of 100, that is worth showing."""
ALIKE = 66
"""From so many hundredths of like letters on, words are taken for a slip: one sign of three is wrong."""


def search_products(db: Connection, words: str, most: int = 5) -> list[Product]:
    """The products on the list that may be meant, the likeliest first; none for empty words.

    One question to the database; the first time a name is met its sounds are looked up.
    """
    key, name = product_key(words), name_key(words)
    if not key:
        return []
    asked = select(products.c.id, products.c.code, products.c.name, products.c.unit, products.c.group, products.c.key)
    rows = db.execute(asked.where(products.c.retired_at.is_(None)).order_by(products.c.key).limit(LOOKED_THROUGH))
    found = [(max(_likeness(key, name, row.key, row.name)), row.key, Product(*row[:5])) for row in rows]
    good = sorted((each for each in found if each[0] >= LEAST), key=lambda each: (-each[0], each[1]))
    return [product for _, _, product in good[:most]]


def _likeness(key: str, name: str, code: str, called: str) -> Iterator[int]:
    """How like some words are to a product, from 0 to 100, by each way to say it."""
    known = name_key(called)
    yield 100 * (key == code or name == known)
    yield 90 * code.startswith(key)
    yield 85 * (len(code) > 1 and key.startswith(code))
    yield 80 * (len(name) > 0 and known.startswith(name))
    yield 75 * (name in known or key in code)
    if key.isascii():
        yield from (70 * (sound.startswith(key) and len(key) > 1) for sound in _sounds(known))
    yield _slip(key, code)
    yield _slip(name, known)


@lru_cache(8192)
def _sounds(name: str) -> tuple[str, ...]:
    sounds = readings(name, name)
    return (*sounds.pinyin, *sounds.initials)


def _slip(words: str, known: str) -> int:
    # Fifty milliseconds of loading, which no start should pay.
    from rapidfuzz import fuzz  # noqa: PLC0415

    return int(fuzz.ratio(words, known, score_cutoff=ALIKE) * 0.95) if len(words) > 2 else 0
