"""The presses on the card of an import, which the sender draws and one feature answers."""

from bot.form import Form, carried
from sales.records import dataclass


@dataclass(frozen=True)
class ApplyImport(Form):
    """Take over the rows of a sheet that was looked through: every row or none, or (`skip` 1) all without a fault."""

    import_id: int = carried(0)
    skip: int = carried(0)


@dataclass(frozen=True)
class DropImport(Form):
    """Leave the sheet; nothing of it was kept."""

    import_id: int = carried(0)


@dataclass(frozen=True)
class UndoImport(Form):
    """Take back everything that an applied sheet brought; the button asks first."""

    import_id: int = carried(0)


@dataclass(frozen=True)
class SendTemplate(Form):
    """Send an empty sheet of a kind, with its headings and an example."""

    kind: str = carried("")
