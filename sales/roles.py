"""Who may do what: a rep answers for their own work, a manager for a team, an admin for the installation."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in one team. `MEMBER` is somebody in a group that is not a sales team yet."""

    MEMBER = "member"
    REP = "rep"
    MANAGER = "manager"


def may_see_team(role: Role | None, *, admin: bool) -> bool:
    """Whether a person with this role in a team (None: not in it) may see that team's figures."""
    return admin or role is Role.MANAGER
