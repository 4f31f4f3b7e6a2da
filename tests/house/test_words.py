"""Words for people are said in two languages at once."""

import ast
import re

from tests.house.source import SERVING, Module, modules

CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

# What people say to us is recognised in both languages and never shown, so it is not a `Text`.
SAID = ("visit", "order", "price", "quote", "stretch", "task", "target", "transfer", "figure")
HEARD = {"sales/phrases.py", *(f"sales/{what}_phrases.py" for what in SAID)}


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Text"


def docstrings(module: Module) -> set[ast.AST]:
    """A string that stands alone says something to the reader of the source, and to nobody else."""
    return {statement.value for statement in module.walk(ast.Expr)}


def in_both_languages(module: Module) -> set[ast.AST]:
    return {inner for call in module.walk(ast.Call) if is_text(call) for inner in ast.walk(call)}


def test_chinese_words_stand_beside_english_ones() -> None:
    alone = [
        module.at(node, repr(node.value))
        for module in modules(*SERVING)
        if module.path not in HEARD
        for node in set(module.walk(ast.Constant)) - docstrings(module) - in_both_languages(module)
        if isinstance(node.value, str) and CHINESE.search(node.value)
    ]
    assert sorted(alone) == []
