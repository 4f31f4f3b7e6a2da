"""People's words on their way into a card: cleaned for plain text, escaped for markdown, shortened."""

import string
import unicodedata

from bot.text import Text

Element = dict[str, object]

EMPTY = "—"

_BREAKS = (0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)
_INVISIBLE = (0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_PLAIN: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *_INVISIBLE, *range(0xFFF9, 0xFFFC)]),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys(_BREAKS, "\n"),
    0x09: " ",
}
_MARKDOWN = {
    **_PLAIN,
    **dict.fromkeys(_BREAKS, "<br>"),
    **{ord(mark): f"&#{ord(mark)};" for mark in string.punctuation},
}


def clean(words: str) -> str:
    """People's text for plain_text: controls and bidi overrides go, lone surrogates become U+FFFD."""
    return words if words.isprintable() else words.replace("\r\n", "\n").translate(_PLAIN)


def escape(words: str) -> str:
    """People's text for markdown: all 32 ASCII punctuation marks as entities, line ends as `<br>`.

    `<br>` keeps the text inside its paragraph and the ends are trimmed, so neither indentation nor a blank
    line can begin a block.
    """
    if words.isalnum():
        return words
    return words.strip().replace("\r\n", "\n").translate(_MARKDOWN).strip()


def escaped(words: Text) -> tuple[str, str]:
    """Both halves escaped, Chinese first; equal halves are escaped once."""
    zh = escape(words.zh)
    return zh, zh if words.en == words.zh else escape(words.en)


def _joins(before: str, here: str) -> bool:
    """Whether a border between the two characters would split what a person sees as one."""
    code = ord(here)
    return (
        unicodedata.category(here) in {"Mn", "Mc", "Me"}
        or "\u200d" in {before, here}
        or 0x1F3FB <= code <= 0x1F3FF  # skin tones
        or 0xE0020 <= code <= 0xE007F  # tags of sub-national flags
        or 0x1160 <= code <= 0x11FF  # vowels and finals of a Hangul syllable
        or (0xDC00 <= code <= 0xDFFF and 0xD800 <= ord(before) <= 0xDBFF)
        or (before == "\r" and here == "\n")
    )


def _flags_before(words: str, end: int) -> int:
    start = end
    while start and "\U0001f1e6" <= words[start - 1] <= "\U0001f1ff":
        start -= 1
    return end - start


def cut(words: str, limit: int) -> str:
    """At most `limit` code points, the last of them `…` when something was left out, no grapheme split.

    A single grapheme longer than the limit is the exception: it is split, for there is no border in it.
    """
    if len(words) <= limit:
        return words
    end = max(limit - 1, 0)
    while end and (_joins(words[end - 1], words[end]) or _flags_before(words, end) % 2):
        end -= 1
    return (words[: end or max(limit - 1, 0)].rstrip() + "…")[: max(limit, 0)]


def localized(tag: str, zh: str, en: str) -> Element:
    """The shape that text objects and markdown share; `—` stands where nothing visible was left.

    Equal halves travel as `content` alone, which every client shows: a long note costs its bytes once.
    """
    zh, en = zh or EMPTY, en or EMPTY
    if zh == en:
        return {"tag": tag, "content": zh}
    return {"tag": tag, "content": zh, "i18n_content": {"zh_cn": zh, "en_us": en}}


def plain_text(words: Text) -> Element:
    """A plain_text object, for properties such as `text`, `label` or `title`; no markup is parsed in it."""
    zh = clean(words.zh)
    return localized("plain_text", zh, zh if words.en == words.zh else clean(words.en))
