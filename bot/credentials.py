"""The secret words of the app, and until when former ones count beside them."""

import hashlib
import hmac
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class Secret:
    """A word that shows itself to nobody who does not ask for it by `reveal`."""

    __slots__ = ("_word",)

    def __init__(self, word: str) -> None:
        """Take the word; raises ValueError for a blank one, which would protect nothing."""
        if not word.strip():
            msg = "must not be empty"
            raise ValueError(msg)
        self._word = word

    def reveal(self) -> str:
        """The word itself."""
        return self._word

    def __repr__(self) -> str:
        """Something in its place."""
        return "Secret(…)"


class Former(Secret):
    """A secret that was replaced and may still be in use for a while; empty when there is none."""

    __slots__ = ()

    def __init__(self, word: str = "") -> None:
        """Take the former word; raises ValueError for one of blanks only."""
        if word:
            super().__init__(word)
        else:
            self._word = ""

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self._word)


class Webhook(Former):
    """A secret that only the webhook needs; empty when there is a long connection instead."""

    __slots__ = ()


def derived(secret: Secret, purpose: str) -> str:
    """Another secret that follows from one, for a purpose of its own: 64 hex digits that tell nothing of the first."""
    return hmac.new(secret.reveal().encode(), purpose.encode(), hashlib.sha256).hexdigest()


class Until:
    """The end of an overlap: an aware moment, or a day, which counts to its end; empty for none."""

    __slots__ = ("_end",)

    def __init__(self, given: object = "") -> None:
        """Take a date, an aware datetime, either of them in ISO's writing, or "". Raises ValueError otherwise."""
        end = _parsed(given) if isinstance(given, str) else given
        if not isinstance(end, date | None) or (isinstance(end, datetime) and end.tzinfo is None):
            msg = "is not a day such as 2026-12-31, nor a moment with its offset such as 2026-12-31T18:00:00+08:00"
            raise ValueError(msg)
        self._end = end

    def instant(self, zone: ZoneInfo) -> datetime | None:
        """The first instant, in UTC, that is no longer within; a day ends at midnight on the wall clock of `zone`."""
        if self._end is None or isinstance(self._end, datetime):
            return self._end and self._end.astimezone(UTC)
        return datetime.combine(self._end + timedelta(days=1), time(0), zone).astimezone(UTC)

    def __bool__(self) -> bool:
        """Whether there is an end."""
        return self._end is not None

    def __repr__(self) -> str:
        """The day or moment as it was given."""
        return f"Until({self._end})"


def _parsed(written: str) -> date | str | None:
    """What was written, as a day or a moment; the words themselves when they are neither."""
    if not written:
        return None
    try:
        return date.fromisoformat(written) if len(written) == len("2026-12-31") else datetime.fromisoformat(written)
    except ValueError:
        return written
