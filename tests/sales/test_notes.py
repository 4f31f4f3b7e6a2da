"""Pieces of a sentence put into fields: side by side they are one value, apart they are not."""

from sales.notes import Notes, trimmed


def notes(words: str, *pieces: tuple[str, str]) -> Notes:
    """Notes of a sentence in which each piece is put into a field, in this order."""
    made = Notes(words)
    for name, piece in pieces:
        start = words.index(piece)
        made.note(name, start, start + len(piece))
    return made


def test_what_was_not_said_is_empty() -> None:
    made = notes("谈报价")
    assert made["purpose"] == ""
    assert "purpose" not in made
    assert made.rest == []


def test_a_value_has_no_spaces_and_punctuation_at_its_ends() -> None:
    made = notes("，谈报价。 ", ("purpose", "，谈报价。 "))
    assert made["purpose"] == "谈报价"
    assert "purpose" in made


def test_a_final_particle_is_no_part_of_a_value() -> None:
    assert notes("样品通过了", ("outcome", "样品通过了"))["outcome"] == "样品通过"


def test_a_piece_of_nothing_but_punctuation_says_nothing() -> None:
    made = notes("，。", ("purpose", "，。"))
    assert "purpose" not in made
    assert made.rest == []


def test_pieces_side_by_side_are_one_value_with_what_parts_them() -> None:
    made = notes("嫌贵，要打95折", ("outcome", "嫌贵"), ("outcome", "要打95折"))
    assert made["outcome"] == "嫌贵，要打95折"


def test_pieces_that_stand_apart_are_put_together_with_a_space() -> None:
    made = notes("谈报价 嫌贵 对账", ("purpose", "谈报价"), ("outcome", "嫌贵"), ("purpose", "对账"))
    assert made["purpose"] == "谈报价 对账"
    assert made["outcome"] == "嫌贵"


def test_words_between_keep_two_pieces_apart() -> None:
    made = notes("谈报价对方对账", ("purpose", "谈报价"), ("purpose", "对账"))
    assert made["purpose"] == "谈报价 对账"


def test_two_persons_side_by_side_are_one_contact() -> None:
    assert notes("李总、张工", ("contact", "李总"), ("contact", "张工"))["contact"] == "李总、张工"


def test_a_second_contact_that_stands_apart_is_quoted() -> None:
    made = notes("李总 谈报价 张工", ("contact", "李总"), ("purpose", "谈报价"), ("contact", "张工"))
    assert made["contact"] == "李总"
    assert made.rest == ["张工"]


def test_a_contact_said_again_is_not_quoted() -> None:
    words = "李总 谈报价 李总"
    made = notes(words, ("contact", "李总"), ("purpose", "谈报价"))
    made.note("contact", words.rindex("李总"), len(words))
    assert made["contact"] == "李总"
    assert made.rest == []


def test_words_of_no_field_are_quoted_in_order() -> None:
    made = notes("停车费20，下雨", ("rest", "停车费20"), ("rest", "下雨"))
    assert made.rest == ["停车费20", "下雨"]


def test_a_field_given_up_leaves_its_words_in_the_rest() -> None:
    made = notes("咕噜 谈报价", ("customer", "咕噜"), ("purpose", "谈报价"))
    made.give_up("customer")
    assert "customer" not in made
    assert made.rest == ["咕噜"]
    made.give_up("customer")
    assert made.rest == ["咕噜"]


def test_a_span_is_trimmed_at_both_ends_only() -> None:
    assert trimmed(" 谈，报价 ", 0, 6) == (1, 5)
    assert trimmed("谈报价", 0, 3) == (0, 3)
    assert trimmed("谈 报价", 1, 4) == (2, 4)
