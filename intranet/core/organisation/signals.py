"""What the organisation announces to the floors above."""

from django.dispatch import Signal

#: Pages got another audience, or their first. Arguments: ``page_ids``, a list of primary keys. Sent inside the transaction.
page_audiences_changed = Signal()

#: A person's rights, service or activity changed. Arguments: ``person_ids``. Sent inside the transaction.
people_changed = Signal()
