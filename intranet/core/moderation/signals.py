"""What the core announces of pages and words alike; the apps hear only these."""

from django.dispatch import Signal

#: A thing became visible. Arguments: ``thing``, and ``first``, True the first time. Sent inside the transaction.
published = Signal()

#: A thing stopped being visible. Arguments: ``thing``. Sent inside the transaction.
withdrawn = Signal()

#: Words that were proposed for a published thing are to stand. Arguments: ``thing``, locked, ``words``, and ``editor``, whose they are, or None.
#: Whoever calls ``propose`` listens and writes them; search is refreshed afterwards. Sent inside the transaction.
words_approved = Signal()
