"""What goes wrong on demand.

Failing calls, lost answers, forged deliveries and odd but legal forms of data.
"""

import threading
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from playground.people import Json

HELP = {
    "fail": "list of {path: prefix, times: n, method: '' for any, status: HTTP, code: platform code or"
    " 0, msg,"
    " headers: {}, delay: seconds, html: true for a gateway's page,"
    " drop: ''|'before'|'after' (close the connection without an answer, the call not done or done)}",
    "duplicates": "true: every event is delivered twice",
    "bad_signature": "true: deliveries are signed with another key",
    "wrong_token": "true: deliveries carry another verification token",
    "form_value_style": "how an optional field left blank arrives: natural|absent|empty|null",
    "operator_without_open_id": "true: card callbacks do not say the presser's open_id",
    "create_time_unit": "ms (13 digits) or us (16 digits)",
    "resign_redeliveries": "true: a redelivery gets a new timestamp and signature",
    "clear": "true: forget everything first",
}

CHOICES: dict[str, tuple[str, ...]] = {
    "form_value_style": ("natural", "absent", "empty", "null"),
    "create_time_unit": ("ms", "us"),
}


@dataclass(slots=True)
class Failure:
    """One way in which the next calls of a path go wrong; with nothing but a `delay` they are late and go right.

    `status` 0 is 500, or 400 with a `code`; the `code` of a bare status is the platform's own (99991400, 2200).
    """

    path: str
    times: int = 1
    method: str = ""
    status: int = 0
    code: int = 0
    msg: str = "injected fault"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop: Literal["", "before", "after"] = ""
    html: bool = False


@dataclass(slots=True)
class Faults:
    """The faults in force; plain attributes, to be set by a test or by `POST /api/faults`."""

    duplicates: bool = False
    bad_signature: bool = False
    wrong_token: bool = False
    form_value_style: Literal["natural", "absent", "empty", "null"] = "natural"
    operator_without_open_id: bool = False
    create_time_unit: Literal["ms", "us"] = "ms"
    resign_redeliveries: bool = False
    failures: list[Failure] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fail(self, path: str, **how: Any) -> None:
        """Let the next `times` calls whose path starts with `path` fail.

        See `Failure` for what may be said.
        """
        self.failures.append(Failure(path, **how))

    def take(self, method: str, path: str) -> Failure | None:
        """Use up one failure that fits a call, oldest first."""
        if not self.failures:
            return None
        with self._lock:
            fitting = (one for one in self.failures if path.startswith(one.path) and one.method in ("", method))
            found = next(fitting, None)
            if found:
                found.times -= 1
                self.failures = [one for one in self.failures if one.times > 0]
            return found

    def clear(self) -> None:
        """Let everything go right again."""
        fresh = Faults()
        for name in _SWITCHES:
            setattr(self, name, getattr(fresh, name))
        self.failures = []

    def change(self, wanted: Json) -> None:
        """Apply the body of `POST /api/faults`; raises ValueError for a name or value it does not know."""
        if unknown := set(wanted) - set(HELP):
            msg = f"unknown faults: {', '.join(sorted(unknown))}"
            raise ValueError(msg)
        for name in _SWITCHES & set(wanted):
            if wanted[name] not in CHOICES.get(name, (True, False)):
                msg = f"{name} must be one of {CHOICES.get(name, (True, False))}"
                raise ValueError(msg)
        if wanted.get("clear"):
            self.clear()
        for name in _SWITCHES & set(wanted):
            setattr(self, name, wanted[name])
        try:
            self.failures += [Failure(**one) for one in wanted.get("fail", [])]
        except TypeError as error:
            raise ValueError(str(error)) from error

    def shown(self) -> Json:
        """Tell what is in force."""
        return {"fail": [asdict(one) for one in self.failures]} | {name: getattr(self, name) for name in _SWITCHES}


_SWITCHES = {one.name for one in fields(Faults)} - {"failures", "_lock"}
