"""Steps that were told are kept once, whoever keeps them again."""

import pytest

from sales.receivables import FOR_MANAGERS, Step
from storage import dunnings
from storage.dunnings import mark
from storage.receivables import open_of_customer
from storage.uow import UnitOfWork
from tests.seeds import NOW, at_once, memory
from tests.storage.test_receivables import Firm

__all__ = ["memory"]


@pytest.fixture
def firm(memory: UnitOfWork) -> Firm:
    return Firm(memory)


def test_a_step_is_kept_once_for_the_owner_and_once_for_the_manager(firm: Firm) -> None:
    firm.owing(1)
    (owed,) = firm.db.read(lambda at: open_of_customer(at, firm.customer.id))
    marks = {mark(owed.id, Step.FORTNIGHT), mark(owed.id, Step.FORTNIGHT, to_manager=True)}
    assert len(marks) == 2
    done = at_once(3, lambda _: firm.db.write(lambda at: dunnings.keep(at, marks, NOW)))
    assert done == [None, None, None]
    assert firm.db.read(lambda at: dunnings.made(at, [owed.id])) == marks
    assert firm.db.read(lambda at: dunnings.made(at, [owed.id + 1])) == set()


def test_nothing_is_asked_or_kept_of_nothing(firm: Firm) -> None:
    firm.db.write(lambda at: dunnings.keep(at, [], NOW))
    assert firm.db.read(lambda at: dunnings.made(at, [])) == set()


@pytest.mark.parametrize("step", list(Step))
def test_every_step_fits_its_column(step: Step) -> None:
    assert len(mark(1, step, to_manager=True)[1]) <= 8
    assert set(Step) > FOR_MANAGERS
