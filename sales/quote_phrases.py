"""The words in which people say how long a quote stands, and for which period they want their orders."""

from sales.phrases import NUMERALS, STEP

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

QUARTER = (
    rf"(?:(?P<year>[0-9]{{4}})[-年]?)?(?:q(?P<n>[1-4])|第?(?P<han>[一二三四1-4])季度?)"
    rf"|{STEP}季度?|(?P<english>last|this) quarter"
)
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4} | {str(n): n for n in range(1, 5)}
YEAR = r"(?P<year>[0-9]{4})年?|(?P<near>今年|本年|去年|前年|(?P<english>last|this) year)"
YEARS = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "this year": 0, "last year": -1}
ALL_YEAR = "全年"
