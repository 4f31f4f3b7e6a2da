"""What has to be set for the app in Feishu's console: permissions and events, each with the page where it is set.

The pages are those that Feishu's own refusals link to: `{domain}/app/{app_id}/auth?q=SCOPE`, and its neighbours.
Source: open.feishu.cn/document/uAjLw4CM/ugTN1YjL4UTN24CO1UjN/trouble-shooting/how-to-fix-the-99991672-error
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.commands.findings import Finding
from bot.config import Settings
from bot.feishu.codes import NO_SCOPE, Refused, meaning
from storage.backlog import Refusal

SCOPES: Final = {
    "im:message": "send and change cards (or im:message:send_as_bot)",
    "im:message.p2p_msg:readonly": "hear what people write to the bot",
    "im:message.group_at_msg:readonly": "hear what mentions the bot in groups",
    "im:resource": "send sheets as files",
    "im:chat:readonly": "know the groups and their members",
}
"""The permissions the bot needs, and what for."""

OPTIONAL: Final = {"task:task:write": "show tasks in Feishu Tasks", "task:task:read": "follow what is completed there"}
"""What it can do without, and what for."""

INSTEAD: Final = {
    "im:message": {"im:message:send_as_bot"},
    "im:message.p2p_msg:readonly": {"im:message.p2p_msg"},
    "im:message.group_at_msg:readonly": {"im:message.group_at_msg", "im:message.group_msg"},
    "im:resource": {"im:resource:upload"},
    "im:chat:readonly": {"im:chat"},
}
"""Wider or older permissions that do as well."""

EVENTS: Final = {
    "im.message.receive_v1": "hear what people write",
    "card.action.trigger": "have buttons and forms answered (a callback, not an event)",
    "application.bot.menu_v6": "answer the bot's menu",
    "im.chat.access_event.bot_p2p_chat_entered_v1": "greet who opens the chat for the first time",
    "im.chat.member.bot.added_v1": "begin in a group",
    "im.chat.member.bot.deleted_v1": "end in a group",
    "im.chat.disbanded_v1": "end with a group",
    "im.chat.member.user.added_v1": "know who joins a team",
    "im.chat.member.user.deleted_v1": "know who leaves a team",
    "im.chat.member.user.withdrawn_v1": "know who leaves a team",
    "task.task.update_user_access_v2": "follow what is completed in Feishu Tasks",
}
"""What to subscribe to, and what for."""

DISPENSABLE: Final = {"task.task.update_user_access_v2", "application.bot.menu_v6"}
SELF: Final = "application:application:self_manage"
"""The permission with which an app may be asked for its own settings."""

PUBLISH: Final = "what is changed there counts once a version is published:"


def page(settings: Settings, name: str) -> str:
    """The address of one of the app's pages in the console: `auth`, `event`, `version`."""
    told = settings.feishu
    return f"{told.domain}/app/{told.app_id}/{name}"


def permissions(settings: Settings, scopes: Callable[[], list[str]]) -> Iterator[Finding]:
    """Each permission that is needed, and the page that adds all that are missing."""
    try:
        granted = set(scopes())
    except Refused as no:
        words = f"the permissions could not be listed ({no}); compare {page(settings, 'auth')} with: "
        yield Finding(ok=None, words=words + ", ".join(SCOPES))
        return
    missing = [scope for scope in SCOPES if not granted & {scope, *INSTEAD[scope]}]
    for scope, purpose in SCOPES.items():
        lacks = scope in missing
        words = f"permission {scope}: {purpose}{' – missing' if lacks else ''}"
        yield Finding(ok=not lacks, words=words)
    if missing:
        yield Finding(
            ok=False, words=f"add them at {page(settings, 'auth')}?q={','.join(missing)} ; {_publish(settings)}"
        )
    for scope, purpose in OPTIONAL.items():
        has = bool(granted & {scope, "task:task:write"})
        where = f"at {page(settings, 'auth')}?q={scope}"
        absent = "" if has else f" – missing; everything else works without, see [tasks] mirror; {where}"
        yield Finding(ok=has or None, words=f"permission {scope}: {purpose}{absent}")


def _publish(settings: Settings) -> str:
    return f"{PUBLISH} {page(settings, 'version')}"


def events(settings: Settings, subscribed: Callable[[], frozenset[str]]) -> Iterator[Finding]:
    """How deliveries come, and each event that is not subscribed to; where that cannot be asked, what to compare."""
    where = page(settings, "event")
    if settings.feishu.mode == "websocket":
        how = f'choose "long connection" for events and for callbacks at {where} ; it is saved only while the bot runs'
    else:
        how = f"the request URL of events and of callbacks at {where} is https://YOUR.HOST/feishu/events"
    yield Finding(ok=None, words=how)
    try:
        known = subscribed()
    except Refused:
        known = frozenset()
    if not known:
        words = f"which events are subscribed to can only be asked with the permission {SELF}; compare {where} with: "
        yield Finding(ok=None, words=words + ", ".join(EVENTS))
        return
    missing = [event for event in EVENTS if event not in known]
    for event in missing:
        yield Finding(ok=None if event in DISPENSABLE else False, words=f"event {event}: {EVENTS[event]} – missing")
    does = f"add them at {where} ; {_publish(settings)}" if missing else "all events are subscribed to"
    yield Finding(ok=None if missing else True, words=does)


def refusals(settings: Settings, found: Sequence[Refusal]) -> Iterator[Finding]:
    """What Feishu has refused lately and was not sent since, in words, with what would change it."""
    for each in found:
        lacks = re.search(r"\[([\w:., ]+)\]", each.error) if each.code in NO_SCOPE else None
        scopes = lacks[1].replace(" ", "") if lacks else ""
        cure = f"; grant one of them at {page(settings, 'auth')}?q={scopes}" if scopes else ""
        last = f"the last at {each.at:%Y-%m-%d %H:%M}Z ({each.about})" if each.about else f"{each.at:%Y-%m-%d %H:%M}Z"
        words = f"Feishu refused {each.count} with {each.code}: {meaning(each.code).en}{cure}; {last}"
        yield Finding(ok=None, words=words)
