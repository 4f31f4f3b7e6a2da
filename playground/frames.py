"""The two messages of the long connection's protocol, as bytes: proto2, written by hand because there are only two.

    Header { required string key = 1; required string value = 2; }
    Frame  { required uint64 SeqID = 1; required uint64 LogID = 2; required int32 service = 3;
             required int32 method = 4; repeated Header headers = 5; optional string payload_encoding = 6;
             optional string payload_type = 7; optional bytes payload = 8; optional string LogIDNew = 9; }

The open platform's documents do not show them; its SDKs do (package pbbp2), and a test compares the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

CONTROL, DATA = 0, 1
"""What `method` may be: pings and pongs, or deliveries and their acknowledgements."""

_WHOLE = (1 << 64) - 1
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


@dataclass(slots=True)
class Frame:
    """One binary message in either direction; `headers` keep their order, `payload` is the JSON it is about."""

    method: int
    headers: dict[str, str] = field(default_factory=dict)
    payload: bytes = b""
    service: int = 0
    seq_id: int = 0
    log_id: int = 0

    @property
    def kind(self) -> str:
        """What the frame says it is: ping, pong, event or card."""
        return self.headers.get("type", "")

    def dumps(self) -> bytes:
        """Write it down."""
        numbers = ((1, self.seq_id), (2, self.log_id), (3, self.service), (4, self.method))
        parts = [_number(tag, value) for tag, value in numbers]
        parts += [_text(5, _text(1, key.encode()) + _text(2, value.encode())) for key, value in self.headers.items()]
        return b"".join([*parts, _text(8, self.payload)] if self.payload else parts)

    @classmethod
    def loads(cls, raw: bytes) -> "Frame":
        """Read it; ValueError for bytes that are no frame, or one without what is required."""
        found: dict[int, int] = {}
        frame = cls(CONTROL)
        for tag, value in _fields(raw):
            if isinstance(value, int):
                found[tag] = value
            elif tag == 5:
                key, text = _header(value)
                frame.headers[key] = text
            elif tag == 8:
                frame.payload = value
        if not found.keys() >= {1, 2, 3, 4}:
            msg = "a required field is missing"
            raise ValueError(msg)
        frame.seq_id, frame.log_id = found[1], found[2]
        frame.service, frame.method = _signed(found[3]), _signed(found[4])
        return frame


def _header(raw: bytes) -> tuple[str, str]:
    pair = {tag: value.decode() for tag, value in _fields(raw) if isinstance(value, bytes)}
    if not pair.keys() >= {1, 2}:
        msg = "a header needs its key and its value"
        raise ValueError(msg)
    return pair[1], pair[2]


def _signed(value: int) -> int:
    """An int32 travels as 64 bits, with its sign in all the upper ones."""
    return value - (1 << 64) if value >> 63 else value


def _number(tag: int, value: int) -> bytes:
    return _varint(tag << 3 | _VARINT) + _varint(value & _WHOLE)


def _text(tag: int, value: bytes) -> bytes:
    return _varint(tag << 3 | _BYTES) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Every field by its number, those of fixed width left out, for these messages have none."""
    at = 0
    while at < len(raw):
        key, at = _read_varint(raw, at)
        tag, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, at = _read_varint(raw, at)
            yield tag, value
        elif wire == _BYTES:
            size, at = _read_varint(raw, at)
            yield tag, _piece(raw, at, size)
            at += size
        elif wire in (_FIXED64, _FIXED32):
            at += 8 if wire == _FIXED64 else 4
        else:
            msg = f"wire type {wire}"
            raise ValueError(msg)


def _piece(raw: bytes, at: int, size: int) -> bytes:
    if at + size > len(raw):
        msg = "cut off"
        raise ValueError(msg)
    return raw[at : at + size]


def _read_varint(raw: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(raw):
            break
        byte = raw[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & _WHOLE, at
    msg = "not a number"
    raise ValueError(msg)
