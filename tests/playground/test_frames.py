"""Frames of the long connection: what we write the SDK reads, and the other way round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark_oapi.ws.pb.pbbp2_pb2 import Frame as Theirs

from playground.frames import CONTROL, Frame

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FRAMES = st.builds(
    Frame,
    method=st.integers(-(2**31), 2**31 - 1),
    headers=st.dictionaries(WORDS, WORDS, max_size=6),
    payload=st.binary(max_size=300),
    service=st.integers(-(2**31), 2**31 - 1),
    seq_id=st.integers(0, 2**64 - 1),
    log_id=st.integers(0, 2**64 - 1),
)


@given(FRAMES)
def test_the_sdk_reads_what_we_write(frame: Frame) -> None:
    theirs = Theirs()
    theirs.ParseFromString(frame.dumps())
    assert (theirs.SeqID, theirs.LogID, theirs.service, theirs.method, theirs.payload) == (
        frame.seq_id,
        frame.log_id,
        frame.service,
        frame.method,
        frame.payload,
    )
    assert {each.key: each.value for each in theirs.headers} == frame.headers


@given(FRAMES)
def test_we_read_what_the_sdk_writes(frame: Frame) -> None:
    theirs = Theirs(SeqID=frame.seq_id, LogID=frame.log_id, service=frame.service, method=frame.method)
    theirs.payload, theirs.payload_encoding, theirs.payload_type, theirs.LogIDNew = frame.payload, "gzip", "json", "x"
    for key, value in frame.headers.items():
        theirs.headers.add(key=key, value=value)
    assert Frame.loads(theirs.SerializeToString()) == frame


def test_a_ping_is_byte_for_byte_the_sdks() -> None:
    ping = Frame(CONTROL, {"type": "ping"}, service=33554678).dumps()
    assert ping.hex() == "0800100018f681801020002a0c0a0474797065120470696e67"


@given(st.binary(max_size=60))
def test_whatever_bytes_come_it_is_a_frame_or_a_value_error(raw: bytes) -> None:
    try:
        Frame.loads(raw)
    except ValueError:
        return


@pytest.mark.parametrize("raw", [b"", b"\x08\x00", b"\x08", b"\x42\x05ab", b"\x0b\x00", b"\x2a\x02\x0a\x00"])
def test_what_is_cut_off_or_incomplete_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Frame.loads(raw)
