"""HTML and the attributes of site generators in Markdown files, brought into plain Markdown.

A manuscript has no HTML: what tags mean is written as Markdown, and the tags are said in a
problem. Code is left as it is, and so is a table within a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set

from reader.text.formats.markdown_dialects import is_of_vault, read_dialect
from reader.text.formats.markdown_looks import Line
from reader.text.formats.markdown_tables import read_table, table_end
from reader.text.problems import Problem

_SIGNS = re.compile(
    r"<[a-zA-Z/!]|\{[:{%#.]|\[\[|==|%%|~~|\[!|^ {0,3}:::|\]\[|\]\((?!https?:|mailto:)"
    r"|\]: ?<?data:|^#{1,6} +\*\*|\S \^[a-z0-9-]{3,40}$"
)
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_CODE = re.compile(r"(`{1,3})(?!`)[^`]{1,1000}\1(?!`)")
_START = re.compile(r"<!--|<(?:style|script)\b", re.IGNORECASE)
_ENDS = {"<!--": "-->", "<style": "</style>", "<script": "</script>"}
_BLOCKS = (
    "p div section article center header main figure figcaption details summary ul ol dl dt dd"
    " blockquote aside nav footer"
).split()
_SPANS = (
    "u span font small big mark ins del s strike abbr kbd tt nobr cite q i b em strong sup sub a"
    " img br hr li h1 h2 h3 h4 h5 h6 label iframe audio video source"
).split()
_NAMES = "|".join([*_BLOCKS, *_SPANS])
_TAG = re.compile(
    rf"(?<!\\)<(?P<end>/?)(?P<name>{_NAMES})(?:[\s/][^<>]{{0,2000}})?>", re.IGNORECASE
)
_OPEN_TAG = re.compile(rf"(?<!\\)<(?:{_NAMES})(?:[ \t][^<>`]{{0,500}})?$", re.IGNORECASE)
_LONGEST = 2000  # characters of a line that ends within a tag
_PAIR = re.compile(
    r"(?<!\\)<(em|i|strong|b|sup|sub)(?:\s[^<>]{0,200})?>([^\s<>](?:[^<>]{0,1000}[^\s<>])?)</\1>",
    re.IGNORECASE,
)
_LOOKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_NUMBERED = re.compile(r"\s?\[?\d{1,4}(?:[,–-]\d{1,4}){0,5}\]?\s?")
_SUP = re.compile(r"<sup>([^\s<>\[\]^]{1,40})</sup>")
_RAISED = {"sup": "^", "sub": "~"}
_LINK = re.compile(
    r"(?<!\\)<a\s[^<>]{0,500}?href\s?=\s?[\"']?(https?://[^\s\"'<>]{1,1000})[\"']?[^<>]{0,500}>"
    r"([^<>\[\]]{1,500})</a>",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\s{0,9}<h([1-6])(?:\s[^<>]{0,300})?>(.{1,500})</h\1>\s{0,9}", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s?=\s?[\"']?([^\s\"'<>]{1,1000})", re.IGNORECASE)
_WORDS = re.compile(r"\balt\s?=\s?(?:\"([^\"]{1,1000})\"|'([^']{1,1000})')", re.IGNORECASE)
# "{: .no_toc}" of kramdown, "{#intro .unnumbered}" of pandoc, "{{< figure … >}}" of Hugo,
# "{% include … %}" of Jekyll.
_ATTRIBUTES = re.compile(r"(?<!\\)\{: ?[^{}]{0,300}\}")
_AT_HEADING = re.compile(r"(?<=\S)[ \t]{0,3}\{[#.-][^{}]{0,200}\}[ \t#]{0,9}$")
_SHORTCODE = re.compile(r"(?<!\\)\{(?:\{[<%][^{}]{0,2000}[>%]\}|%[^{}]{0,2000}%)\}")
_CAPTION = re.compile(r"\b(?:caption|title)\s?=\s?\"([^\"]{2,1000})\"")
_TOC = re.compile(r"\s{0,9}\{: ?toc\b[^{}]{0,300}\}\s{0,9}")
_CONTENTS = re.compile(r"\s{0,3}(?:[*+-]|1\.)\s{1,3}\S[^\n]{0,40}")


def read_tags(lines: Sequence[Line], problems: list[Problem]) -> list[Line]:
    """Return the lines with what tags mean written as Markdown; the same ones if there are none."""
    if not any(_SIGNS.search(line.text or "") for line in lines):
        return list(lines)
    kept = _with_tables(_with_whole_tags(_without_dropped(lines, problems)), problems)
    is_vault = any(is_of_vault(line.text or "") for line in kept)
    read: list[Line] = []
    is_code = is_table = False
    for at, line in enumerate(kept):
        text = line.text or ""
        if _FENCE.match(text):
            is_code = not is_code
        is_table = is_table or "<table" in text.lower()
        is_ending = "</table" in text.lower()
        is_indented = text.startswith(("    ", "\t")) and not (at and (kept[at - 1].text or ""))
        if is_code or is_table or is_indented or not _SIGNS.search(text):
            read.append(line)
            is_table = is_table and not is_ending
            continue
        if _TOC.fullmatch(text) and read and _CONTENTS.fullmatch(read[-1].text or ""):
            # where kramdown puts a table of contents
            _report(read[-1].number, [read[-1].text or ""], problems)
            read[-1] = Line(read[-1].number, "")
        read += _read_line(line, problems, is_vault)
    return read


def _with_whole_tags(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each tag that programs broke over several on one."""
    whole: list[Line] = []
    is_code = False
    for line in lines:
        text = line.text or ""
        if _FENCE.match(text):
            is_code = not is_code
        above = whole[-1].text or "" if whole else ""
        is_going_on = text and len(above) < _LONGEST and text.partition("<")[0].count(">") == 1
        if not is_code and is_going_on and _OPEN_TAG.search(above):
            whole[-1] = Line(whole[-1].number, f"{above} {text}")
        else:
            whole.append(line)
    return whole


def _with_tables(lines: Sequence[Line], problems: list[Problem]) -> list[Line]:
    """Return the lines with whole tables in HTML as Markdown tables."""
    if not any("<table" in (line.text or "").lower() for line in lines):
        return list(lines)
    read: list[Line] = []
    at, is_code = 0, False
    while at < len(lines):
        if _FENCE.match(lines[at].text or ""):
            is_code = not is_code
        end = at if is_code else table_end(lines, at)
        written, tags = read_table(lines[at:end])
        if written:
            _report(lines[at].number, tags, problems)
            read += written
            at = end
        else:
            read.append(lines[at])
            at += 1
    return read


def raise_rest(lines: Sequence[Line], problems: list[Problem]) -> None:
    """Write the numbers in `<sup>` that turned out to be no markers as Markdown."""
    for line in lines:
        text = line.text or ""
        if "<sup>" in text and not text.startswith(("    ", "\t")):
            line.text = _over_prose(text, lambda part: _SUP.sub(r"^\1^", part))
            if line.text != text:
                _report(line.number, ["<sup>", "</sup>"] * text.count("<sup>"), problems)


def _without_dropped(lines: Sequence[Line], problems: list[Problem]) -> list[Line]:
    """Return the lines without comments, styles and scripts, where these come to an end."""
    last = dict.fromkeys(_ENDS.values(), -1)
    for at, line in enumerate(lines):
        low = (
            (line.text or "").lower()
            if "<" in (line.text or "") or "-->" in (line.text or "")
            else ""
        )
        for end in last:
            if end in low:
                last[end] = at
    kept: list[Line] = []
    dropped: list[str] = []
    end = ""
    is_code = False
    for at, line in enumerate(lines):
        text = line.text or ""
        if not end and _FENCE.match(text):
            is_code = not is_code
        if is_code or not (end or "<" in text):
            kept.append(line)
            continue
        ending = {one for one, place in last.items() if place > at}
        left, end = _left_of(text, end, ending, dropped)
        kept.append(line if left == text else Line(line.number, left))
        if dropped and not end:
            _report(line.number, dropped, problems)
            dropped = []
    return kept


def _left_of(text: str, end: str, ending: Set[str], dropped: list[str]) -> tuple[str, str]:
    """Return a line without what is dropped, and what ends the part that goes on below it.

    `end` is what ends the part the line begins in; `ending` are those that some later line has.
    """
    low = text.lower()
    closed = {one: low.rfind(one) for one in _ENDS.values()}
    codes = [match.span() for match in _CODE.finditer(text)][::-1] if "`" in text else []
    parts: list[str] = []
    at = reached = 0  # up to where the line is read, and up to where it is kept or dropped
    while True:
        if end:
            place = low.find(end, at)
            stop = place + len(end) if place >= 0 else len(text)
            dropped.append(text[at:stop])
            at = reached = stop
            if place < 0:
                return "".join(parts), end
            end = ""
        match = _START.search(text, at)
        if match is None:
            is_first = reached > 0 and not any(part.strip() for part in parts)
            parts.append(text[reached:].lstrip() if is_first else text[reached:])
            return "".join(parts), ""
        while codes and codes[-1][1] <= match.start():
            codes.pop()
        wanted = _ENDS[match[0].lower()]
        if codes and codes[-1][0] < match.start():
            at = codes[-1][1]
        elif wanted not in ending and closed[wanted] < match.start():
            at = match.end()
        else:
            parts.append(text[reached : match.start()])
            at, end = match.start(), wanted


def _read_line(line: Line, problems: list[Problem], is_vault: bool) -> list[Line]:
    text = line.text or ""
    gone: list[str] = []
    if heading := _HEADING.fullmatch(text):
        gone += re.findall(r"</?h[1-6][^<>]{0,300}>", text, re.IGNORECASE)
        text = f"{'#' * int(heading[1])} {heading[2].strip()}"
    if text.lstrip().startswith("#") and (found := _AT_HEADING.search(text)):
        gone.append(found[0].strip())
        text = text[: found.start()]
    text = _over_prose(text, lambda part: read_dialect(part, gone, is_vault=is_vault))
    text = _over_prose(text, lambda part: _read_part(part, gone))
    if not gone:
        return [line]
    _report(line.number, gone, problems)
    return [
        Line(line.number, part.rstrip(" ") if part.strip() else "") for part in text.split("\n")
    ]


def _over_prose(text: str, change: Callable[[str], str]) -> str:
    """Return a line with what is no code in it changed."""
    parts, at = [], 0
    for code in _CODE.finditer(text) if "`" in text else ():
        parts += [change(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*parts, change(text[at:])])


def _read_part(text: str, gone: list[str]) -> str:
    if "{" in text:
        text = _ATTRIBUTES.sub(lambda match: _drop(match[0], gone), text)
        text = _SHORTCODE.sub(lambda match: _read_shortcode(match[0], gone), text)
    if "<" not in text:
        return text
    text = _LINK.sub(lambda match: _read_link(match, gone), text)
    for _ in range(3):
        text, count = _PAIR.subn(lambda match: _read_pair(match, gone), text)
        if not count:
            break
    is_row = text.lstrip().startswith(("|", "#"))
    words = len(text) - len(text.lstrip()), len(text.rstrip())
    return _TAG.sub(lambda match: _read_tag(match, words, is_row, gone), text)


def _drop(found: str, gone: list[str]) -> str:
    gone.append(found)
    return ""


def _read_shortcode(found: str, gone: list[str]) -> str:
    gone.append(found)
    caption = _CAPTION.search(found)
    is_figure = caption and any(word in found for word in ("figure", "image", "img"))
    return f"\n{{.caption}}\n{caption[1]}\n\n" if caption and is_figure else ""


def _read_link(match: re.Match[str], gone: list[str]) -> str:
    gone.append(match[0].replace(match[2], "").replace(match[1], ""))
    return f"[{match[2].strip()}]({match[1].replace('(', '%28').replace(')', '%29')})"


def _read_pair(match: re.Match[str], gone: list[str]) -> str:
    name, inner = match[1].lower(), match[2]
    if name in _RAISED:
        # Numbers are for the reader of typed notes, and what has blanks cannot be written so.
        if " " in inner or (name == "sup" and _NUMBERED.fullmatch(inner)):
            return f"<{name}>{inner}</{name}>"
        gone.append(match[0].replace(inner, ""))
        return f"{_RAISED[name]}{inner}{_RAISED[name]}"
    gone.append(match[0].replace(inner, ""))
    sign = _LOOKS[name]
    return f"{sign}{inner}{sign}"


def _read_tag(match: re.Match[str], words: tuple[int, int], is_row: bool, gone: list[str]) -> str:
    """Return what a tag of a line means; `words` is the range of the line without blanks."""
    name = match["name"].lower()
    if name in ("sup", "sub"):
        return match[0]
    if name == "img" and (source := _SOURCE.search(match[0])):
        described = _WORDS.search(match[0])
        alt = (described[1] or described[2]) if described else ""
        gone.append(match[0].replace(source[1], "").replace(alt or "\0", ""))
        return f"![{alt.replace('[', '(').replace(']', ')')}]({source[1]})"
    gone.append(match[0])
    if name == "figcaption":
        return "\n\n" if match["end"] else "\n\n{.caption}\n"
    before, after = words[0] < match.start(), match.end() < words[1]
    if name == "br":
        return " " if is_row else ("\\\n" if before and after else "")
    if name == "hr":
        return "\n\n***\n\n"
    if name == "li" and not match["end"]:
        return "\n- " if before else "- "
    if name == "blockquote" and not match["end"] and not before and after:
        return "> "
    return "\n\n" if name in _BLOCKS and before and after and not is_row else ""


def _report(line: int, gone: Sequence[str], problems: list[Problem]) -> None:
    message = f"Tags and attributes are left out, or written as Markdown: {' '.join(gone)}"
    problems.append(Problem(line, "markup-left-out", message))
