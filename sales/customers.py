"""When two spellings mean one customer."""

import unicodedata


def name_key(name: str) -> str:
    """The form in which names are compared: full-width as half-width, no spaces or punctuation, one letter case.

    >>> name_key("\uff28uaning \uff08AG\uff09") == name_key("huaning(ag)")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    # Marks are kept, for in many scripts they are the vowels.
    kept = "".join(letter for letter in folded if unicodedata.category(letter)[0] in "LMN")
    return unicodedata.normalize("NFKC", kept) if any(map(str.isalnum, kept)) else folded.strip()
