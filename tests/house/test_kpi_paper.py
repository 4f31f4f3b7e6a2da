"""docs/KPIS.md is what the catalogue and its definitions say, word for word; run this file to print it anew."""

from bot.kpi_definitions import DEFINITIONS
from bot.kpi_words import NAMES
from sales.kpi import CATALOGUE, Kpi
from tests.house.source import ROOT

PAPER = ROOT / "docs" / "KPIS.md"


def row(kpi: Kpi) -> str:
    name, said = NAMES[kpi.code], DEFINITIONS[kpi.code]
    dims = ", ".join(sorted(dim.value for dim in kpi.dims))
    return f"| {kpi.code} | {name.zh} {name.en} | {said.formula.en} | {said.without.en} {said.credit.en} | {dims} |"


def table() -> list[str]:
    head = ["| code | name | formula | what is left out; whose it is | by |", "|---|---|---|---|---|"]
    return head + [row(kpi) for kpi in CATALOGUE.values()]


def test_the_paper_says_what_the_catalogue_says() -> None:
    written = [line for line in PAPER.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert written == table()


if __name__ == "__main__":
    text = PAPER.read_text(encoding="utf-8").splitlines()
    first = next(n for n, line in enumerate(text) if line.startswith("|"))
    rest = [line for line in text[first:] if not line.startswith("|")]
    PAPER.write_text("\n".join([*text[:first], *table(), *rest]) + "\n", encoding="utf-8")
