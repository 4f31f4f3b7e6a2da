"""The demonstration's company: invented people, invented teams, invented customers; it says so itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.feishu import FakeFeishu
from playground.people import Chat, Person

NOTE = {
    "zh": "演示公司「星禾智造」：公司、人物、客户和数字全部是虚构的，如有雷同纯属巧合。",
    "en": "Xinghe Works is a demonstration: company, people, customers and figures are all invented.",
}
"""What is said in every group and by GET /api/state."""


@dataclass(frozen=True, slots=True)
class Cast:
    """One person before they are let in; `plays` is what the page shows under the name."""

    name: str
    en_name: str
    plays: str


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody has worked of late, the oldest first: visits on each of the last twenty working days, and reports.

    `reports` has a letter for each of the last four weeks: `o` on time, `l` late, `m` missed; who was on leave for most
    of a week owes nothing whatever it says.
    """

    tempo: str
    reports: str


@dataclass(frozen=True, slots=True)
class Troupe:
    """A team before it is founded: its manager and its reps."""

    name: str
    manager: Cast
    reps: Mapping[Cast, Habit]


@dataclass(frozen=True, slots=True)
class Squad:
    """A team on the stage: its group, its manager and its reps."""

    chat: Chat
    manager: Person
    reps: Mapping[Person, Habit]


def _rep(name: str, en_name: str, team: str) -> Cast:
    return Cast(name, en_name, f"{team} · 销售 Rep")


EAST, SOUTH = "华东一队", "华南二队"
TROUPES = (
    Troupe(
        EAST,
        Cast("沈知夏", "Shen Zhixia", f"{EAST} · 经理 Manager"),
        {
            _rep("林小满", "Lin Xiaoman", EAST): Habit("23323323432343334234", "oooo"),
            _rep("许一帆", "Xu Yifan", EAST): Habit("33243234233324323343", "oolo"),
            _rep("江晚舟", "Jiang Wanzhou", EAST): Habit("21322122312231222132", "ooeo"),
            _rep("陆星野", "Lu Xingye", EAST): Habit("34343433254334345335", "oooo"),
            _rep("何暮云", "He Muyun", EAST): Habit("01021121021110201110", "mmom"),
        },
    ),
    Troupe(
        SOUTH,
        Cast("罗青禾", "Luo Qinghe", f"{SOUTH} · 经理 Manager"),
        {
            _rep("叶知秋", "Ye Zhiqiu", SOUTH): Habit("32333332333423332333", "oooo"),
            _rep("方小舟", "Fang Xiaozhou", SOUTH): Habit("22123213222312213221", "oolm"),
            _rep("梁沐阳", "Liang Muyang", SOUTH): Habit("00000000111221223224", "mloo"),
        },
    ),
)
STRANGER = Cast("宋路远", "Song Luyuan", "不在任何团队 No team")
ADMIN = Cast("唐守拙", "Tang Shouzhuo", "管理员 Admin")
QUIET = "西部筹备组"
"""A group the bot is not in yet, so that a newcomer can let it in and be welcomed."""

CUSTOMERS = (
    ("澄屿精工", "禾汀食品机械", "北岚轴承", "杭州云栈物流设备有限公司", "重庆长桥电器"),
    ("青砚仪表", "松果包装", "泊远船舶配件", "望舒医疗器材"),
    ("柏舟塑业", "千帆冷链", "初晴照明", "景行自动化"),
    ("拾光光学", "远麓铸造", "向野农机", "素问制药设备"),
    ("蓝汐水处理", "一苇线缆"),
    ("南枝纺织", "榕下家居", "海棠数控"),
    ("木棉新材料", "荔湾星电子"),
    ("鹭起环保",),
)
"""Each rep's own customers, in the order of the reps; twenty-five in all."""


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody on the stage, and the groups; `quiet` is the group without the bot."""

    squads: tuple[Squad, ...]
    stranger: Person
    admin: Person
    quiet: Chat

    @property
    def portfolios(self) -> list[tuple[Squad, Person, Habit, tuple[str, ...]]]:
        """Every rep with their team, their habits and their customers."""
        reps = [(squad, rep, habit) for squad in self.squads for rep, habit in squad.reps.items()]
        return [(*each, mine) for each, mine in zip(reps, CUSTOMERS, strict=True)]


def hire(feishu: FakeFeishu) -> Company:
    """Let everybody in and open their groups, in each of which the invention is owned up to; no bot is in them yet."""
    squads = tuple(_open(feishu, troupe) for troupe in TROUPES)
    stranger, admin = _enter(feishu, STRANGER), _enter(feishu, ADMIN)
    quiet = feishu.add_group(QUIET, [stranger, admin, list(squads[1].reps)[-1]])
    feishu.world.say_system(quiet, f"{NOTE['zh']} {NOTE['en']}")
    return Company(squads, stranger, admin, quiet)


def _enter(feishu: FakeFeishu, cast: Cast) -> Person:
    return feishu.add_person(cast.name, en_name=cast.en_name, role=cast.plays)


def _open(feishu: FakeFeishu, troupe: Troupe) -> Squad:
    """A newcomer plays whoever comes first: a rep, with the manager as neighbour."""
    first, *others = troupe.reps.items()
    reps = {_enter(feishu, first[0]): first[1]}
    manager = _enter(feishu, troupe.manager)
    reps |= {_enter(feishu, cast): habit for cast, habit in others}
    chat = feishu.add_group(troupe.name, [manager, *reps])
    feishu.world.say_system(chat, f"{NOTE['zh']} {NOTE['en']}")
    return Squad(chat, manager, reps)
