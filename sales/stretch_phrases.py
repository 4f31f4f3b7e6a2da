"""The words in which people name a quarter, a year, or all days from one to another."""

from sales.phrases import STEP

QUARTER = (
    rf"(?:(?:(?P<year>20[0-9]{{2}})[-年]?\s*|(?P<near>今年|去年|前年))?"
    rf"(?:q(?P<n>[1-4])|第?(?P<han>[一二三四1-4])季度?)|{STEP}季度?|(?P<english>last|this) quarter)"
)
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4} | {str(n): n for n in range(1, 5)}
YEAR = "(?P<year>20[0-9]{2})年?|(?P<near>今年|本年|去年|前年|this year|last year)"
YEARS = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "this year": 0, "last year": -1}
TO = r"\s*(?:到|至|~|—+|–)\s*|\s+(?:to|until|till|-)\s+"
