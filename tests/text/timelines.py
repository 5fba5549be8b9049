"""The events of a reading."""


def events_of(reading):
    """Return the events of all blocks of a reading, headings and kickers left out."""
    return list(reading.events)
