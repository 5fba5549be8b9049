"""One line of JSON per log record, so that no text from outside can forge a second one."""

import json
import logging


class OneLine(logging.Formatter):
    """Formats a record, traceback included, as one line of JSON with control characters escaped."""

    def format(self, record):
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)
