"""How large a run is: `BENCH_SCALE=0.1 python -m benchmarks …` tries the parts out; only a whole run is a result."""

import os

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
"""What share of everything that is counted is done."""


def sized(whole: int) -> int:
    """That share of a number, and never nothing."""
    return max(1, round(whole * SCALE))
