"""What search announces."""

from django.dispatch import Signal

#: Tags go by another name: ``names`` (lower case) lead ``to`` one from now on. Sent before documents carry it.
tags_led = Signal()
