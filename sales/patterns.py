"""Regular expressions that are compiled when first asked: a start asks few of them, and compiling takes long."""

import re
from typing import TYPE_CHECKING, Any, Final

ASKED: Final = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split", "pattern")
"""What is asked of patterns here."""

if TYPE_CHECKING:
    from re import compile as late
else:

    class late:  # noqa: N801 - takes the place of the function `re.compile`
        """As `re.compile(source, flags)`; a mistake in the source shows only when the pattern is first asked."""

        def __init__(self, source: str, flags: int = 0) -> None:
            self._given = (source, flags)

        def __getattr__(self, name: str) -> Any:
            compiled = re.compile(*self._given)
            # From now on the compiled one answers, with nothing in between.
            for asked in ASKED:
                setattr(self, asked, getattr(compiled, asked))
            return getattr(compiled, name)


__all__ = ["late"]
