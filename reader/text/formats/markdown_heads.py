"""The heads of Markdown files as other makers write them, brought into that of a manuscript."""

from __future__ import annotations

import datetime
import html
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence

from reader.text.dates import MONTHS, read_date
from reader.text.formats.markdown_looks import Line
from reader.text.front_matter import KEY, read_front_matter, write_front_matter
from reader.text.problems import Problem

_LONGEST = 400  # lines
_NAMES = {
    "date": ("published", "pubdate", "publishdate", "publisheddate", "publishedat",
             "datepublished", "publicationdate", "firstpublishedat", "posted", "created"),
    "url": ("canonicalurl", "canonical", "originalurl", "sourceurl", "permalink", "link",
            "externalurl"),
}  # fmt: skip
_PLAIN_VALUE = re.compile(r"([^\W\d_][\w -]{0,60}): +(?![\"'\[{|>&*!%@`])(\S.*?)\s*")
_DAY_FIRST = re.compile(r"(\d{1,2})[- ]([A-Z][a-z]{2,8})[- ,]{1,2}(\d{4})")
_DAY_OF_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d.*")
_ADDRESS = re.compile(r"https?://\S{3,2000}")


def read_head(lines: Sequence[Line], problems: list[Problem]) -> list[Line]:
    """Return the lines with a head that a manuscript may have; the same ones where it has one.

    Read are TOML between `+++`, YAML whose values hold a colon, dates with their hour, the names
    that others give to date and address, and authors who are more than a name. The head as it was
    is in a problem.
    """
    sign = (lines[0].text or "").rstrip() if lines else ""
    if sign not in ("---", "+++"):
        return list(lines)
    ends = (sign, "...") if sign == "---" else (sign,)
    near = range(1, min(len(lines), _LONGEST))
    end = next((at for at in near if (lines[at].text or "").rstrip() in ends), 0)
    if not end:
        return list(lines)
    inner = [line.text or "" for line in lines[1:end]]
    meta = _read_toml(inner) if sign == "+++" else _read_yaml(inner)
    if meta is None:
        return list(lines)
    better = _better(meta)
    if sign == "---" and better == meta and not read_front_matter(_fenced(inner)).error:
        return list(lines)
    written = write_front_matter(better).rstrip("\n")
    if not written or read_front_matter(f"{written}\n").error:
        return list(lines)
    old = "\n".join(line.text or "" for line in lines[: end + 1])
    problems.append(Problem(1, "head-rewritten", f"The head of the file was written anew: {old}"))
    return [*(Line(1, line) for line in written.split("\n")), *lines[end + 1 :]]


def _fenced(inner: Iterable[str]) -> str:
    return "\n".join(["---", *inner, "---", ""])


def _read_toml(inner: Sequence[str]) -> Mapping[str, object] | None:
    try:
        return {key: _plain(value) for key, value in tomllib.loads("\n".join(inner)).items()}
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return str(value)


def _read_yaml(inner: Sequence[str]) -> Mapping[str, object] | None:
    """Read YAML, its plain values taken for texts if nothing else makes sense of them."""
    head = read_front_matter(_fenced(inner))
    if head.error and inner and KEY.match(inner[0]):
        head = read_front_matter(_fenced(map(_quoted, inner)))
    return None if head.error or not head.length else head.meta


def _quoted(line: str) -> str:
    match = _PLAIN_VALUE.fullmatch(line)
    if not match or not (": " in match[2] or " #" in match[2] or match[2].endswith(":")):
        return line
    value = match[2].replace("\\", "\\\\").replace('"', '\\"')
    return f'{match[1]}: "{value}"'


def _better(meta: Mapping[str, object]) -> dict[str, object]:
    """Return what a head says, by the names and in the forms of a manuscript."""
    better = dict(meta)
    known = {key.lower().replace("_", "").replace("-", "").replace(" ", ""): key for key in meta}
    for name, others in _NAMES.items():
        if meta.get(name):
            continue
        for other in others:
            value = meta.get(known.get(other, ""))
            if isinstance(value, str) and (
                _date_of(value) if name == "date" else _ADDRESS.fullmatch(value)
            ):
                better = {name if key == known[other] else key: v for key, v in better.items()}
                break
    date = better.get("date")
    if isinstance(date, str) and (day := _date_of(date)):
        better["date"] = day
    title = better.get("title")
    if isinstance(title, str) and "&" in title:
        better["title"] = html.unescape(title)
    for name in ("author", "authors"):
        if name in better:
            better[name] = _people(better[name])
    return better


def _date_of(text: str) -> str:
    """Return a date as it stands where it can be read, else its day as numbers; "" for none."""
    if read_date(text):
        return text
    if match := _DAY_OF_TIME.fullmatch(text):
        return match[1] if read_date(match[1]) else ""
    if match := _DAY_FIRST.fullmatch(text):
        month = next((n for n, m in enumerate(MONTHS, 1) if m.startswith(match[2])), 0)
        written = f"{match[3]}-{month:02}-{int(match[1]):02}"
        return written if month and read_date(written) else ""
    return ""


def _people(value: object) -> object:
    """Return the names of authors of whom more is said: "- name: Ana Sal, affiliation: …"."""
    if isinstance(value, Mapping):
        name = value.get("name")
        return name if isinstance(name, str) else _people(name) if name else value
    return [_people(one) for one in value] if isinstance(value, list) else value
