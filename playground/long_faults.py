"""What goes wrong with a long connection, on demand."""

from dataclasses import dataclass, field

from playground.people import Json


@dataclass(slots=True)
class LongFaults:
    """The faults in force: plain attributes that a test sets, each documented where it stands.

    Codes are those of the SDKs: 1 and 1000040343 may be tried again, 403, 514 and 1000040350 may not.
    """

    endpoint_code: int = 0
    """Asking where to connect is answered with this code."""
    endpoint_status: int = 200
    """… or with this HTTP status."""
    endpoint_hangs: bool = False
    """… or never: the connection is taken, and nothing comes."""
    handshake: tuple[int, str, int] | None = None
    """The WebSocket is refused with this handshake-status, handshake-msg and handshake-autherrcode."""
    most: int = 50
    """How many connections the app may have."""
    config: Json = field(
        default_factory=lambda: {
            "ReconnectCount": -1,
            "ReconnectInterval": 120,
            "ReconnectNonce": 30,
            "PingInterval": 120,
        }
    )
    """What the client is told of itself, in seconds."""
    silent: bool = False
    """Pings are not answered, though the connection stays."""
    pong: Json | None = None
    """A pong brings this configuration; the platform's brings all four values or none."""
    card_frames: bool = False
    """What people press comes in frames of type card, as the SDKs know but do not handle them."""
    parts: int = 1
    """A delivery comes in so many frames."""
    out_of_order: bool = False
    """… the last of them first."""
    last_part_twice: bool = False
    """… and the last one sent twice."""
    lose_acks: int = 0
    """So many acknowledgements are lost together with their connection."""
    cut_before_ack: int = 0
    """So many connections end as soon as a delivery has left."""

    def takes(self, name: str) -> bool:
        """Use up one of a number of faults; False when none is left."""
        left = int(getattr(self, name))
        if left:
            setattr(self, name, left - 1)
        return bool(left)
