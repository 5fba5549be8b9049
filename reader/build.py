"""Which code this is: pages that other code rendered are rendered anew.

No Django here: the settings need it, and it comes from files alone.
"""

import hashlib
from pathlib import Path

MADE_OF = {".py", ".html", ".css", ".js", ".svg"}


def stamp_of(folders: list[Path]) -> str:
    """Return a short hash of the names and contents of all code, templates and styles there."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in MADE_OF and "migrations" not in file.parts:
                digest.update(str(file.relative_to(folder)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
