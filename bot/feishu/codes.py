"""What Feishu's refusals mean for a message that waits: try again, wait, or give up.

Sources: the error tables of open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN (common codes) and of
…/reference/im-v1/message/create, reply and patch, …/im-v1/file/create, …/im-v1/message-resource/get.
The code decides, never the `msg` beside it.
"""

from enum import StrEnum

from bot.text import Text
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
    99991400: Text("应用调用太频繁", "too many calls by this app"),
    99991401: Text("本机地址不在应用的 IP 白名单里", "this machine's address is not in the app's IP allowlist"),
    99991403: Text("企业本月的 API 调用量已用完", "the tenant's monthly quota of API calls is used up"),
    99991662: Text("应用在本企业被停用", "the app is disabled in this tenant"),
    99991673: Text("本企业没有安装这个应用", "the app is not installed in this tenant"),
    10003: Text("app_id 或 app_secret 缺失或格式不对", "app_id or app_secret is missing or malformed"),
    10012: Text("飞书不给这个应用发凭证", "no token is given to this app"),
    10014: Text("应用被停用或没有安装", "the app is disabled or not installed"),
    10015: Text("app_secret 不对", "app_secret is wrong"),
    11232: Text("飞书正在限制所有应用的消息", "Feishu is limiting everybody's messages at this moment"),
}
_WAIT_LANE = {
    230020: Text(
        "对同一人、同一群或同一消息每秒超过 5 次", "more than 5 messages a second to this person, group or message"
    ),
    11233: Text("对这个群每秒超过 5 次", "more than 5 messages a second to this group"),
}
_AGAIN = {
    DEAD_TOKEN: Text("企业凭证不被接受", "the tenant token is not accepted"),
    99991661: Text("请求没有带凭证", "no token was sent along"),
    99991664: Text("应用凭证不被接受", "the app token is not accepted"),
    99991665: Text("凭证所属的企业不存在", "the tenant of this token is not known"),
    99991668: Text("凭证不被接受", "the token is not accepted"),
    99991671: Text("凭证格式不对", "the token is malformed"),
    99991677: Text("凭证已过期", "the token has expired"),
}
DEAD_TOKENS = frozenset(_AGAIN)
"""Whatever of these Feishu says of a token, the same one will not be taken again."""
_UNKNOWN = {
    2200: Text("飞书内部错误", "an internal error at Feishu"),
    230049: Text("飞书说这条消息正在发送", "Feishu says this message is being sent just now"),
    1470422: Text("飞书说这个任务正在创建", "Feishu says this task is being made just now"),
    1470500: Text("飞书任务内部错误", "an internal error of Feishu's tasks"),
}
_NEVER = (
    {
        9499: Text("请求格式不对", "the request is malformed"),
        11246: Text("卡片内容被拒绝", "the card's content is refused"),
        11247: Text("应用今天的消息额度已用完", "the app's daily quota of messages is used up"),
        41012: Text("没有这个人", "there is no such person"),
        99991201: Text("飞书没有这个接口地址", "this address does not exist at Feishu"),
        99991672: Text(
            "应用缺少权限：请在开放平台开通并发布版本",
            "the app lacks a permission (scope): grant it in the console and publish a version",
        ),
        99991679: Text("对方没有授予权限", "the person has not granted the permission (scope)"),
        99992402: Text("参数不对", "a parameter is not valid"),
        99992361: Text("这个 open_id 属于别的应用", "this open_id belongs to another app"),
        230001: Text("消息参数不对", "a parameter of the message is not valid"),
        230002: Text("机器人不在这个群里", "the bot is not in this group"),
        230006: Text("应用没有启用机器人能力", "the app's bot ability is switched off"),
        230009: Text("已过撤回时限", "too late to recall this message"),
        230011: Text("消息已被撤回", "the message was recalled"),
        230012: Text("消息不是机器人发的", "the bot did not send this message"),
        230013: Text(
            "对方不在应用的可用范围内，或已离职", "the person is outside the app's availability range, or has left"
        ),
        230015: Text("单聊不能分享", "a direct chat cannot be shared"),
        230017: Text("消息里的图片或文件不属于机器人", "the bot does not own an image or file in this message"),
        230018: Text("群设置不允许", "the group's settings forbid it"),
        230019: Text("话题不存在", "the topic does not exist"),
        230022: Text("内容含敏感信息", "the content was found sensitive"),
        230025: Text("内容太长（卡片最多 30 KB）", "the content is too long (30 KB for a card)"),
        230026: Text("机器人不能撤回这条消息", "the bot may not recall this message"),
        230027: Text(
            "机器人在这里没有权限，或者是外部群",
            "the bot may not do this here: a permission is missing, or the group is external",
        ),
        230028: Text(
            "被企业的防泄密规则拦下，可能含有手机号或邮箱",
            "the tenant's data-loss rules stopped it, perhaps for a phone number or e-mail address",
        ),
        230029: Text("对方已离职", "the person has left the company"),
        230031: Text("卡片只能在 14 天内更新", "a card can be changed for 14 days only"),
        230034: Text("没有这个接收方", "there is no such receiver"),
        230035: Text(
            "机器人不能在这里发言：被禁言、被屏蔽或不合企业规定",
            "the bot may not write here: muted, blocked or against the tenant's policy",
        ),
        230036: Text("企业已不存在", "the tenant does not exist any more"),
        230038: Text("不能给外部企业的人发单聊", "no direct messages across tenants"),
        230050: Text("机器人看不到这条消息", "the bot cannot see this message"),
        230053: Text("对方停用了机器人", "the person has switched the bot off"),
        230054: Text("这类消息不支持", "not possible for this type of message"),
        230055: Text("文件类型不符", "the file is of another type"),
        230071: Text("这个会话没有话题，或消息是别人的", "this chat has no threads, or the message is somebody else's"),
        230072: Text("合并转发的消息，或编辑次数太多", "an aggregated message, or one that was edited too often"),
        230073: Text("这个话题里不支持", "not possible in this thread"),
        230074: Text("这条消息不支持", "not possible for this message"),
        230075: Text("加密会话，或已过编辑时限", "an encrypted chat, or the time for editing is over"),
        230099: Text("卡片被拒绝", "the card is refused"),
        230110: Text("消息已被删除", "the message was deleted"),
        230111: Text("消息是阅后即焚的", "the message destroys itself"),
        234001: Text("文件参数不对", "a parameter of the file is not valid"),
        234002: Text("应用无权使用这个文件", "the app may not touch this file"),
        234003: Text("文件不属于这条消息", "the file does not belong to this message"),
        234004: Text("机器人不在这个文件的会话里", "the bot is not in the chat of this file"),
        234006: Text("文件太大（最多发送 30 MB）", "the file is too large (30 MB to send)"),
        234007: Text("应用没有启用机器人能力", "the app's bot ability is switched off"),
        234008: Text("文件不是机器人发的", "the bot did not send this file"),
        234010: Text("文件是空的", "the file is empty"),
        234037: Text("文件太大，无法下载（100 MB）", "the file is too large to be fetched (100 MB)"),
        234038: Text("会话不允许下载文件", "the chat does not let files out"),
        234040: Text("机器人看不到这条消息", "the bot cannot see this message"),
        234041: Text("企业密钥已删除", "the tenant's key was deleted"),
        234043: Text("这类消息的文件不能下载", "files of this type of message cannot be fetched"),
        232006: Text("没有这个群", "there is no such group"),
        232009: Text("群已解散", "the group was dissolved"),
        232011: Text("机器人不在这个群里", "the bot is not in this group"),
        232025: Text("应用没有启用机器人能力", "the app's bot ability is switched off"),
        232034: Text("应用在本企业不可用", "the app is not usable in this tenant"),
        1470400: Text("任务参数不对，或任务已完成", "a parameter of the task is not valid, or it is completed already"),
        1470403: Text("应用无权修改这个任务", "the app may not change this task"),
        1470404: Text("任务已不存在", "the task is not there any more"),
    }
    | dict.fromkeys(
        range(99992351, 99992361),
        Text("ID 不存在，或属于别的企业", "an id does not exist, or belongs to another tenant"),
    )
    | dict.fromkeys(
        range(99992362, 99992365),
        Text("ID 不存在，或属于别的企业", "an id does not exist, or belongs to another tenant"),
    )
)
NO_SCOPE = frozenset({99991672, 99991679})
"""A permission is missing: every call of this kind will be refused."""
TABLE: dict[int, tuple[Kind, Text]] = {
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
"""Every code that is known: what to do about it, and what it means in a line."""


def meaning(code: int) -> Text:
    """One line for an operator about a code, known or not."""
    unknown = Text("不认识的错误码（{code}）", "an answer that is not known (code {code})")
    return TABLE[code][1] if code in TABLE else unknown.fill(code=code)


def refusal(code: int, status: int, msg: str, reset: float | None) -> Refused:
    """What an answer with this code, HTTP status and `x-ogw-ratelimit-reset` (seconds) means.

    An unknown code is tried again, for a while: Feishu adds codes, and most of a day's new ones pass.
    """
    if status == 429:
        kind = Kind.WAIT_APP
    else:
        kind = TABLE[code][0] if code in TABLE else Kind.UNKNOWN if status >= 500 else Kind.AGAIN
    reason = meaning(code).en if code else f"HTTP {status}"
    limited = status == 429 or code in (99991400, 11232)
    seconds = reset or (2.0 if limited else SHUT)
    return Refused(kind, code or status, f"{reason}: {msg}" if msg else reason, seconds)
