"""Writing and reviewing reports as people do, in a team whose first weekly report is due on Friday 6 March 2026."""

from datetime import datetime
from typing import Any

from playground import Delivered, Message, Person
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import parts

FRIDAY = datetime(2026, 3, 6, 15, 0, tzinfo=SHANGHAI)
"""Three hours before the weekly report of 2026-W10 is due."""

DONE = "本周跑了三家，华宁同意试用。"


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in March 2026 on the team's wall clock."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def on_friday(house: Installation) -> Squad:
    """A team on the Friday afternoon on which its first weekly report is due."""
    squad = house.squad()
    house.tick(FRIDAY)
    return squad


def write(house: Installation, rep: Person, said: str = "周报", **typed: str) -> Message:
    """Ask for the report and hand it in; the card is the receipt then."""
    form = house.say(rep, said)
    submit(house, rep, form, **({"summary": DONE} | typed))
    return form


def submit(house: Installation, rep: Person, form: Message, **typed: str) -> Delivered:
    """Press 提交 with this typed."""
    return house.feishu.submit(rep, form.message_id, typed, form="report", button="submit")


def save(house: Installation, rep: Person, form: Message, **typed: str) -> Delivered:
    """Press 保存 with this typed."""
    return house.feishu.submit(rep, form.message_id, typed, form="report", button="save")


def review(house: Installation, manager: Person, card: Message, verdict: str, comment: str = "") -> Delivered:
    """Press one of the three buttons of a review card: `read`, `more` or `excellent`."""
    typed = {"comment": comment} if comment else {}
    return house.feishu.submit(manager, card.message_id, typed, form="review", button=verdict)


def shown_before(message: Message) -> Any:
    """The card as it stands, to be put back: another device still shows it."""
    return dict(message.card or {})


def press_of(card: Any, name: str, message: Message, person: Person, typed: dict[str, str]) -> dict[str, Any]:
    """The body of a press of a form's button as a client sends it, for presses that come at once."""
    button = next(part for part in parts(card) if part.get("tag") == "button" and part.get("name") == name)
    action = {"tag": "button", "value": button["behaviors"][0]["value"], "form_value": typed}
    return {
        "operator": {"open_id": person.open_id},
        "action": action,
        "context": {"open_message_id": message.message_id, "open_chat_id": message.chat_id},
    }


def state(house: Installation, period: str = "2026-W10", kind: str = "weekly") -> list[str]:
    """The states of what 李雷 owes for a period."""
    query = (
        "select o.state from obligations o join people p on p.id = o.rep_id "  # noqa: S608 - the test's own words
        f"where p.name = '李雷' and o.type = '{kind}' and o.period = '{period}'"
    )
    return [str(row[0]) for row in house.rows(query)]
