"""The words in which people give tasks, as patterns. They are recognised, never shown."""

PARTS = r"[\s\0,，、;；。:|]+"
"""What parts the pieces of a line; `\\0` stands where something was read already."""

RESULT = r"预期结果|期望结果|结果|交付物?|expected result|expected|result|outcome|deliverable"
SOURCE = r"来源|出自|源自|source|origin"
MEETING = r"(?:来自)?会议|(?:from )?meeting"
DUE = r"截止日期|截止时间|截止|最迟|最晚|期限|到期|due date|due|deadline"
START = r"开始日期|开始|start"
OWNER = r"负责人|责任人|owner|assignee"
CUSTOMER = r"客户|customer"
WHAT = r"事项|内容|what"
LABELS = f"{RESULT}|{SOURCE}|{MEETING}|{DUE}|{START}|{OWNER}|{CUSTOMER}|{WHAT}"
"""Each of these, with a colon behind it, says what follows up to the next mark."""
ENDS = r"\s*[\n;；。\0]|\s[#@]|\s(?:V|SO|Q|HK|R|F)-[0-9]{1,9}\s*$"

NUMBERED = r"(?<![A-Za-z0-9])(?:V|SO|Q|HK|R|F)-[0-9]{1,9}(?![0-9A-Za-z])"
"""What a visit, an order, a quote, a payment, a report or a next step is called."""
FROM_NUMBERED = r"(?:来自|源自|出自|from|re)\s*$"
LAST_MEETING = r"(?:^|[\s\0,，;；])(?P<meeting>(?:来自|from )?(?:会议|meeting)\s+[^\s\0,，;；]+)\s*$"
"""A meeting that is named last."""

BEFORE_DUE = (
    r"(?:截止(?:日期|时间|到)?|期限|到期日?|deadline|due date|最迟|最晚|不晚于|务必"
    r"|by|before|due(?: on)?|no later than|until|till)\s*:?\s*(?:the )?$"
)
AFTER_DUE = r"\s*(?:下班)?(?:之前|以前|前|截止|到期|为止)|\s*(?:at the latest|eod)\b"
CLOCK = r"\s*(?:上午|下午|中午|早上|晚上|morning|afternoon|evening|noon)?\s*(?:[0-9]{1,2}(?:[:点时][0-9]{0,2}分?半?))?"
"""A time of day behind a day, which a task does not keep."""
WITHIN = r"(?:内|^\s*(?:in|within)\b.*)$"
"""A distance in time that says of itself that it is a limit."""
BEFORE_START = r"(?:从|自|开始(?:日期)?\s*:|start\s*:|from|starting(?: on| from)?|beginning(?: on)?)\s*$"
AFTER_START = r"\s*(?:起|开始|onwards?\b)"
BETWEEN = r"\s*(?:到|至|~|-|to|until)\s*$"
"""What stands between the first and the last day of a span."""

WEEK = (
    r"(?:(?P<step>本|这个?|下个?)(?:周|星期|礼拜)|(?P<english>this|next) week)(?![一二三四五六日天末1-7的])"
    r"\s*(?:之内|以内|内|之前|以前|前|底)?"
)
MONTH = (
    r"(?:(?P<step>本|这个?|下个?)月|(?P<english>this|next) month)(?![底末初中上下0-9一二三四五六七八九十的])"
    r"\s*(?:之内|以内|内|之前|以前|前)?"
)
STEPS = {"本": 0, "这": 0, "这个": 0, "下": 1, "下个": 1, "this": 0, "next": 1}
BEFORE_SPAN = r"(?:by|before|within|in|during|在)?\s*(?:the )?(?:end of )?$"

MYSELF = r"(?:我自己|自己|我|myself|me)(?![A-Za-z])"
ADDRESSED = r"(?:请|让|叫|给|派|由|for|ask|assign(?:ed)? to)\s*"
LEADING = r"^(?:请|麻烦|(?:to|please|pls)(?=[\s\0]))[\s\0]*"
TRIMMED = " \t\r\n\0,，、。;；:|"
LINKS = r"(?:\s*\b(?:by|on|for|to|from|with|at|due)|[于在])$"
"""What is left hanging where a day or a name was read behind it."""
