"""The import map: which ES module name stands for which file, and its hash for the policy.

No Django here: the settings need both values, and they come from files alone.
"""

import base64
import hashlib
import json
from pathlib import Path


def import_map(packages: list[Path], *, url: str, collected: Path | None = None) -> str:
    """Return the import map (HTML Living Standard) for every module of the packages, as JSON.

    A module in `reader/static/reader/js/cards.js` is imported as "reader/cards". With `collected`,
    the manifest of the collected files, its address is the one that carries the content's hash.
    """
    hashed = json.loads(collected.read_text())["paths"] if collected else {}
    modules = {}
    for package in packages:
        folder = package / "static" / package.name / "js"
        for file in sorted(folder.glob("*.js")):
            path = f"{package.name}/js/{file.name}"
            modules[f"{package.name}/{file.stem}"] = url + hashed.get(path, path)
    return json.dumps({"imports": modules}, separators=(",", ":"))


def policy_hash(source: str) -> str:
    """Return the Content-Security-Policy source that allows exactly this inline script."""
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
