"""What happened among readers, said upwards: notices and mails listen here."""

from django.dispatch import Signal

# Sent in the transaction that did it, with `annotation`, `event` and `user` (who did it). Events:
# created, replied, edited, deleted, undone, resolved, reopened, flagged, approved, hidden, spam,
# kept, erased, accepted, rejected, lost, moved, placed, moved_group, reacted. What a receiver sends
# later it checks again with visible_to.
what_happened = Signal()
