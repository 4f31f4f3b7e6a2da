"""A Feishu client in one person's hand: it fills in forms, checks what is required and types the values."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from playground import cards
from playground.people import Json, Person

EMPTY: tuple[Any, ...] = ("", None, [])
FORMATS = {"date_picker": "%Y-%m-%d", "picker_time": "%H:%M", "picker_datetime": "%Y-%m-%d %H:%M"}
INITIAL = {
    "input": "default_value",
    "select_person": "initial_option",
    "multi_select_static": "selected_values",
    "multi_select_person": "selected_values",
    "date_picker": "initial_date",
    "picker_time": "initial_time",
    "picker_datetime": "initial_datetime",
}


class ClientRefusedError(Exception):
    """The client itself does not do this, and nothing is sent: no such button, a value too long."""

    def __init__(self, field: str, text: str, *, code: str) -> None:
        """Say why in a word (`code`), for which field, and in a sentence."""
        super().__init__(text)
        self.code = code
        self.field = field
        self.text = text


class RequiredMissing(ClientRefusedError):  # noqa: N818 - the name in the playground's contract
    """A required field is blank; the client marks it and sends nothing."""

    def __init__(self, field: str, label: str) -> None:
        """Name the field and what stands above it."""
        super().__init__(field, f"请填写必填项：{label or field}", code="required")


def initial(field: Json) -> Any:
    """Read what a field shows before anybody touches it."""
    tag = field["tag"]
    if tag == "checker":
        return bool(field.get("checked"))
    if tag == "select_static":
        return _initial_choice(field)
    value = field.get(INITIAL.get(tag, ""))
    return value if value is not None else ""


def _initial_choice(field: Json) -> str:
    options = field.get("options") or []
    wanted, index = field.get("initial_option"), field.get("initial_index") or 0
    for option in options:
        if wanted and wanted in {option.get("value"), *cards.words(option.get("text"))}:
            return str(option["value"])
    return str(options[index - 1]["value"]) if not wanted and 0 < index <= len(options) else ""


def chosen(field: Json, value: Any, person: Person, *, checked: bool = True) -> Any:
    """Turn what a person entered into what the platform sends for a field (card-callback-communication)."""
    if value in EMPTY and not isinstance(value, bool):
        return "" if not isinstance(value, list) else []
    tag = field["tag"]
    maker = _MAKERS.get(tag)
    return maker(field, value, person, checked) if maker else str(value)


def _typed(field: Json, value: Any, _person: Person, checked: bool) -> str:  # noqa: FBT001
    text, limit = str(value), int(field.get("max_length") or 1000)
    if checked and len(text) > limit:
        raise ClientRefusedError(field["name"], f"最多 {limit} 个字符", code="too_long")
    return text


def _option(field: Json, value: Any, _person: Person, checked: bool) -> str:  # noqa: FBT001
    for option in field.get("options") or []:
        if str(value) in {str(option.get("value")), *cards.words(option.get("text"))}:
            return str(option["value"])
    if checked and field["tag"] in {"select_static", "multi_select_static", "select_img"}:
        raise ClientRefusedError(field["name"], f"没有这个选项：{value}", code="no_such_option")
    return getattr(value, "open_id", str(value))


def _options(field: Json, value: Any, person: Person, checked: bool) -> list[str]:  # noqa: FBT001
    values = value if isinstance(value, list | tuple) else [value]
    return [_option(field, one, person, checked) for one in values]


def _moment(field: Json, value: Any, person: Person, checked: bool) -> str:  # noqa: FBT001
    form = FORMATS[field["tag"]]
    text = value.strftime(form) if isinstance(value, date | time) else str(value)
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is added below
    except ValueError:
        if checked and not _has_offset(text, form):
            name = field.get("name", "")
            raise ClientRefusedError(name, f"不是有效的时间：{text}", code="no_such_value") from None
        return text
    year = moment.replace(year=2026) if form == "%H:%M" else moment
    return f"{text} {year.replace(tzinfo=ZoneInfo(person.timezone)):%z}"


def _has_offset(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, f"{form} %z")
    except ValueError:
        return False
    return True


def _ticked(_field: Json, value: Any, _person: Person, _checked: bool) -> bool:  # noqa: FBT001
    return bool(value)


_MAKERS: dict[str, Callable[[Json, Any, Person, bool], Any]] = {
    "input": _typed,
    "select_static": _option,
    "select_person": _option,
    "select_img": _option,
    "multi_select_static": _options,
    "multi_select_person": _options,
    "date_picker": _moment,
    "picker_time": _moment,
    "picker_datetime": _moment,
    "checker": _ticked,
}


def form_value(form: Json, values: Json, person: Person, style: str, *, checked: bool = True) -> Json:
    """Build the form_value of a submission; `style` is how fields left blank arrive (see Faults).

    Raises RequiredMissing for a blank required field, ClientRefusedError for a value the field cannot take.
    Unchecked, both pass, and so do values of fields that the form does not have.
    """
    fields = {field["name"]: field for field in cards.fields(form)}
    strange = values.keys() - fields.keys()
    if checked and strange:
        raise ClientRefusedError(min(strange), f"表单里没有：{'、'.join(sorted(strange))}", code="no_such_field")
    sent: Json = {}
    for name, field in fields.items():
        value = chosen(field, values.get(name, initial(field)), person, checked=checked)
        if checked and value in EMPTY and value is not False and field.get("required"):
            raise RequiredMissing(name, cards.in_language(field.get("label"), person.lang))
        sent |= _as_sent(field, name, value, style)
    return sent | {name: values[name] for name in strange}


def _as_sent(field: Json, name: str, value: Any, style: str) -> Json:
    if isinstance(value, bool) or value not in EMPTY:
        return {name: value}
    if style == "null":
        return {name: None}
    if style == "empty" or (style == "natural" and field["tag"] == "input"):
        return {name: [] if field["tag"].startswith("multi_") else ""}
    return {}


def callback_of(element: Json) -> Json | None:
    """Find what an element's click calls back with: `{"value": …}`, or None when it calls nobody."""
    for behavior in element.get("behaviors") or []:
        if behavior.get("type") == "callback":
            return {"value": behavior["value"]} if "value" in behavior else {}
    return None


def alone(field: Json, value: Any, person: Person) -> Json:
    """Build the action of a field used outside a form."""
    tag, sent = field["tag"], chosen(field, value, person)
    member = {"input": "input_value", "checker": "checked"}.get(tag)
    if member is None:
        member = "options" if isinstance(sent, list) else "option"
    name = {"name": field["name"]} if field.get("name") else {}
    return {"tag": tag, "timezone": person.timezone, member: sent, **name, **(callback_of(field) or {})}
