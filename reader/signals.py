"""What the publication says upwards. `reader` knows nobody who listens."""

from django.dispatch import Signal

# A plan is being shown and nothing may be written. Sent with `plan`; receivers return a list of
# what they keep of this document and where it would stand (actions.plans.Forecast).
revision_planned = Signal()

# A revision has been written, in the same transaction. Sent with `document`, `revision`, `plan`.
revision_applied = Signal()

# Two records have become one, or are two again, in the same transaction. Sent with `merge` (the
# entry in the ledger), `kind` ("actor", "source", "topic", "name"), and the keys `kept` and `gone`.
records_merged = Signal()
merge_undone = Signal()
