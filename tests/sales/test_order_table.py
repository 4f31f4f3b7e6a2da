"""The table of an order's moves: no state without a way in, every end final, and printed in the docs as it is."""

import pytest

from sales.orders import MOVES, STANDING, Move, State, after, table
from sales.trade_breaches import IllegalMove
from tests.house.source import ROOT

PAPER = ROOT / "docs" / "ORDERS.md"
BEGIN, END = "<!-- the table of moves -->\n", "<!-- end of the table -->\n"
ENDS = {State.CANCELLED}


def printed() -> str:
    """The table as the paper has to show it; where it differs, put this between the paper's two markers."""
    rows = [f"| {state} | {move} | {to} |\n" for state, move, to in table()]
    return "".join(["| state | move | becomes |\n|---|---|---|\n", *rows])


def test_the_paper_shows_the_table_that_the_code_goes_by() -> None:
    words = PAPER.read_text(encoding="utf-8")
    assert words[words.index(BEGIN) + len(BEGIN) : words.index(END)] == printed()


def test_the_table_is_all_there_is() -> None:
    assert len(table()) == sum(len(ways) for ways in MOVES.values()) == len(set(table()))
    assert {(state, move): to for state, move, to in table()} == {
        (state, move): to for move, ways in MOVES.items() for state, to in ways.items()
    }


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_reached_and_left(state: State) -> None:
    reached = state is State.DRAFT or any(to is state for _, _, to in table())
    left = {to for at, _, to in table() if at is state}
    assert reached
    assert (left == set()) is (state in ENDS)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(Move))
def test_what_is_not_in_the_table_is_refused(state: State, move: Move) -> None:
    if state in MOVES[move]:
        assert after(move, state, "SO-1") is MOVES[move][state]
        return
    with pytest.raises(IllegalMove):
        after(move, state, "SO-1")


def test_what_has_left_is_neither_edited_nor_cancelled_but_taken_back() -> None:
    for state in (State.PARTLY_SHIPPED, State.SHIPPED, State.CLOSED):
        assert state not in MOVES[Move.EDIT]
        assert state not in MOVES[Move.CANCEL]
        assert state in MOVES[Move.TAKE_BACK]


def test_nothing_leaves_before_it_is_promised() -> None:
    assert set(MOVES[Move.SHIP_ALL]) == set(MOVES[Move.SHIP_SOME]) <= STANDING
    assert {to for at, move, to in table() if at not in STANDING and to in STANDING} == {
        State.CONFIRMED,
        State.APPROVED,
    }
    assert {move for at, move, to in table() if at not in STANDING and to in STANDING} == {Move.CONFIRM, Move.APPROVE}
