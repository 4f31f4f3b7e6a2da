"""What people with bad intentions, or only with unusual keyboards, type: for every field and every name."""

from typing import Final

INJECTED: Final = (
    "'; drop table visits; --",
    '"; delete from customers; --',
    "' or '1'='1",
    "1; update people set name='x'",
    "%' or 1=1 --",
    "_%_%",
    "\\'; --",
    "') union select url from x --",
    "Robert'); DROP TABLE people;--",
    ":name",
    "%s %(x)s",
    "{0} {name} {{}}",
    "$1",
    "?",
    "/*",
    "\\",
)
"""Statements and placeholders: kept letter by letter, or refused in words."""

MARKUP: Final = (
    "<at id=all></at>",
    "<at id=ou_x></at>",
    '<at user_id="all">所有人</at>',
    "<person id='ou_x'></person>",
    "[点我](http://evil.example)",
    "![图](img_v3_x)",
    "<a href='http://evil.example'>x</a>",
    "<link url='x'></link>",
    "**粗**",
    "~~删~~",
    "<font color='red'>红</font>",
    "${var}",
    "{{var}}",
    "<text_tag color='red'>x</text_tag>",
    "# 标题",
    "- 列",
    "> 引",
    "```\ncode\n```",
    "| a | b |\n|--|--|",
    "---",
    "<br>",
    "&lt;at id=all&gt;",
    "&#60;at id=all&#62;",
    ":smile:",
    "<script>alert(1)</script>",
    "http://evil.example",
    "img_v3_02ab_0123",
    "<img src=x onerror=y>",
    "<audio file_key='x'></audio>",
    "<number_tag>1</number_tag>",
)
"""Whatever means something to a card: shown as text."""

UNUSUAL: Final = (
    "👨\u200d👩\u200d👧\u200d👦",
    "🏳️\u200d🌈",
    "\u202e右到左",
    "\u2066隔离\u2069",
    "مرحبا",
    "e" + "\u0301" * 300,
    "𠀀𪚥",
    "ﬀ１２３",
    "\u200b",
    "\ufeff",
    "\x07\x1b[31m",
    "a\tb\r\nc",
    "\u2028\u2029",
    "Z̷̢͎a̴͇l̵g̶o̸",
    "\U000e0001",
    "\ufffe",
    "I\u0307",
    "ß",
    "\x85",
    "\ud800",
    "\udfff\ud83d",
    "\0",
    "前\0后",
    "NaN",
    "1e999",
    "-0",
    "٣",
    "²",
    "Ⅷ",
    "null",
    "undefined",
    " ",
    "\u3000",
    "0",
)
"""Letters beyond the ordinary, among them a half of a pair and NUL, which no database keeps."""

FORMULAS: Final = (
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠1",
    '=HYPERLINK("http://evil.example")',
    "=cmd|'/C calc'!A0",
    '=IMPORTXML("http://evil.example")',
    "'=1",
)
"""What a sheet might reckon."""

PATHS: Final = (
    "../../etc/passwd",
    "..\\..\\x",
    "/etc/passwd",
    "a/b",
    "C:\\x",
    "x\0.xlsx",
    "con",
    "~/.ssh",
    "a\nb",
    "%2e%2e%2f",
)
"""What a file name might reach."""

LONG: Final = ("长" * 20_000, "a" * 20_000, "👨\u200d👩\u200d👧" * 4_000, "9" * 20_000, " ".join(["词"] * 10_000))
"""More than fits anywhere."""

EVERYTHING: Final = (*INJECTED, *MARKUP, *UNUSUAL, *FORMULAS, *PATHS, *LONG)
