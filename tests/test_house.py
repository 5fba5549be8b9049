"""The house: imports go down, names are kept, the registry of keys is autocompleted."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Floors from the ground up; a module may import from its own floor or those below it.
FLOORS = {
    "text": 1,
    "models": 2,
    "migrations": 5,
    "actions": 3,
    "exports": 3,
    "search": 3,
    "graph": 3,
    "article": 3,
    "registry": 3,
    "passages": 3,
    "contents": 3,
    "curation": 3,
    "reading_order": 3,
    "duplicates": 3,
    "bulk": 3,
    "timeline": 3,
    "preview": 3,
    "history": 3,
    "signals": 3,
    "roles": 2,
    "views": 4,
    "admin": 4,
    "forms": 4,
    "management": 4,
    "templatetags": 4,
    "accounts": 4,
    "middleware": 4,
    "checks": 4,
    "modules": 1,
    "build": 1,
    "logs": 1,
    "fetching": 1,
    "settings": 5,
    "urls": 5,
    "wsgi": 5,
    "serving": 5,
    "apps": 5,
    "anchoring": 1,
    "threads": 3,
    "waiting": 3,
    "formats": 1,
    "permissions": 2,
    "receivers": 4,
    "email_url": 1,
    "notebook": 3,
    "keeping": 3,
    "offers": 3,
}


def modules():
    for package in ("reader", "annotations"):
        for file in sorted((ROOT / package).rglob("*.py")):
            yield package, file


def floor_of(parts):
    """The floor of reader.text.spans is that of "text"; the package itself is the ground."""
    return FLOORS[parts[1]] if len(parts) > 1 and parts[1] in FLOORS else None


def imports_of(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import hides its floor"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(
    ("package", "file"), list(modules()), ids=lambda value: str(value).removeprefix(f"{ROOT}/")
)
def test_imports_go_down(package, file):
    here = file.relative_to(ROOT).with_suffix("").parts
    if here[-1] == "__init__":
        here = here[:-1]
    own = floor_of(here)
    assert own is not None or len(here) == 1, f"{file} stands on no floor"
    for name in imports_of(file):
        parts = name.split(".")
        if parts[0] not in ("reader", "annotations"):
            assert not (own == 1 and here[1] == "text" and parts[0] == "django"), f"{file}: {name}"
            continue
        assert not (package == "reader" and parts[0] == "annotations"), f"{file} imports {name}"
        other = floor_of(parts)
        if other is not None and own is not None:
            assert other <= own, f"{file} (floor {own}) imports {name} (floor {other})"


def test_models_are_imported_by_their_one_door():
    for _, file in modules():
        if "models" in file.parts or "migrations" in file.parts:
            continue
        for name in imports_of(file):
            parts = name.split(".")
            if parts[:2] == ["reader", "models"] and len(parts) > 2:
                is_open = parts[2] in {"new_key", "may_read_drafts"}
                assert parts[2][:1].isupper() or is_open, f"{file}: {name}"


def test_no_room_is_called_utils():
    names = {file.stem for _, file in modules()}
    assert not names & {"utils", "helpers", "services", "misc", "common"}
