"""The words in which people say how long a quote stands."""

from sales.phrases import NUMERALS

VALID = (
    r"[,，;；\s]*(?:(?:报价)?有效(?:期限|期)?|(?:\b(?:is )?(?:valid|good)|\bvalidity)\b)"
    r"\s*(?:截?至|截?止到?|直?到|为|是|[:：]|\b(?:until|till|through|to|for)\b)*\s*"
)
"""How the last day of a quote begins; a day or a number of days follows."""
UNTIL = r"[,，;；\s]*(?:截至|截止到?|至|到|\b(?:until|till)\b)\s*"
"""The same without saying that it is about validity."""
VALID_AFTER = r"\s*(?:之?前|之?内|以内|都)?\s*有效[。.\s]*"
"""What follows the day where it is said the other way round."""
LASTING = (
    rf"(?P<count>[0-9]{{1,3}}|[{NUMERALS}半]{{1,4}})\s*(?P<unit>天|日|个?星期|个?礼拜|周|个半?月|年)(?:之?内|以内)?"
)
LASTING_ENGLISH = r"(?P<count>[0-9]{1,3}|an?|one|two|three) (?P<unit>days?|weeks?|months?)\b"
LATER, AHEAD = "{count}{unit}后", "in {count} {unit}"
"""What makes a number of days a day ahead, in either language."""
AFTER_DAY = r"\s*(?:当天|之前|以前|前|为止|止)?"
