"""The SDK without the APIs that nobody here calls: half a second and 50 MB, where all of it takes five and 170.

Its two outermost `__init__` files import every API there is. Here packages stand in their places which run those files
only for whoever asks them for something that nobody has imported by its own name.
"""

import sys
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any, Final

_PACKAGES: Final = ("lark_oapi", "lark_oapi.api")


class _Package(ModuleType):
    """A package whose own code has not run."""

    def __getattr__(self, name: str) -> Any:
        """Run it after all; for names of Python's own there is no need."""
        if name.startswith("__"):
            raise AttributeError(name)
        _run()
        return getattr(self, name)


def make_room() -> None:
    """Put the packages in their places, unless the SDK has been imported already.

    What is needed of it may then be imported by its whole name, `lark_oapi.api.im.service`, and nothing else comes with
    it. Not safe to be called by two threads at once.
    """
    for name in _PACKAGES:
        if name in sys.modules:
            continue
        spec = find_spec(name)
        if spec is None:
            raise ModuleNotFoundError(name=name)
        module = sys.modules[name] = module_from_spec(spec)
        module.__class__ = _Package
    vars(sys.modules["lark_oapi"]).setdefault("api", sys.modules["lark_oapi.api"])


def _run() -> None:
    """The innermost first: the outer one takes everything from it."""
    for name in reversed(_PACKAGES):
        module = sys.modules[name]
        if isinstance(module, _Package) and module.__spec__ and module.__spec__.loader:
            module.__class__ = ModuleType  # type: ignore[assignment]  # what it is from now on
            module.__spec__.loader.exec_module(module)
