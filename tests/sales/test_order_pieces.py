"""Pieces of an order as people name them when they ship or come back."""

import pytest

from sales.order_sentences import Pieces, read_pieces


@pytest.mark.parametrize(
    "line,order_id,items,words",
    [
        ("SO-1042 6", 1042, [("", 6)], ""),
        ("so1042 A100*2 质量", 1042, [("A100", 2)], "质量"),
        ("1042 A100 2台 B7*3", 1042, [("A100", 2), ("B7", 3)], ""),
        ("SO-1042", 1042, [], ""),
        ("1042", 1042, [], ""),
        ("#1042 6", 1042, [("", 6)], ""),
        ("SO 1042 6", 1042, [("", 6)], ""),
        ("ＳＯ－１０４２　Ａ１００＊２", 1042, [("A100", 2)], ""),
        ("订单SO-1042 6台", 1042, [("", 6)], ""),
        ("SO-1042 两台", 1042, [("", 2)], ""),
        ("SO-1042 十", 1042, [("", 10)], ""),
        ("SO-1042 全部", 1042, [], ""),
        ("SO-1042 all", 1042, [], ""),
        ("SO-1042 A100", 1042, [("A100", 0)], ""),
        ("SO-1042 A100 轴承异响", 1042, [("A100", 0)], "轴承异响"),
        ("SO-1042 质量不好 A100", 1042, [], "质量不好 A100"),
        ("SO-1042 密封圈 2个 漏油", 1042, [("密封圈", 2)], "漏油"),
        ("SO-1042 密封圈*2", 1042, [("密封圈", 2)], ""),
        ("SO-1042 2台A100 发错货", 1042, [("A100", 2)], "发错货"),
        ("SO-1042 A100*2、B7*3 客户 拒收", 1042, [("A100", 2), ("B7", 3)], "客户 拒收"),
        ("A100*2 SO-1042", 1042, [("A100", 2)], ""),
        ("SO-1042 A100*-2", 1042, [("A100", -2)], ""),
        ("SO-1042 0", 1042, [("", 0)], ""),
        ("SO-1042 -1", 1042, [("", -1)], ""),
        ("SO-1042 退2台", 1042, [("", 2)], ""),
        ("SO-1042 HK-20.5A x 3 wrong size", 1042, [("HK-20.5A", 3)], "wrong size"),
        ("SO-1042 BX200x5", 1042, [("BX200", 5)], ""),
        ("SO-1042 2.5", 1042, [], "2.5"),
        ("SO-1042 SO-1043", 1042, [], "SO-1043"),
        ("SO-12345678901 6", None, [("SO-12345678901", 6)], ""),
        ("A100*2", None, [("A100", 2)], ""),
        ("质量", None, [], "质量"),
        ("", None, [], ""),
    ],
)
def test_pieces_are_read(line: str, order_id: int | None, items: list[tuple[str, int]], words: str) -> None:
    assert read_pieces(line) == Pieces(order_id, tuple(items), words)


def test_a_known_product_may_have_spaces_in_its_name() -> None:
    read = read_pieces("SO-7 不锈钢 球阀 2个 坏了", {"不锈钢 球阀"}.__contains__)
    assert read == Pieces(7, (("不锈钢 球阀", 2),), "坏了")


def test_a_reason_before_a_quantity_is_no_product_where_products_are_known() -> None:
    assert read_pieces("SO-7 漏油 2个", {"密封圈"}.__contains__) == Pieces(7, (("", 2),), "漏油")
