"""The proportions of good code, as a ratchet; where a bound makes code worse, raise it with a reason."""

import ast
from collections.abc import Iterator
from statistics import median, quantiles

from tests.house.source import PACKAGES, ROOT, Function, Module, docstring_lines, length, modules, tracked

MEDIAN, NINE_OF_TEN, LONGEST = 6, 15, 40
HANDLER = 12
FEATURE, FILE = 200, 300
SOURCE = {".py", ".js", ".css", ".html"}
MEANINGFUL = 3


def functions(*folders: str) -> Iterator[tuple[Module, Function]]:
    """Give every function; a migration is a list of columns, which no splitting makes clearer."""
    for module in modules(*folders):
        if module.path.startswith("storage/migrations/versions/"):
            continue
        yield from ((module, function) for function in module.functions())


def test_functions_are_short() -> None:
    lengths = [length(function) for _, function in functions(*PACKAGES)]
    assert median(lengths) <= MEDIAN
    assert quantiles(lengths, n=10)[-1] <= NINE_OF_TEN


def test_no_function_is_long() -> None:
    every = functions(*PACKAGES, "tests", "benchmarks")
    long = [module.at(one, f"{one.name}: {length(one)} lines") for module, one in every if length(one) > LONGEST]
    assert long == []


def is_registered(function: Function) -> bool:
    return any(ast.unparse(decorator).startswith("router.") for decorator in function.decorator_list)


def test_handlers_are_shorter_still() -> None:
    long = [
        module.at(function, f"{function.name}: {length(function)} lines")
        for module, function in functions("handlers")
        if is_registered(function) and length(function) > HANDLER
    ]
    assert long == []


SLEEPS = {"sleep", "time.sleep", "asyncio.sleep"}  # a hand-turned clock's own sleep takes no time at all


def test_a_feature_fits_on_a_few_screens() -> None:
    features = [module for module in modules("handlers", "scheduler/pushes") if module.lines > FEATURE]
    assert [f"{module.path}: {module.lines} lines" for module in features] == []


def test_no_file_is_long() -> None:
    counted = [
        (path.relative_to(ROOT).as_posix(), len(path.read_text(encoding="utf-8").splitlines()))
        for path in tracked()
        if path.suffix in SOURCE
    ]
    assert [f"{path}: {lines} lines" for path, lines in counted if lines > FILE] == []


def test_tests_do_not_sleep() -> None:
    sleeping = [
        module.at(call, ast.unparse(call))
        for module in modules("tests")
        for call in module.walk(ast.Call)
        if ast.unparse(call.func) in SLEEPS or ast.unparse(call.func).endswith(".wait_for_timeout")
    ]
    assert sleeping == []


# The playground is left out: it is the other half of the tests, and every one of them exercises it.
def test_there_is_as_much_test_as_code() -> None:
    code = sum(module.lines for module in modules(*(name for name in PACKAGES if name != "playground")))
    tests = sum(module.lines for module in modules("tests"))
    assert tests >= code, f"{tests} lines of tests for {code} lines of code"


def is_public(name: str) -> bool:
    return not name.startswith("_")


def public_definitions(parent: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for node in parent.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and is_public(node.name):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node)


def test_public_names_say_more_than_their_name() -> None:
    """That there is a docstring at all is ruff's to say; here it must be a sentence."""
    terse = [
        module.at(node, f"{getattr(node, 'name', module.name)}: {ast.get_docstring(node)!r}")
        for module in modules(*PACKAGES)
        for node in (module.tree, *public_definitions(module.tree))
        if docstring_lines(node) == 0 or len((ast.get_docstring(node) or "").split()) < MEANINGFUL
    ]
    assert terse == []
