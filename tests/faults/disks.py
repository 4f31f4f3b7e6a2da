"""A disk that is slow, full or broken at will, under a process that knows nothing of it (see `shim.c`)."""

import errno
import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

WRITES, SYNCS = 1, 2
"""Kinds of calls that can fail, as `shim.c` has them; their sum is both."""

_SOURCE = Path(__file__).with_name("shim.c")
_LAYOUT = "=5i"
_NEVER = 2**31 - 1


def shim(folder: Path) -> Path:
    """The compiled shim, made in `folder` when it is not there yet."""
    made = folder / "shim.so"
    if not made.exists():
        compiler = shutil.which("cc") or pytest.fail("a C compiler is missing: run `make test`, which installs it")
        flags = ["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror"]
        subprocess.run([compiler, *flags, "-o", str(made), str(_SOURCE), "-ldl"], check=True)
    return made


def slow(folder: Path, fsync_ms: int) -> dict[str, str]:
    """The environment of a process whose every fsync takes so much longer."""
    return {"LD_PRELOAD": str(shim(folder)), "FAULTS_FSYNC_MS": str(fsync_ms)}


@dataclass
class Disk:
    """What is wrong with the files of a process that lives in `environment`; may change while it runs."""

    folder: Path

    def __post_init__(self) -> None:
        """Begin with nothing wrong."""
        self._file = self.folder / "disk"
        self._file.write_bytes(bytes(struct.calcsize(_LAYOUT)))

    @property
    def environment(self) -> dict[str, str]:
        """What the process has to be started with."""
        return {"LD_PRELOAD": str(shim(self.folder)), "FAULTS_DISK": str(self._file)}

    def heal(self) -> None:
        """Let everything go right again, at once."""
        self._set(0, 0, _NEVER, 0, 0)

    def slow(self, fsync_ms: int) -> None:
        """Let every fsync take so much longer, and fail none."""
        self._set(fsync_ms, 0, _NEVER, 0, 0)

    def fail(self, nth: int, *, kinds: int = WRITES | SYNCS, times: int = 1, error: int = errno.EIO) -> None:
        """Let the n-th call from now on fail, counted from 1, and `times` in all (-1: until it is healed)."""
        self._set(0, kinds, nth - 1, times, error)

    @property
    def struck(self) -> bool:
        """Whether all that was to fail has failed."""
        return self._read()[3] == 0

    def _read(self) -> tuple[int, ...]:
        return struct.unpack(_LAYOUT, self._file.read_bytes())

    def _set(self, *values: int) -> None:
        with self._file.open("r+b") as shared:
            shared.write(struct.pack(_LAYOUT, *values))
