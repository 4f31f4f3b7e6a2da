"""What Feishu's refusals mean for a message that waits: try again, wait, or give up.

Sources: the error tables of open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN (common codes) and of
…/reference/im-v1/message/create, reply and patch, …/im-v1/file/create, …/im-v1/message-resource/get.
The code decides, never the `msg` beside it.
"""

from enum import StrEnum

from sales.records import dataclass

DEAD_TOKEN = 99991663
"""The tenant token is not, or no longer, good: what Feishu says of one today; `DEAD_TOKENS` are its other words."""


class Kind(StrEnum):
    """What to do: the app pauses, one receiver pauses, try later, give up, or: nobody knows if it arrived."""

    WAIT_APP = "wait_app"
    WAIT_LANE = "wait_lane"
    AGAIN = "again"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that Feishu has taken, by its `om_…` id."""

    message_id: str


class Refused(Exception):  # noqa: N818 - it says what Feishu did
    """A call that did not do what it should.

    `code` is Feishu's, 0 where it was not reached or gave no answer; `seconds` is how long `WAIT_APP` lasts.
    """

    def __init__(self, kind: Kind, code: int, reason: str, seconds: float = 0.0) -> None:
        super().__init__(f"{code}: {reason}" if code else reason)
        self.kind = kind
        self.code = code
        self.reason = reason
        self.seconds = seconds


SHUT = 60.0
"""Seconds until the next try when the app itself is not let in, which only its operator can change."""

_WAIT_APP = {
    99991400: "too many calls by this app",
    99991401: "this machine's address is not in the app's IP allowlist",
    99991403: "the tenant's monthly quota of API calls is used up",
    99991662: "the app is disabled in this tenant",
    99991673: "the app is not installed in this tenant",
    10003: "app_id or app_secret is missing or malformed",
    10012: "no token is given to this app",
    10014: "the app is disabled or not installed",
    10015: "app_secret is wrong",
    11232: "Feishu is limiting everybody's messages at this moment",
}
_WAIT_LANE = {
    230020: "more than 5 messages a second to this person, group or message",
    11233: "more than 5 messages a second to this group",
}
_AGAIN = {
    DEAD_TOKEN: "the tenant token is not accepted",
    99991661: "no token was sent along",
    99991664: "the app token is not accepted",
    99991665: "the tenant of this token is not known",
    99991668: "the token is not accepted",
    99991671: "the token is malformed",
    99991677: "the token has expired",
}
DEAD_TOKENS = frozenset(_AGAIN)
"""Whatever of these Feishu says of a token, the same one will not be taken again."""
_UNKNOWN = {
    2200: "an internal error at Feishu",
    230049: "Feishu says this message is being sent just now",
    1470422: "Feishu says this task is being made just now",
    1470500: "an internal error of Feishu's tasks",
}
_NEVER = (
    {
        9499: "the request is malformed",
        11246: "the card's content is refused",
        11247: "the app's daily quota of messages is used up",
        41012: "there is no such person",
        99991201: "this address does not exist at Feishu",
        99991672: "the app lacks a permission (scope): grant it in the console and publish a version",
        99991679: "the person has not granted the permission (scope)",
        99992402: "a parameter is not valid",
        99992361: "this open_id belongs to another app",
        230001: "a parameter of the message is not valid",
        230002: "the bot is not in this group",
        230006: "the app's bot ability is switched off",
        230009: "too late to recall this message",
        230011: "the message was recalled",
        230012: "the bot did not send this message",
        230013: "the person is outside the app's availability range, or has left",
        230015: "a direct chat cannot be shared",
        230017: "the bot does not own an image or file in this message",
        230018: "the group's settings forbid it",
        230019: "the topic does not exist",
        230022: "the content was found sensitive",
        230025: "the content is too long (30 KB for a card)",
        230026: "the bot may not recall this message",
        230027: "the bot may not do this here: a permission is missing, or the group is external",
        230028: "the tenant's data-loss rules stopped it, perhaps for a phone number or e-mail address",
        230029: "the person has left the company",
        230031: "a card can be changed for 14 days only",
        230034: "there is no such receiver",
        230035: "the bot may not write here: muted, blocked or against the tenant's policy",
        230036: "the tenant does not exist any more",
        230038: "no direct messages across tenants",
        230050: "the bot cannot see this message",
        230053: "the person has switched the bot off",
        230054: "not possible for this type of message",
        230055: "the file is of another type",
        230071: "this chat has no threads, or the message is somebody else's",
        230072: "an aggregated message, or one that was edited too often",
        230073: "not possible in this thread",
        230074: "not possible for this message",
        230075: "an encrypted chat, or the time for editing is over",
        230099: "the card is refused",
        230110: "the message was deleted",
        230111: "the message destroys itself",
        234001: "a parameter of the file is not valid",
        234002: "the app may not touch this file",
        234003: "the file does not belong to this message",
        234004: "the bot is not in the chat of this file",
        234006: "the file is too large (30 MB to send)",
        234007: "the app's bot ability is switched off",
        234008: "the bot did not send this file",
        234010: "the file is empty",
        234037: "the file is too large to be fetched (100 MB)",
        234038: "the chat does not let files out",
        234040: "the bot cannot see this message",
        234041: "the tenant's key was deleted",
        234043: "files of this type of message cannot be fetched",
        232006: "there is no such group",
        232009: "the group was dissolved",
        232011: "the bot is not in this group",
        232025: "the app's bot ability is switched off",
        232034: "the app is not usable in this tenant",
        1470400: "a parameter of the task is not valid, or it is completed already",
        1470403: "the app may not change this task",
        1470404: "the task is not there any more",
    }
    | dict.fromkeys(range(99992351, 99992361), "an id does not exist, or belongs to another tenant")
    | dict.fromkeys(range(99992362, 99992365), "an id does not exist, or belongs to another tenant")
)
NO_SCOPE = frozenset({99991672, 99991679})
"""A permission is missing: every call of this kind will be refused."""
TABLE: dict[int, tuple[Kind, str]] = {
    code: (kind, words)
    for kind, table in (
        (Kind.WAIT_APP, _WAIT_APP),
        (Kind.WAIT_LANE, _WAIT_LANE),
        (Kind.AGAIN, _AGAIN),
        (Kind.UNKNOWN, _UNKNOWN),
        (Kind.NEVER, _NEVER),
    )
    for code, words in table.items()
}
"""Every code that is known: what to do about it, and what it means in one line of English."""


def meaning(code: int) -> str:
    """One line of English for an operator about a code, known or not."""
    return TABLE[code][1] if code in TABLE else f"an answer that is not known (code {code})"


def refusal(code: int, status: int, msg: str, reset: float | None) -> Refused:
    """What an answer with this code, HTTP status and `x-ogw-ratelimit-reset` (seconds) means.

    An unknown code is tried again, for a while: Feishu adds codes, and most of a day's new ones pass.
    """
    if status == 429:
        kind = Kind.WAIT_APP
    else:
        kind = TABLE[code][0] if code in TABLE else Kind.UNKNOWN if status >= 500 else Kind.AGAIN
    reason = meaning(code) if code else f"HTTP {status}"
    limited = status == 429 or code in (99991400, 11232)
    seconds = reset or (2.0 if limited else SHUT)
    return Refused(kind, code or status, f"{reason}: {msg}" if msg else reason, seconds)
