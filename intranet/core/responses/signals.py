"""What is announced of questions and answers."""

from django.dispatch import Signal

#: A question was answered. Arguments: ``request``, the ``ResponseRequest``. Sent inside the transaction.
answered = Signal()
