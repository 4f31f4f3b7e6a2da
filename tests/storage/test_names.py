"""Customers are found by whatever people type, whoever entered them and however it ended."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice, permutations

import pytest
from sqlalchemy import event, text

from sales.names import Verdict, parsed
from storage import sounds
from storage.catalogues import catalogue_of
from storage.customers import Customer, find_or_add_customer
from storage.engine import Connection
from storage.mergers import merge
from storage.names import Hit, aliases_of, clear, complete_spellings, doubtful, search
from storage.readings import readings
from storage.spellings import Sort, Spelling, add_spelling
from storage.uow import UnitOfWork
from tests.seeds import NOW, found, memory, person

__all__ = ["memory"]

ZHIYUN = "杭州智云科技有限公司"


@pytest.fixture(autouse=True)
def team(memory: UnitOfWork) -> None:
    memory.write(found)


def add(db: Connection, *names: str) -> list[Customer]:
    return [find_or_add_customer(db, each, person(db, "ou_li").id, NOW) for each in names]


def ask(memory: UnitOfWork, words: str) -> list[Hit]:
    return memory.write(lambda db: search(db, words))


def names(hits: list[Hit]) -> list[str]:
    return [hit.customer.name for hit in hits]


def with_alias(db: Connection) -> None:
    (zhiyun,) = add(db, ZHIYUN)
    add_spelling(db, Spelling(zhiyun.id, "HZ-ZYTech", Sort.ALIAS, 1, NOW))
    add(db, "智能云谷", "华宁精密", "华宇集团", "北岚轴承", "杭州之音文化")


@pytest.mark.parametrize("words, score, verdict", [
    (ZHIYUN, 100, Verdict.SAME),
    ("智云科技(杭州)", 96, Verdict.SAME),
    ("智云科技", 96, Verdict.SAME),
    ("HZ-ZYTech", 100, Verdict.SAME),
    ("zykj", 90, Verdict.PROBABLY),
    ("ZYKJ", 90, Verdict.PROBABLY),
    ("zhiyunkeji", 92, Verdict.PROBABLY),
    ("志云科技", 85, Verdict.PROBABLY),
    ("智云", 84, Verdict.PROBABLY),
    ("hzzykjyxgs", 90, Verdict.PROBABLY),
    ("hzzy", 84, Verdict.PROBABLY),
    ("zhiyun", 70, Verdict.POSSIBLY),
    ("zhiyunkejj", 72, Verdict.POSSIBLY),
    ("云科", 60, Verdict.POSSIBLY),
    ("智", 74, Verdict.POSSIBLY),
])  # fmt: skip
def test_one_customer_by_all_its_names(memory: UnitOfWork, words: str, score: int, verdict: Verdict) -> None:
    memory.write(with_alias)
    hit = next(hit for hit in ask(memory, words) if hit.customer.name == ZHIYUN)
    assert (hit.verdict, abs(hit.score - score) <= 3) == (verdict, True), hit
    if verdict is not Verdict.POSSIBLY:
        assert ask(memory, words)[0] == hit
        assert clear(ask(memory, words)) == hit
        assert doubtful(ask(memory, words)) == [hit]


@pytest.mark.parametrize("words", ["智能云谷", "华宁", "华宇", "智云谷", "云", "澄屿", "zhi", "风马牛", "xyz"])
def test_what_is_something_else_is_not_taken_for_it(memory: UnitOfWork, words: str) -> None:
    memory.write(with_alias)
    assert ZHIYUN not in names(doubtful(ask(memory, words)))


def test_names_of_like_letters_are_not_one(memory: UnitOfWork) -> None:
    memory.write(lambda db: add(db, "智云", "华宁"))
    for words in ("智能云谷", "华宇"):
        assert doubtful(ask(memory, words)) == []


@pytest.mark.parametrize("name, ways", [
    ("重庆长安", ["zqca", "cqca", "chongqingchangan", "zhongqingchangan", "zqza", "changan"]),
    ("曾氏机械", ["zsjx", "csjx", "zengshijixie"]),
    ("朝阳电器", ["zydq", "cydq", "chaoyangdianqi", "zhaoyangdianqi"]),
    ("行知教育", ["xzjy", "hzjy"]),
    ("乐清电气", ["yqdq", "lqdq"]),
    ("单县酒业", ["sxjy", "dxjy"]),
    ("解氏纺织", ["xsfz", "jsfz"]),
    ("厦门大学附属医院", ["xmdxfsyy", "xiamendaxuefushuyiyuan"]),
    ("ABC精密", ["abcjm", "abcjingmi"]),
    ("绿源", ["lvyuan"]),
])  # fmt: skip
def test_every_reading_of_a_sign_is_understood(memory: UnitOfWork, name: str, ways: list[str]) -> None:
    memory.write(lambda db: add(db, name, "澄屿精工", "北岚轴承"))
    for way in ways:
        assert names(ask(memory, way))[:1] == [name], way


def test_the_readings_of_a_long_name_are_few(memory: UnitOfWork) -> None:
    long = parsed("重行长乐单解曾朝重行长乐")
    found_ways = readings(long.key, long.core)
    assert len(found_ways.pinyin) <= 9
    assert len(found_ways.initials) <= 25
    assert readings("abc", "abc").pinyin == ()


def test_the_better_hit_comes_first(memory: UnitOfWork) -> None:
    memory.write(lambda db: add(db, "大华宁远", "华宁", "华宁精密机械", "华宁重型装备"))
    hits = ask(memory, "华宁")
    assert names(hits)[0] == "华宁"
    assert names(hits)[-1] == "大华宁远"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_misspelt_name_is_found(memory: UnitOfWork) -> None:
    memory.write(lambda db: add(db, "Huaning Precision", "Changan Heavy Industries", "澄屿精工"))
    for words in ("huanning precison", "Huaningprecision", "huaning"):
        assert names(ask(memory, words))[:1] == ["Huaning Precision"]
    assert names(ask(memory, "chengyujinggong")) == ["澄屿精工"]


def test_no_words_mean_nobody(memory: UnitOfWork) -> None:
    memory.write(lambda db: add(db, "★★"))
    assert ask(memory, " ") == []
    assert names(ask(memory, "★★")) == ["★★"]


def test_no_more_are_given_than_asked_for_and_each_once(memory: UnitOfWork) -> None:
    def many(db: Connection) -> None:
        (first, *_) = add(db, *(f"华宁{sign}业" for sign in "甲乙丙丁戊己庚辛壬癸"))
        for alias in ("华宁总部", "华宁本部", "老华宁"):
            add_spelling(db, Spelling(first.id, alias, Sort.ALIAS, 1, NOW))

    memory.write(many)
    hits = memory.write(lambda db: search(db, "华宁", most=5))
    assert len(hits) == len({hit.customer.id for hit in hits}) == 5


def test_two_that_are_equally_good_are_not_clear(memory: UnitOfWork) -> None:
    memory.write(lambda db: add(db, "智云科技", "中云科技"))
    assert clear(ask(memory, "zykj")) is None
    assert clear(ask(memory, "智云科技")) == ask(memory, "智云科技")[0]
    assert clear([]) is None


def test_merged_customers_are_one_hit(memory: UnitOfWork) -> None:
    kept, gone = memory.write(lambda db: add(db, "智云科技", "长安重工"))
    memory.write(lambda db: merge(db, gone.id, kept.id, 1, NOW))
    assert names(ask(memory, "长安重工")) == ["智云科技"]
    assert ask(memory, "cazg")[0].spelling == "长安重工"
    assert memory.read(lambda db: aliases_of(db, kept)) == ["长安重工"]


class GivenUpError(Exception):
    pass


def test_what_was_rolled_back_is_not_found_and_what_took_its_place_is(memory: UnitOfWork) -> None:
    def give_up(db: Connection) -> None:
        add(db, "澄屿精工")
        assert names(search(db, "cyjg")) == ["澄屿精工"]
        raise GivenUpError

    memory.write(lambda db: add(db, "华宁精密"))
    with pytest.raises(GivenUpError):
        memory.write(give_up)
    assert ask(memory, "cyjg") == []
    memory.write(lambda db: add(db, "北岚轴承"))
    assert names(ask(memory, "blzc")) == ["北岚轴承"]
    assert names(ask(memory, "hnjm")) == ["华宁精密"]


def test_what_another_process_entered_is_found(memory: UnitOfWork) -> None:
    memory.write(lambda db: add(db, "华宁精密"))
    assert names(ask(memory, "hnjm")) == ["华宁精密"]
    memory.write(lambda db: add(db, "北岚轴承"))
    assert names(memory.read(lambda db: search(db, "blzc"))) == ["北岚轴承"]
    memory.write(lambda db: add(db, "澄屿精工"))
    assert names(memory.read(lambda db: search(db, "cyjg"))) == ["澄屿精工"]


def test_old_rows_that_come_to_light_late_are_taken_in(memory: UnitOfWork) -> None:
    """A long transaction's ids are smaller than those of rows that were seen before it ended."""
    words = ["".join(each) for each in islice(permutations("甲乙丙丁戊己庚辛", 4), 80)]
    memory.write(lambda db: add(db, "北岚轴承", *words))
    memory.write(lambda db: db.execute(text("UPDATE spellings SET id = id + 1000")))
    assert names(ask(memory, "blzc")) == ["北岚轴承"]
    kept = "customer_id, kind, key, forms, pinyin, initials, added_by, added_at"
    late = f"INSERT INTO spellings (id, spelling, {kept}) SELECT 5, '来迟', {kept} FROM spellings WHERE id = 1001"  # noqa: S608
    memory.write(lambda db: db.execute(text(late)))
    memory.write(lambda db: db.execute(text("UPDATE spellings SET spelling = '改名' WHERE id = 1006")))
    proposed = memory.write(lambda db: catalogue_of(db).propose(db, "blzc"))
    assert {each.words for each in proposed} >= {"北岚轴承", "来迟"}
    assert names(ask(memory, words[3]))[:1] == [words[3]]
    assert words[4] not in [hit.spelling for hit in ask(memory, words[4])]


def test_customers_without_spellings_get_theirs(memory: UnitOfWork) -> None:
    memory.write(lambda db: add(db, "华宁精密", "澄屿精工", "北岚轴承"))
    memory.write(lambda db: db.execute(text("DELETE FROM spellings")))
    assert ask(memory, "hnjm") == []
    assert [memory.write(lambda db: complete_spellings(db, 2)) for _ in range(3)] == [2, 1, 0]
    assert names(ask(memory, "hnjm")) == ["华宁精密"]
    assert names(ask(memory, "北岚")) == ["北岚轴承"]


def test_the_lists_can_be_loaded_ahead() -> None:
    sounds.load()
    assert readings("中", "中").initials == ("z",)


@contextmanager
def counted(db: Connection) -> Iterator[list[str]]:
    """What is asked of the database."""
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(db, "before_cursor_execute", note)
    yield asked
    event.remove(db, "before_cursor_execute", note)


def test_a_search_asks_three_questions_however_many_names_there_are(memory: UnitOfWork) -> None:
    signs, chance = "智云华宁长安重庆澄屿禾汀北岚青砚松果泊远望舒柏舟", random.Random(7)
    memory.write(lambda db: add(db, *("".join(chance.sample(signs, 4)) for _ in range(300))))
    ask(memory, "智云")

    def ask_counted(db: Connection) -> list[str]:
        with counted(db) as asked:
            assert len(search(db, "智")) == 8
        return asked

    assert len(memory.write(ask_counted)) == 3


def test_each_database_has_a_catalogue_of_its_own(memory: UnitOfWork) -> None:
    assert memory.write(lambda db: catalogue_of(db) is catalogue_of(db))
    assert memory.write(catalogue_of) is not memory.read(catalogue_of)
