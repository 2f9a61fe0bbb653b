"""What a poll announces."""

from django.dispatch import Signal

#: A poll was about to be published and waits instead, for it would open in an election period. Arguments: ``poll``, ``revision``, ``user``
#: (or None) and ``period``. Sent inside the transaction, if there is one.
held = Signal()
