"""What the files say of teams, people, customers, leave and targets."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.history_cells import Cells, once
from bot.history_register import Register
from bot.text import Text, same
from sales.customers import Tier
from sales.grains import name_of, read_name
from sales.histories import Absence, Buyer, Goal, Hold, Place, Squad
from sales.kpi import Unit
from sales.names import name_key
from sales.roles import Role
from sales.scopes import Level
from sales.spans import Half, HalfDays
from sales.targets import METRICS
from storage.gazettes import CHINA

ROLES: Final = {Role.REP: Text("销售", "rep"), Role.MANAGER: Text("主管", "manager")}
TIERS: Final = {tier: same(tier.value) for tier in Tier}
HALVES: Final = {Half.AM: Text("上午", "am"), Half.PM: Text("下午", "pm")}
LEVELS: Final = {
    Level.COMPANY: Text("公司", "company"),
    Level.AREA: Text("大区", "area"),
    Level.TEAM: Text("团队", "team"),
    Level.REP: Text("个人", "rep"),
}


def read_squads(register: Register, timezone: str) -> Iterator[Squad]:
    """New teams; without a time zone they have the installation's."""
    seen: dict[str, int] = {}
    for cells in register.rows("teams"):
        name, zone = cells.text("name", 200), cells.text("timezone", 64) or timezone
        _check_zone(cells, zone)
        squad = Squad(name, cells.text("chat_id", 64), zone, cells.text("area", 100), cells.text("region", 8) or CHINA)
        if not name or not once(seen, name_key(name), cells, "name"):
            continue
        if name_key(name) in register.before.teams:
            register.pass_over("teams")
        elif squad.chat_id and any(team.chat_id == squad.chat_id for team in register.before.teams.values()):
            cells.wrong("chat_id", CHAT_TAKEN)
        else:
            register.teams[name_key(name)] = name
            yield squad


def _check_zone(cells: Cells, zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        cells.wrong("timezone", NO_ZONE.fill(said=zone))


def read_places(register: Register) -> Iterator[Place]:
    """Who came into which team; a place that the database knows stays as it is."""
    seen: dict[tuple[str, str], int] = {}
    for cells in register.rows("members"):
        open_id, name, team = cells.text("open_id", 64), cells.text("name", 200), register.team(cells, "team")
        first, last = cells.day("first"), cells.day("last")
        role = cells.choice("role", ROLES, Role.REP)
        if first and last and last < first:
            cells.wrong("last", BACKWARDS)
        if not (cells.sound and team and first and once(seen, (open_id, name_key(team)), cells, "open_id")):
            continue
        place = Place(open_id, name, team, role, first, last)
        if any(each.team == team for each in register.places.get(open_id, ())):
            register.pass_over("members")
            continue
        register.seat(place)
        yield place


def read_buyers(register: Register) -> list[Buyer]:
    """New customers with their owners; one that the database knows stays as it is."""
    seen: dict[tuple[str, date], int] = {}
    holds: dict[str, list[Hold]] = {}
    for cells in register.rows("customers"):
        name, owner, first = cells.text("name", 200), register.person(cells, "owner"), cells.day("first")
        tier = cells.choice("tier", TIERS, None)
        key = name_key(name)
        if not (cells.sound and first and once(seen, (key, first), cells, "first")):
            continue
        if register.before.customer(name) is not None:
            register.pass_over("customers")
            continue
        register.customers.setdefault(key, name)
        holds.setdefault(key, []).append(Hold(owner or "", tier, first))
    earliest = {key: tuple(sorted(each, key=lambda hold: hold.first)) for key, each in holds.items()}
    return [Buyer(register.customers[key], each) for key, each in earliest.items()]


def read_absences(register: Register) -> Iterator[Absence]:
    """Leave of anybody; the same half days of the same person are known."""
    seen: dict[tuple[str, HalfDays], int] = {}
    for cells in register.rows("leave"):
        open_id, reason = register.person(cells, "open_id"), cells.text("reason", 200)
        first, last = cells.day("first", ahead=True), cells.day("last", ahead=True)
        halves = cells.choice("first_half", HALVES, Half.AM), cells.choice("last_half", HALVES, Half.PM)
        if not (cells.sound and open_id and first and last):
            continue
        span = HalfDays(first, halves[0], last, halves[1])
        if (last, halves[1] is Half.PM) < (first, halves[0] is Half.PM):
            cells.wrong("last", BACKWARDS)
        elif once(seen, (open_id, span), cells, "first"):
            kept = (register.before.people.get(open_id), first, halves[0], last, halves[1])
            if kept in register.before.absences:
                register.pass_over("leave")
            else:
                yield Absence(open_id, span, reason)


def read_goals(register: Register) -> Iterator[Goal]:
    """Targets; where one stands already for the same thing, it stays."""
    seen: dict[tuple[str, ...], int] = {}
    for cells in register.rows("targets"):
        goal = _goal(register, cells)
        if goal is None:
            continue
        key = (goal.level.value, goal.of, goal.kpi, goal.product, goal.period)
        if not once(seen, key, cells, "period"):
            continue
        if (goal.level.value, _scope_key(register, goal), *key[2:]) in register.before.goals:
            register.pass_over("targets")
        else:
            yield goal


def _goal(register: Register, cells: Cells) -> Goal | None:
    level = cells.choice("level", LEVELS, Level.COMPANY)
    of = _of(register, cells, level)
    kpi = cells.choice("kpi", {code: same(code) for code in METRICS}, "K01")
    value = _minor(cells) if METRICS[kpi] is Unit.MONEY else cells.whole("value", 0)
    stretch = cells.known("period", read_name, PERIOD)
    product = cells.text("product", 64)
    if not cells.sound or value is None or stretch is None:
        return None
    return Goal(level, of or "", kpi, product, name_of(stretch), stretch.first, stretch.end, value)


def _minor(cells: Cells) -> int | None:
    money = cells.money("value")
    return money.minor if money is not None else None


def _of(register: Register, cells: Cells, level: Level) -> str | None:
    """Of whom a target is, in the words of the files."""
    if level is Level.COMPANY:
        return ""
    if not cells.text("of", 100):
        cells.wrong("of", WHOSE)
        return None
    if level is Level.AREA:
        return cells.text("of", 100)
    return register.team(cells, "of") if level is Level.TEAM else register.person(cells, "of")


def _scope_key(register: Register, goal: Goal) -> str:
    """How the database names whose target it is; empty for what it does not know yet."""
    if goal.level is Level.TEAM:
        team = register.before.team(goal.of)
        return str(team.id) if team else "new"
    if goal.level is Level.REP:
        return str(register.before.people.get(goal.of, "new"))
    return goal.of


CHAT_TAKEN = Text("这个群已经是另一个团队", "this chat is another team already")
NO_ZONE = Text("没有这个时区：{said}", "no such time zone: {said}")
BACKWARDS = Text("早于开始日期", "lies before the first day")
PERIOD = Text("期间", "period")
WHOSE = Text("请写明是谁的目标", "say whose target it is")
