"""Who may see a team's figures, and that breaches are values."""

import pickle

import pytest

from sales.breaches import NotFound, NotYours, TeamHasManager
from sales.roles import Role, may_see_team

NUMBER = "V-1"


@pytest.mark.parametrize(
    "role, admin, may",
    [
        (None, False, False),
        (Role.MEMBER, False, False),
        (Role.REP, False, False),
        (Role.MANAGER, False, True),
        (None, True, True),
        (Role.REP, True, True),
    ],
)
def test_managers_and_admins_see_a_team(role: Role | None, admin: bool, may: bool) -> None:
    assert may_see_team(role, admin=admin) is may


def test_breaches_are_compared_by_their_values() -> None:
    assert NotYours("V-1") == NotYours("V-1")
    assert NotYours("V-1") != NotYours("V-2")
    assert len({NotYours("V-1"), NotFound("V-1")}) == 2
    assert len({TeamHasManager("a", "b"), TeamHasManager("a", "b")}) == 1


def test_a_breach_can_be_raised_through_a_context_manager() -> None:
    """Python writes its traceback on an exception, which a frozen dataclass would refuse."""
    with pytest.raises(NotFound) as broken, pytest.MonkeyPatch.context():
        raise NotFound(NUMBER)
    assert broken.value.__traceback__ is not None


def test_roles_are_kept_by_their_words() -> None:
    assert [Role(role.value) for role in Role] == list(Role)
    assert pickle.loads(pickle.dumps(Role.REP)) is Role.REP  # noqa: S301 - our own bytes
