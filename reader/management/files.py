"""Files that commands are given: read whole, or refused in one line."""

from pathlib import Path

from reader.text.problems import Unreadable


def read_bytes(path: str, *, limit: int) -> bytes:
    """Return the content of the file at path, of at most limit bytes.

    Raises Unreadable, with one line that names the file and what is wrong, for whatever is no
    readable file.
    """
    file = Path(path)
    try:
        if file.is_dir():
            raise Unreadable(f"{path} is a directory, not a file.")
        if not file.is_file():
            raise Unreadable(f"{path} is no file that can be read.")
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None
    if len(data) > limit:
        raise Unreadable(f"{path} is larger than {limit} bytes, the most that is taken in.")
    return data
