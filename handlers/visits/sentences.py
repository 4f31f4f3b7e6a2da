"""One line instead of a form: what is understood stands in the form's fields, what is not is quoted above it."""

from dataclasses import replace
from typing import Any

from bot.context import Context
from bot.doubles import guessed
from handlers.visits.cards import said_on
from handlers.visits.companions import colleagues, named
from handlers.visits.forms import FileVisit
from sales.sentences import VisitSentence, read_visit
from sales.visits import Kind
from storage.customers import find_by_name
from storage.exact_names import Known

LONGEST = 400
"""How many characters of a line are read; what goes beyond is quoted."""


def typed_from_line(ctx: Context, said: str) -> tuple[FileVisit, dict[str, Any]]:
    """The blank form with what was not understood, and its fields as the line fills them."""
    typed = {"kind": Kind.ON_SITE.value, "visited_on": said_on(ctx).isoformat()}
    known = find_by_name(ctx.db, said) if said else None
    if known or not said:
        return FileVisit(), typed | {"customer": known.name if known else ""}
    read = read_visit(said[:LONGEST], said_on(ctx), Known(ctx.db).id_of, [p.name for p in colleagues(ctx)])
    blank, typed = _filled(ctx, read, said[LONGEST:], typed)
    name, asked = guessed(ctx, str(typed.get("customer") or ""))
    return replace(blank, asked=asked), typed | {"customer": name}


def _filled(ctx: Context, read: VisitSentence, beyond: str, typed: dict[str, Any]) -> tuple[FileVisit, dict[str, Any]]:
    """A text too long for its field and a companion who is not in the team are quoted, too, and never cut off."""
    quoted = [*read.rest, beyond] if beyond else list(read.rest)
    limits = {"customer": 100, "contact": 60, "purpose": 500, "outcome": 1000, "next_step": 500}
    for name, limit in limits.items():
        words = getattr(read, name)
        typed[name] = words if len(words) <= limit else ""
        quoted += [words] if len(words) > limit else []
    companion = named(ctx, read.companion) if read.companion else None
    quoted += [read.companion] if read.companion and companion is None else []
    typed |= {"kind": read.kind.value} if read.kind else {}
    typed |= {"visited_on": read.visited_on.isoformat()} if read.visited_on else {}
    typed |= {"next_step_on": read.next_step_on.isoformat()} if read.next_step_on else {}
    typed |= {"feeling": str(read.willingness)} if read.willingness is not None else {}
    typed |= {"companion": str(companion.id)} if companion else {}
    return FileVisit(unread="  ".join(quoted)), typed
