"""The words in which people hand customers over, as patterns. They are recognised, never shown."""

ARROW = r"\s*(?:→|⇒|➜|➡️?|-+>|=+>|>)\s*|\s*(?:全部|都)?(?:转移给|移交给|转给|交给|给|到|至)\s*(?=@)|\s+to\s+"
"""What stands between who has them and who gets them."""

FROM = (
    r"\s*[,，]?\s*(?:从|自)\s*(?=[0-9今明昨后前下上本这周星礼一二三四五六七八九十])"
    r"|\s+(?:from|since|starting|as of|effective)\s+(?!@)"
)
"""Before the day from which it holds."""

ONWARDS = r"\s*(?:开始|起|onwards?|on)\s*$"
"""Behind that day."""

PAST = r"\s*[,，（(]?\s*(?:并|且|and )?(?:追溯|also (?:move )?the past|retroactive(?:ly)?|with history)\s*[）)]?\s*$"
"""That sales since that day go with them."""

CUSTOMER = r"^(?:客户|customers?)[\s:：]+"
"""Before the name of a single customer."""

LEADING = r"^(?:把|将|从|from)\s*"
POSSESSIVE = r"\s*(?:的)?(?:全部|所有)?(?:的)?客户$|(?:'s)?\s+(?:all\s+)?customers$"
"""Behind the name of who has them: all of their customers."""
