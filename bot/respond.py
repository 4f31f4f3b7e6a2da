"""From a delivery to the handler that answers it: who asks, what they want, and whether they may."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot import views, words
from bot.asides import BESIDE, Beside
from bot.card import Card
from bot.context import STRANGER, Context, Guide, House, Reply
from bot.deliveries import Delivery, MenuChosen, Pressed, Said
from bot.errors import Problem, Refusal
from bot.form import OUTDATED, Entry, Form, Stamp, entries, read, typed_digest
from bot.router import Press, Switchboard
from bot.text import Text
from sales.breaches import RuleBroken
from storage import people
from storage.engine import Connection
from storage.inbox import Keys
from storage.people import find_person

_NAMELESS = Text(
    "飞书没有告诉我你是谁，所以没法操作。请换一台设备再试一次。",
    "Feishu did not tell me who you are, so I cannot do this. Please try again on another device.",
)
LONGEST: Final = 20_000
"""Most characters in what is said to the bot at once: ten times what the longest report has, and read in no time."""

_TOO_LONG = Text("一次最多说 {limit} 个字。", "At most {limit} characters at once.")
_REFUSED = Text("没有办成", "Not done")


class Responder:
    """Finds the handler and lets it answer, inside a transaction opened by the caller."""

    def __init__(self, switchboard: Switchboard, house: House) -> None:
        """Take the handlers and the settings they go by."""
        self._switchboard = switchboard
        self._house = house
        self._guides = tuple(
            Guide(each.word, each.about, each.example, router.part.value)
            for router in switchboard.routers
            for each in router.commands
        )

    def context(self, db: Connection, delivery: Delivery, now: datetime) -> Context:
        """What the handler will be given: the delivery and whoever it comes from."""
        open_id = str(getattr(delivery, "open_id", ""))
        if isinstance(delivery, Said) and not delivery.is_direct:
            _seat_speaker(db, delivery)
        person, seats = find_person(db, open_id) if open_id else (None, [])
        return Context(db, now, delivery, open_id, person, seats, self._house, self._guides)

    def keys(self, delivery: Delivery) -> Keys:
        """By what this delivery will be recognised when it comes again."""
        press, stamp = self._pressed(delivery)
        if press is None or stamp is None or not press.form.once or not isinstance(delivery, Pressed):
            return Keys(delivery.key)
        return Keys(delivery.key, stamp.act_key(delivery.open_id), typed_digest(delivery.typed))

    def respond(self, ctx: Context) -> Reply:
        """The handler's answer. Raises `Refusal` or `RuleBroken` for a no."""
        match ctx.delivery:
            case Said(image_key=key) as said if key:
                return self._picture(ctx, key) if said.is_direct else Reply()
            case Said(file_key=key) as said if key:
                return self._file(ctx, said) if said.is_direct else Reply()
            case Said() as said:
                return self._command(ctx, spoken(said), said.is_direct)
            case MenuChosen() as menu:
                return self._command(ctx, menu.word, is_direct=True)
            case Pressed() as pressed:
                return self._press(ctx, pressed)
            case event:
                handler = self._switchboard.event(type(event))
                return (handler(ctx, event) if handler else None) or Reply()

    def refuse(self, ctx: Context, no: Refusal | RuleBroken) -> Reply:
        """The no in words: on the form with everything still typed there, or as a toast, or as a card in the chat."""
        press, stamp = self._pressed(ctx.delivery)
        refusal = no if isinstance(no, Refusal) else _in_words(no, press.form if press else None)
        if not isinstance(ctx.delivery, Pressed):
            return Reply(self._refusal_card(refusal))
        card = None
        if press and stamp and press.redraw and refusal.problems and (ctx.seats or not press.members):
            try:
                card = press.redraw(ctx, stamp.carried, ctx.delivery.typed, refusal.problems)
            except (Refusal, RuleBroken) as also:
                # They may not even see the form that they filled in: that is what they are told.
                refusal = also if isinstance(also, Refusal) else _in_words(also, None)
        return Reply(card, refusal.words, "warning")

    def _command(self, ctx: Context, said: str, is_direct: bool) -> Reply:  # noqa: FBT001 - one of two ways to ask
        if len(said) > LONGEST:
            raise Refusal(_TOO_LONG.fill(limit=LONGEST))
        found = self._switchboard.command(said)
        if found is None:
            return self._guess(ctx, said, is_direct)
        command, rest = found
        if command.members:
            _ = ctx.me
        return command.run(ctx, rest)

    def _picture(self, ctx: Context, image_key: str) -> Reply:
        """A picture sent directly; what is sent into a group was not meant for the bot."""
        _ = ctx.me
        handler = self._switchboard.picture
        return handler(ctx, image_key) if handler else Reply()

    def _file(self, ctx: Context, said: Said) -> Reply:
        """A file sent directly; whose it may be is the handler's business."""
        handler = self._switchboard.file
        return handler(ctx, said.file_key, said.file_name) if handler else Reply()

    def _guess(self, ctx: Context, said: str, is_direct: bool) -> Reply:  # noqa: FBT001
        if is_direct:
            _ = ctx.me
        return Reply(views.guesses_card(command.word for command in self._switchboard.nearest(said)))

    def _press(self, ctx: Context, pressed: Pressed) -> Reply:
        if not pressed.open_id:
            raise Refusal(_NAMELESS)
        stamp = Stamp.read(pressed.value)
        if stamp.do == views.Run.name():
            return self._command(ctx, read(views.Run, stamp.carried, {}).said, is_direct=True)
        if stamp.do == Beside.name():
            return self._beside(ctx, pressed, read(Beside, stamp.carried, {}).said)
        press = self._switchboard.press(stamp.do)
        if press is None:
            raise Refusal(OUTDATED)
        stamp.check(press.form, pressed.open_id)
        if press.members:
            _ = ctx.me
        return press.run(ctx, read(press.form, stamp.carried, pressed.typed))

    def _beside(self, ctx: Context, pressed: Pressed, said: str) -> Reply:
        """What a command answers, as a message of its own to the presser: the card stays as it is."""
        reply = self._command(ctx, said, is_direct=True)
        if reply.card is None:
            return reply
        ctx.notify(pressed.open_id, reply.card, about="answer", dedupe=f"answer/{pressed.key}")
        return Reply(toast=BESIDE)

    def _pressed(self, delivery: Delivery) -> tuple[Press | None, Stamp | None]:
        """The handler and stamp of a press; nothing for what is no press, or not of a card of ours."""
        if not isinstance(delivery, Pressed):
            return None, None
        try:
            stamp = Stamp.read(delivery.value)
        except Refusal:
            return None, None
        return self._switchboard.press(stamp.do), stamp

    def _refusal_card(self, refusal: Refusal) -> Card:
        if refusal.words is STRANGER:
            return views.stranger_card(STRANGER)
        return views.refusal_card(_REFUSED, refusal.words)


def _seat_speaker(db: Connection, said: Said) -> None:
    """Who writes in a group is in it, and a member of its team even if the members could not be read."""
    team = people.team_of_chat(db, said.chat_id)
    if team and team.roster_at is None:
        people.seat(db, team, {said.open_id: ""}, said.at)


def spoken(said: Said) -> str:
    """The text of a message as the person would read it: the bot's own mention gone, others by their names."""
    text = said.text
    # The longest first: `@_user_1` stands in `@_user_10`, too.
    for mention in sorted(said.mentions, key=lambda each: -len(each.placeholder)):
        text = text.replace(mention.placeholder, "" if mention.is_bot else f"@{mention.name}", 1)
    return text.strip()


def _in_words(breach: RuleBroken, form: type[Form] | None) -> Refusal:
    """A broken rule as a refusal; when it is about a field of the form, as a problem of that field."""
    why = words.broken(breach)
    entry = _entries(form).get(breach.field or "")
    label = entry.label if entry else None
    return Refusal(why, (Problem(str(breach.field), label, why),) if label else ())


def _entries(form: type[Form] | None) -> Mapping[str, Entry]:
    return entries(form) if form else {}
