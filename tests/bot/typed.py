"""What people can type, for every test that puts people's text into a card."""

from collections.abc import Iterator

from hypothesis import strategies as st

from bot.text import Text

HOSTILE = [
    "<at id=all></at>",
    "</font><at ids=ou_a,ou_b></at>",
    "<person id='ou_x'></person>",
    "**bold** _it_ ~~gone~~ `code` [text](https://example.com) ![picture](img_key)",
    "# heading\n\n- item\n1. one\n> quote\n```\ncode\n```\n---\n| a | b |\n|---|---|",
    "heading\n=====",
    "    indented code",
    "www.example.com https://example.com a@b.example",
    ":OK: &lt;at id=all&gt; &#42; {name} {0} %s \\*",
    "\"quotes\" 'single' “双” 「引」",
    "\ud800 lone \udfff halves \ude00\ud83d",
    "\u202etxt.exe\u202c \u2066isolate\u2069 \u200b\ufeff",
    "\x00\x07\x1b[31m\x7f\x85\u2028\u2029\r\n\t",
    "👨‍👩‍👧‍👦 👍🏽 🇨🇳🇬🇧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301 각",
    "\u200b",
    " ",
    "",
    "王" * 10_000,
    "*" * 10_000,
]

typed = st.text(st.characters()) | st.sampled_from(HOSTILE)


def said(words: str) -> Text:
    """Typed words as a value of a card; `Text` itself refuses blanks, and so must callers."""
    return Text(words if words.strip() else "—", words if words.strip() else "-")


def parts(node: object) -> Iterator[dict[str, object]]:
    """Every JSON object of a card, outermost first."""
    if isinstance(node, list):
        for child in node:
            yield from parts(child)
    elif isinstance(node, dict):
        yield node
        for child in node.values():
            yield from parts(child)


def markdown(node: object) -> list[str]:
    """Every string of a card that a client reads as markdown, in both languages."""
    found: list[str] = []
    for part in parts(node):
        if part.get("tag") in {"markdown", "lark_md"}:
            translated = part.get("i18n_content")
            found += [str(part["content"]), *(translated.values() if isinstance(translated, dict) else ())]
    return found
