"""The setting of the sentences in tests: said on a Wednesday, of some known customers, by somebody with colleagues."""

from datetime import date
from typing import Any

from sales.customers import name_key
from sales.sentences import VisitSentence, read_visit

TODAY = date(2026, 3, 11)
"""A Wednesday."""

COLLEAGUES = ("李雷", "韩梅梅", "王经理")
NAMES = {
    1: ("华宁精密机械有限公司", "华宁", "华宁精密"),
    2: ("杭州智云科技有限公司", "智云", "智云科技"),
    3: ("重庆长安", "长安"),
    4: ("厦门大学附属医院", "厦大附院"),
    5: ("澄屿精工", "澄屿"),
    6: ("禾汀食品机械", "禾汀"),
    7: ("北岚轴承", "北岚"),
    8: ("Nordwind GmbH", "Nordwind"),
}
KNOWN = {name_key(name): customer for customer, names in NAMES.items() for name in names}


def known(name: str) -> int | None:
    """The customer with exactly this name, whatever its letter case and width."""
    return KNOWN.get(name_key(name))


def read(words: str) -> VisitSentence:
    """What a sentence says, heard in this setting."""
    return read_visit(words, TODAY, known, COLLEAGUES)


def told(words: str) -> dict[str, Any]:
    """What a sentence says, without the fields it says nothing about, and without the customer's id."""
    sentence = read(words)
    fields = {name: getattr(sentence, name) for name in VisitSentence.__slots__}
    return {name: value for name, value in fields.items() if value not in {None, "", ()} and name != "customer_id"}
