"""Amounts and rates as people read them: exact where they count, short where a glance must do."""

from bot.text import Text, same
from sales.money import Money, half_up

_WAN, _YI = 10_000_00, 100_000_000_00


def exact(amount: Money) -> Text:
    """To the cent: `¥12,345.60`, `−¥8.00`."""
    return same(f"{'−' if amount.minor < 0 else ''}¥{abs(amount.minor) // 100:,}.{abs(amount.minor) % 100:02}")


def brief(amount: Money) -> Text:
    """For a glance: `¥1.23万` and `¥12.3k` from ten thousand on, else whole yuan; the exact amount is one tap away."""
    minor, sign = abs(amount.minor), "−" if amount.minor < 0 else ""
    if minor < _WAN:
        return same(f"{sign}¥{half_up(minor, 100):,}")
    scale, letter = (_YI, "亿") if minor >= _YI else (_WAN, "万")
    thousand, million = (1_000_00, "k"), (1_000_000_00, "M")
    english = million if minor >= million[0] else thousand
    return Text(f"{sign}¥{_short(minor, scale)}{letter}", f"{sign}¥{_short(minor, english[0])}{english[1]}")


def _short(minor: int, scale: int) -> str:
    hundredths = half_up(minor * 100, scale)
    return f"{hundredths // 100:,}.{hundredths % 100:02}".rstrip("0").rstrip(".")


def percent(points: int) -> Text:
    """Basis points as a percentage with at most two decimals: `12.5%`, `−3%`."""
    whole, rest = divmod(abs(points), 100)
    return same(f"{'−' if points < 0 else ''}{whole}" + (f".{rest:02}".rstrip("0") if rest else "") + "%")
