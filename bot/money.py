"""Amounts and rates as people read them: exact where they count, short where a glance must do."""

from bot.text import Text, same
from sales.money import Money, half_up

_K, _WAN, _M, _YI = 1_000_00, 10_000_00, 1_000_000_00, 100_000_000_00
_SCALES = {"k": _K, "wan": _WAN, "m": _M, "yi": _YI}
_BANDS = (
    (_YI, Text("¥{yi}亿", "¥{m}M")),
    (_M, Text("¥{wan}万", "¥{m}M")),
    (_WAN, Text("¥{wan}万", "¥{k}k")),
)


def exact(amount: Money) -> Text:
    """To the cent: `¥12,345.60`, `−¥8.00`."""
    return same(f"{'−' if amount.minor < 0 else ''}¥{abs(amount.minor) // 100:,}.{abs(amount.minor) % 100:02}")


def brief(amount: Money) -> Text:
    """For a glance: `¥1.23万` and `¥12.3k` from ten thousand on, else whole yuan; the exact amount is one tap away."""
    minor, sign = abs(amount.minor), "−" if amount.minor < 0 else ""
    if minor < _WAN:
        return same(f"{sign}¥{half_up(minor, 100):,}")
    band = next(words for least, words in _BANDS if minor >= least)
    values = {name: _short(minor, scale) for name, scale in _SCALES.items()}
    return band.fill(**values).map(lambda words: sign + words)


def _short(minor: int, scale: int) -> str:
    """Three figures: `1.23`, `12.3`, `123`, and whole ones beyond."""
    places = 2 if minor < 10 * scale else 1 if minor < 100 * scale else 0
    rounded = half_up(minor * 10**places, scale)
    if not places:
        return f"{rounded:,}"
    return f"{rounded // 10**places:,}.{rounded % 10**places:0{places}}".rstrip("0").rstrip(".")


def percent(points: int) -> Text:
    """Basis points as a percentage with at most two decimals: `12.5%`, `−3%`."""
    whole, rest = divmod(abs(points), 100)
    return same(f"{'−' if points < 0 else ''}{whole}" + (f".{rest:02}".rstrip("0") if rest else "") + "%")
