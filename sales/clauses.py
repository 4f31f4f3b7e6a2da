"""The reader of a sentence: at each place it tries what can stand there, and takes the first that does."""

import re
from collections.abc import Callable, Collection
from datetime import date, timedelta

from sales import visit_phrases as say
from sales.daywords import Form
from sales.notes import Notes
from sales.numerals import numeral
from sales.places import Places, pattern
from sales.visits import Kind

_RECENT = timedelta(days=60)
_LONGEST_NAME = 40


class Reader(Places):
    """Reads one sentence from left to right into `notes` and its own typed fields; use it once."""

    def __init__(
        self, words: str, today: date, customers: Callable[[str], int | None], colleagues: Collection[str]
    ) -> None:
        super().__init__(words)
        self.today, self.customers = today, customers
        self.notes = Notes(words)
        self.dated = 0
        self.lead = ""
        self.subject = self.expecting = False
        self.customer_id: int | None = None
        self.kind: Kind | None = None
        self.willingness: int | None = None
        self.visited_on: date | None = None
        self.next_step_on: date | None = None
        self._take_willingness()
        self._take_companions(colleagues)
        self.find_days()

    def read(self) -> None:
        """Read the whole sentence."""
        steps = (
            self._separator, self._known, self._expected, self._kind, self._aside, self._day, self._planned,
            self._vague_time, self._subject, self._statement, self._meeting, self._contact, self._purpose,
            self._going, self._visiting, self._link,
        )  # fmt: skip
        while self.at < len(self.text):
            if not any(step() for step in steps):
                self._unknown()

    # Words that can stand anywhere are taken out first.

    def _take_willingness(self) -> None:
        for found in pattern(say.WILLINGNESS).finditer(self.text):
            score = numeral(found["score"])
            if score is not None and score <= 100 and self.willingness is None:
                self.willingness = score
            else:
                self.notes.note("rest", *found.span())
            self.mask(*found.span())

    def _take_companions(self, colleagues: Collection[str]) -> None:
        one = "|".join(map(re.escape, sorted(colleagues, key=len, reverse=True)))
        if not one:
            return
        names = f"(?:{one})(?:(?:{say.NAMES_JOINED})(?:{one}))*"
        for before in (say.COMPANION_BEFORE, say.COMPANION_AFTER, say.COMPANION_GOING):
            found = pattern(before.replace("{names}", names)).search(self.text)
            if found and "companion" not in self.notes:
                self.notes.note("companion", *found.span("who"))
                self.mask(*found.span())

    def _note(self, name: str, end: int) -> bool:
        self.notes.note(name, self.at, end)
        self.at, self.subject, self.expecting, self.lead = end, False, False, ""
        return True

    # What can stand at a place.

    def _separator(self) -> bool:
        return self.skip(self.match(say.SEPARATOR))

    def _known(self) -> bool:
        for end in range(min(len(self.text), self.at + _LONGEST_NAME), self.at, -1):
            found = None if self.match(say.SEPARATOR, end - 1) else self.customers(self.words[self.at : end])
            if found is not None and self._may_end(end):
                return self._customer(end, found)
        return False

    def _customer(self, end: int, known: int | None) -> bool:
        if known is not None and self.customer_id is None:
            self.notes.give_up("customer")
        if "customer" not in self.notes:
            self.customer_id = known
            self.kind = self.kind or (Kind.ON_SITE if self.lead == "going" else None)
        return self._note("customer", end)

    def _may_end(self, end: int) -> bool:
        """Whether a name may end here, for a longer name is another customer's."""
        mark = self.match(say.SEPARATOR, end)
        if end == len(self.text) or (mark and not mark[0].isspace()):
            return True
        if not mark:
            return self._follows_name(end, say.PURPOSE_INSIDE)
        return not self.joins(end, mark.end()) or self._follows_name(mark.end(), say.PURPOSE)

    def _follows_name(self, at: int, purpose: str) -> bool:
        after = (purpose, say.CONTACT, say.KIND, say.MEETING, say.STATEMENT, say.SUBJECTS, say.PLANNED, say.AFTER_NAME)
        return at in self.days or any(self.match(words, at) for words in after)

    def _expected(self) -> bool:
        """What follows the date of a next step, unless it plainly belongs elsewhere."""
        if not self.expecting or self.at in self.days:
            return False
        contact = self.match(say.CONTACT)
        apart = contact and self.end(self.at) == contact.end() and "contact" not in self.notes
        if apart or self.match(say.SUBJECTS) or self.match(say.PROMISES) or self.match(say.ASIDE):
            self.expecting = False
            return False
        return self._note("next_step", self.end(self.at))

    def _kind(self) -> bool:
        found = self.match(say.KIND)
        if found:
            self.kind = self.kind if self.kind and self.kind is not Kind.ON_SITE else Kind(str(found.lastgroup))
        return self.skip(found)

    def _aside(self) -> bool:
        found = self.match(say.ASIDE) if self._may_digress() else None
        return bool(found) and self._note("rest", found.end() if found else 0)

    def _may_digress(self) -> bool:
        """Whether words about the way there can stand here: in front, or behind the date or the customer."""
        return self.starts_clause() or self.at == self.dated or self.notes.last == "customer"

    def _planned(self) -> bool:
        about, later = self.match(say.ABOUT_TO), self.match(f"(?:{say.LATER})")
        if about:
            then = self.past_gap(say.TO_DO, about.end())
            if then in self.days or self.match(say.NO_SINGLE_DAY, then):
                self.at = then
                return True
        planned = self.match(say.PLANNED) or later
        if planned:
            self.at, self.expecting = self.past_gap(say.TO_DO, planned.end()), True
        return planned is not None

    def _day(self) -> bool:
        if self.at not in self.days:
            return False
        phrase = self.days[self.at]
        end = self.past_gap(say.DAY_TAIL, phrase[1].end())
        told = self._told(phrase)
        if told and self.visited_on in {None, told}:
            self.visited_on, self.at, self.dated = told, end, end
            return True
        return self._ahead(self.day(phrase, self.today), end)

    def _told(self, phrase: tuple[Form, re.Match[str]]) -> date | None:
        """The day of the visit, if this date tells it: a past one, today, or one that opens the sentence."""
        if phrase[0].recurs(phrase[1]):
            day = self.day(phrase, self.today, past=True)
            recent = day and (day >= self.today - _RECENT or self.match(say.WENT, phrase[1].end()))
            return day if recent and self._opens() else None
        day = self.day(phrase, self.today)
        return day if day and day <= self.today else None

    def _opens(self) -> bool:
        return not self.notes.spans.keys() - {"companion"} and self.next_step_on is None and self.visited_on is None

    def _ahead(self, day: date | None, end: int) -> bool:
        """A date of what comes next; one that does not exist, or a second one, stays in the words."""
        if day and day < self.today:
            return self._note("rest", end)
        if day is None or self.next_step_on:
            return self._next_words(end)
        self.next_step_on, self.at, self.expecting = day, self.past_gap(say.TO_DO, end), True
        return True

    def _vague_time(self) -> bool:
        found = self.match(say.NO_SINGLE_DAY)
        return bool(found) and self._next_words(found.end() if found else 0)

    def _next_words(self, end: int) -> bool:
        """A next step that begins with words for its time."""
        then = self.past_gap(r"\s*", end)
        if then < len(self.text) and self._names_somebody(then):
            self._note("next_step", end)
            self.expecting = True
            return True
        return self._note("next_step", self.end(then))

    def _subject(self) -> bool:
        found = self.match(say.SUBJECTS) or (self.match(say.LABELS) if self.starts_clause() else None)
        self.subject = self.subject or found is not None
        return self.skip(found)

    def _statement(self) -> bool:
        promise, demand = self.match(say.PROMISES), self.match(say.DEMANDS)
        said = promise or self.match(say.STATEMENT) or self.match(say.NOUNS_GONE_WRONG)
        if not self.subject and (not said or self._is_firm()):
            return False
        end = self.end(self.at)
        if promise and promise.end() == end and self.text[end : end + 1].isspace():
            return self._note("outcome", self.end(end + 1))
        holds_date = self.subject or promise or (demand and demand.end() in self.days)
        return self._note("outcome", end if holds_date else self.next_day(self.at, end))

    def _contact(self) -> bool:
        found = self.match(say.CONTACT)
        if not found or (not found[0].isascii() and self._is_firm() and found.end() < self.end(self.at)):
            return False
        speaks = self.starts_clause() and not self.lead and "purpose" in self.notes
        self._note("contact", found.end())
        self.subject = speaks and not self.match(say.SEPARATOR) and self.at < len(self.text)
        return True

    def _meeting(self) -> bool:
        found = self.match(say.MEETING)
        if not found:
            return False
        self.at = found.end()
        if self._known():
            return True
        name = self.match(say.BARE_NAME) or self.match(say.ENGLISH_NAME)
        if name and not self.match(say.CONTACT):
            end = next((end for end in range(name.end(), self.at, -1) if self._may_end(end)), 0)
            return self._note("contact", end) if end else True
        return True

    def _purpose(self) -> bool:
        found = self.match(say.PURPOSE)
        if not found or (self._is_firm() and not self.match(say.SURE_PURPOSE)):
            return False
        if self.match(say.CARE):
            self.kind = self.kind if self.kind and self.kind is not Kind.ON_SITE else Kind.CARE
        end = self.next_day(self.at, self.end(self.at))
        for words in (say.STATEMENT_INSIDE, say.MEETS_SOMEBODY):
            end = self.cut(words, found.end(), end)
        more = self.match(say.QUANTITY, end)
        follows_on = self.notes.last == "next_step" and "purpose" in self.notes
        return self._note("next_step" if follows_on else "purpose", more.end() if more else end)

    def _going(self) -> bool:
        return self._lead("going", say.GOING)

    def _visiting(self) -> bool:
        found = self.match(say.VISITING)
        if not found or (found[0] in say.ALSO_IN_NAMES and not self._names_somebody(found.end())):
            return False
        return self._lead("visiting", say.VISITING)

    def _names_somebody(self, at: int) -> bool:
        """Whether a person or a known customer is named here."""
        ends = range(min(len(self.text), at + _LONGEST_NAME), at, -1)
        return bool(self.match(say.CONTACT, at)) or any(self.customers(self.words[at:end]) is not None for end in ends)

    def _lead(self, name: str, words: str) -> bool:
        found = self.match(words)
        if found:
            self.lead = name
        return self.skip(found)

    def _link(self) -> bool:
        return self.skip(self.match(say.LINKS) or (None if self.starts_clause() else self.match(say.PARTICLES)))

    def _unknown(self) -> None:
        """A piece that nothing above knows: a new customer's name, a statement, or words of no field."""
        end = self.next_day(self.at, self.end(self.at))
        if "customer" not in self.notes:
            named = self._name_end(end)
            first = not {"purpose", "outcome", "next_step"} & self.notes.spans.keys()
            if named - self.at > 1 and (self.lead or first or pattern(say.FIRMS).search(self.text, self.at, named)):
                self._customer(named, None)
                return
        stated = pattern(say.STATED).search(self.text, self.at, end) and "customer" in self.notes
        self._note("outcome" if stated else "rest", end)

    def _is_firm(self) -> bool:
        """Whether the piece that begins here looks like the name of a customer that has not been named yet."""
        if "customer" in self.notes or not self.starts_clause():
            return False
        end = self.next_day(self.at, self.end(self.at))
        capital = re.match(r"[A-Z][a-z]", self.text[self.at : self.at + 2])
        return bool(capital or pattern(say.FIRMS).search(self.text, self.at, end))

    def _name_end(self, end: int) -> int:
        """Where a name ends: before a person, a purpose or a word of meeting; rather behind a word for a firm."""
        if pattern(say.FIRMS).search(self.text, self.at, end):
            return end
        cuts = [found.start() for found in pattern(say.AFTER_FIRM).finditer(self.text, self.at + 2, end)]
        firms = (cut for cut in cuts if pattern(say.FIRMS).search(self.text, self.at, cut))
        return next(firms, min(cuts, default=end))
