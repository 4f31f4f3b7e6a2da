"""The project's own source, read once: what the rules of the house are checked against."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVING = ("sales", "storage", "bot", "handlers", "scheduler")
PACKAGES = (*SERVING, "playground")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the root with forward slashes, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its dotted name; a package's is that of its folder."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def walk(self, *kinds: type[Node]) -> Iterator[Node]:
        """Give its nodes of these kinds."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def functions(self) -> Iterator[Function]:
        """Give its functions and methods, inner ones too."""
        yield from self.walk(ast.FunctionDef)
        yield from self.walk(ast.AsyncFunctionDef)

    def at(self, node: ast.AST, words: str) -> str:
        """Say something about a place, so that an editor can jump there."""
        return f"{self.path}:{getattr(node, 'lineno', 1)} {words}"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Read the Python files below some folders."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(map(read, paths))


@cache
def read(path: Path) -> Module:
    """Read one Python file."""
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text))


@cache
def tracked() -> tuple[Path, ...]:
    """List the files that are, or would be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git work tree: which files belong to the project is not known here")
    paths = {ROOT / name for name in listed.stdout.split("\0") if name}
    return tuple(sorted(path for path in paths if path.is_file()))


def imports(module: Module, within: ast.AST | None = None) -> Iterator[tuple[ast.stmt, str]]:
    """Give every import statement with each dotted name it may load.

    `from a import b` gives both `a` and `a.b`, for `b` may be a module.
    """
    for node in ast.walk(within or module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.name.split(".")
                if not module.path.endswith("/__init__.py"):
                    package = package[:-1]
                base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [base])])
            yield node, base
            yield from ((node, f"{base}.{alias.name}") for alias in node.names)


def docstring_lines(node: Function | ast.ClassDef | ast.Module) -> int:
    """Count the lines of a docstring; 0 without one."""
    if ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def length(function: Function) -> int:
    """Count a function's lines from `def` to its end, its docstring left out: words are not to be saved."""
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring_lines(function)
