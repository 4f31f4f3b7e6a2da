"""What `salesbot doctor` comes to about one thing it looked at."""

from sales.records import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine, worth knowing (`ok` None), or wrong."""

    ok: bool | None
    words: str
