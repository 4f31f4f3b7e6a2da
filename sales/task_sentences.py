"""A task in one line, read by fixed rules: who, until when, what, for which customer; nothing typed is lost.

What was read is masked, and what is left over is what is to be done. Whatever could mean two things stays empty and is
quoted in `rest`: a card asks for it.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Collection
from datetime import date, timedelta
from itertools import pairwise

from sales import task_phrases as say
from sales.dates import FoundDay, find_days
from sales.daywords import shifted
from sales.phrases import half_width
from sales.places import pattern
from sales.records import dataclass

FRIDAY, SUNDAY = 4, 6
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class TaskSentence:
    """What a line says of a task; empty strings and None stand for what it does not say.

    `owner` is one of the names given, or `me`; `vague` if the day is about that day. `rest` has what belongs to no
    field, as typed.
    """

    owner: str = ""
    what: str = ""
    due_on: date | None = None
    start_on: date | None = None
    customer: str = ""
    expected: str = ""
    source: str = ""
    vague: bool = False
    rest: tuple[str, ...] = ()


ME = "me"
"""The owner who gives the task to themselves."""


def read_task(
    line: str, today: date, people: Collection[str], is_customer: Callable[[str], bool] = lambda _: False
) -> TaskSentence:
    """Read what follows the word for a task, as said on `today` (team date).

    `people` are the names that may own it; `is_customer` says whether exactly these words name one that is known.
    """
    return _Reader(line, today, people, is_customer).read()


class _Reader:
    """Takes out of one line what it knows, the surest first; use it once."""

    def __init__(self, line: str, today: date, people: Collection[str], is_customer: Callable[[str], bool]) -> None:
        self.line, self.text, self.today = line, half_width(line), today
        self.people = sorted((name for name in people if name), key=len, reverse=True)
        self.is_customer = is_customer
        self.said: dict[str, str] = {}
        self.due: date | None = None
        self.start: date | None = None
        self.vague = False
        self.rest: list[str] = []

    def read(self) -> TaskSentence:
        """Everything the line says."""
        for step in (self._labelled, self._customer, self._mentioned, self._source, self._days, self._addressed):
            step()
        what = self.said.get("what") or self._left()
        named = {name: self.said.get(name, "") for name in ("owner", "customer", "expected", "source")}
        if self.said.get("what") and self._left():
            self.rest.append(self._left())
        return TaskSentence(
            what=what, due_on=self.due, start_on=self.start, vague=self.vague, rest=tuple(self.rest), **named
        )

    def _take(self, start: int, end: int) -> str:
        """The words of a place as typed, which is masked: it is read."""
        self.text = self.text[:start] + "\0" * (end - start) + self.text[end:]
        return self.line[start:end].strip(say.TRIMMED)

    def _keep(self, name: str, words: str) -> None:
        """Keep what belongs to a field; what is said twice is quoted."""
        if self.said.setdefault(name, words) != words:
            self.rest.append(words)

    # What stands behind a label and a colon.

    def _labelled(self) -> None:
        found = list(pattern(rf"(?<![A-Za-z])(?P<label>{say.LABELS})\s*:\s*").finditer(self.text))
        limits = [*(each.start() for each in found[1:]), len(self.text)]
        for each, limit in zip(found, limits, strict=False):
            stop = pattern(say.ENDS).search(self.text, each.end(), limit)
            self._label(each, stop.start() if stop else limit)

    def _label(self, found: re.Match[str], end: int) -> None:
        words, label = self.line[found.end() : end].strip(say.TRIMMED), found["label"]
        if pattern(say.MEETING).fullmatch(label):
            name, words = "source", f"{self.line[slice(*found.span('label'))]} {words}"
        else:
            name = next((name for name, labels in _FIELDS.items() if pattern(labels).fullmatch(label)), "")
        if name:
            self._keep(name, words)
            self._take(found.start(), end)

    # #customer, @owner and what it comes from.

    def _customer(self) -> None:
        while found := pattern(rf"#\s?|(?:{say.CUSTOMER})\s*:\s*").search(self.text):
            end = self._customer_end(found.end())
            name = self.line[found.end() : end].strip(say.TRIMMED + "\"'“”")
            self._take(found.start(), end)
            if name:
                self._keep("customer", name)

    def _customer_end(self, at: int) -> int:
        """Behind the longest known customer; else behind the quotes, else behind the word."""
        quoted = pattern(r"[\"“][^\"”]*[\"”]").match(self.text, at)
        if quoted:
            return quoted.end()
        for end in range(min(len(self.text), at + LONGEST_NAME), at, -1):
            if self._stops(end) and self.is_customer(self.line[at:end].strip()):
                return end
        word = pattern(r"[^\s\0,，;；。#@]+").match(self.text, at)
        return word.end() if word else at

    def _stops(self, at: int) -> bool:
        """Whether a name may end here: not within a word of Latin letters, nor on a space."""
        before, after = self.text[at - 1], self.text[at : at + 1]
        return not before.isspace() and not (_latin(before) and _latin(after))

    def _mentioned(self) -> None:
        names = "|".join(map(re.escape, self.people))
        mark = rf"(?:@\s?|(?:{say.OWNER})\s*:\s*@?)"
        known = rf"{mark}(?P<name>{names})(?![A-Za-z0-9])" if names else r"(?!)"
        for found in list(pattern(known).finditer(self.text)):
            self._keep("owner", self._as_known(found["name"]))
            self._take(*found.span())
        for found in list(pattern(rf"{mark}(?:(?P<me>{say.MYSELF})|[^\s\0,，;；@#]+)").finditer(self.text)):
            words = self._take(*found.span())
            if found["me"]:
                self._keep("owner", ME)
            else:
                self.rest.append(words)

    def _as_known(self, name: str) -> str:
        return next(each for each in self.people if each.casefold() == name.casefold())

    def _source(self) -> None:
        for found in list(pattern(say.NUMBERED).finditer(self.text)):
            before = pattern(say.FROM_NUMBERED).search(self.text, 0, found.start())
            self._keep("source", self.line[found.start() : found.end()].upper())
            self._take(before.start() if before else found.start(), found.end())
        meeting = pattern(say.LAST_MEETING).search(self.text)
        if meeting and "source" not in self.said:
            self._keep("source", self._take(*meeting.span("meeting")))

    # Days: from which, until which.

    def _days(self) -> None:
        found = find_days(self.text, self.today)
        self._spanned(found)
        marked = [each for each in found if self._marked(each)]
        plain = [each for each in found if each not in marked and self.text[each.start] != "\0"]
        self._week_or_month()
        apart = [each for each in plain if self._apart(each)]
        if self.due is None and len(apart) == 1:
            self._is_due(apart[0], apart[0].start, self._behind(apart[0].end))

    def _spanned(self, found: list[FoundDay]) -> None:
        """From one day to another: the first is the start, the last is due."""
        for first, last in pairwise(found):
            between = self.text[first.end : last.start]
            if pattern(say.BETWEEN).fullmatch(between) and self.due is None and self.start is None:
                before = pattern(say.BEFORE_START).search(self.text, 0, first.start)
                self.start, self.due, self.vague = first.day, last.day, last.vague
                self._take(before.start() if before else first.start, self._behind(last.end))

    def _marked(self, found: FoundDay) -> bool:
        """Whether words around a day say what it is; then it is read."""
        if self.text[found.start] == "\0":
            return True
        begins = pattern(say.BEFORE_START).search(self.text, 0, found.start)
        goes_on = pattern(say.AFTER_START).match(self.text, found.end)
        if begins or goes_on:
            self._begins(found, begins.start() if begins else found.start, goes_on.end() if goes_on else found.end)
            return True
        return self._limits(found)

    def _begins(self, found: FoundDay, start: int, end: int) -> None:
        words = self._take(start, end)
        if self.start is None:
            self.start = found.day
        else:
            self.rest.append(words)

    def _limits(self, found: FoundDay) -> bool:
        end = self._behind(found.end)
        before = pattern(say.BEFORE_DUE).search(self.text, 0, found.start)
        after = pattern(say.AFTER_DUE).match(self.text, end)
        within = pattern(say.WITHIN).search(self.text[found.start : found.end])
        if before or after or within:
            self._is_due(found, before.start() if before else found.start, after.end() if after else end)
        return bool(before or after or within)

    def _behind(self, end: int) -> int:
        clock = pattern(say.CLOCK).match(self.text, end)
        return clock.end() if clock and clock[0].strip() else end

    def _is_due(self, found: FoundDay, start: int, end: int) -> None:
        words = self._take(start, end)
        if self.due is None:
            self.due, self.vague = found.day, found.vague
        else:
            self.rest.append(words)

    def _week_or_month(self) -> None:
        for words, last in ((say.WEEK, self._end_of_week), (say.MONTH, self._end_of_month)):
            found = pattern(words).search(self.text)
            if found and self.due is None:
                before = pattern(say.BEFORE_SPAN).search(self.text, 0, found.start())
                self.due = last(say.STEPS[(found["step"] or found["english"]).lower()])
                self._take(before.start() if before else found.start(), found.end())

    def _end_of_week(self, step: int) -> date:
        """The Friday of a week; the Sunday of this one where that is over."""
        monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=step)
        friday = monday + timedelta(days=FRIDAY)
        return friday if friday >= self.today else monday + timedelta(days=SUNDAY)

    def _end_of_month(self, step: int) -> date:
        month = shifted(self.today, step)
        return month.replace(day=monthrange(month.year, month.month)[1])

    def _apart(self, found: FoundDay) -> bool:
        """Whether a day without a mark stands first, last or by itself: else it is what the task is about."""
        end = self._behind(found.end)
        first = not self.text[: found.start].strip(say.TRIMMED)
        last = not self.text[end:].strip(say.TRIMMED)
        alone = self._parted(found.start - 1) and self._parted(end)
        return first or last or alone

    def _parted(self, at: int) -> bool:
        return not 0 <= at < len(self.text) or bool(pattern(say.PARTS).match(self.text, at))

    # Whose it is where nobody put an @, and what is left.

    def _addressed(self) -> None:
        if "owner" in self.said or not (begins := pattern(r"[^\s\0,，、;；。:|]").search(self.text)):
            return
        at = begins.start()
        verb = pattern(say.ADDRESSED).match(self.text, at)
        names = "|".join([*map(re.escape, self.people), say.MYSELF])
        for start in (verb.end() if verb else at, at):
            found = pattern(rf"(?P<name>{names})(?=(?P<gap>{say.PARTS})|$|(?<=[\u3400-\u9fff]))").match(
                self.text, start
            )
            if found and (start > at or found["gap"]):
                self._name_first(at, found)
                return

    def _name_first(self, at: int, found: re.Match[str]) -> None:
        known = found["name"].casefold() in {each.casefold() for each in self.people}
        self._keep("owner", self._as_known(found["name"]) if known else ME)
        self._take(at, found.end("name"))

    def _left(self) -> str:
        """What nobody read, in order, without what is left hanging."""
        runs = [run.span() for run in pattern(r"[^\0]+").finditer(self.text)]
        words = [self._trimmed(start, end) for start, end in runs]
        return " ".join(filter(None, words))

    def _trimmed(self, start: int, end: int) -> str:
        words = self.line[start:end].strip(say.TRIMMED)
        leading = pattern(say.LEADING).match(half_width(words))
        words = words[leading.end() :] if leading else words
        hanging = pattern(say.LINKS).search(half_width(words)) if end < len(self.line) else None
        return (words[: hanging.start()] if hanging else words).strip(say.TRIMMED)


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


_FIELDS = {"expected": say.RESULT, "source": say.SOURCE, "what": say.WHAT}
