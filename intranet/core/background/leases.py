"""Doing something alone, across processes and machines."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction

from intranet.core.background.clock import now
from intranet.core.background.models import Lease

TERM = timedelta(minutes=10)


def take(name: str, term: timedelta = TERM) -> uuid.UUID | None:
    """The holder's token, or None when somebody else holds the lease and it has not expired."""
    holder, moment = uuid.uuid4(), now()
    if Lease.objects.filter(name=name, expires__lte=moment).update(holder=holder, expires=moment + term):
        return holder
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, holder=holder, expires=moment + term)
    except IntegrityError:
        return None
    return holder


def is_taken(name: str) -> bool:
    return Lease.objects.filter(name=name, expires__gt=now()).exists()


def renew(name: str, holder: uuid.UUID, term: timedelta = TERM) -> bool:
    """Whether the lease was still ours; it now runs for another term."""
    return bool(Lease.objects.filter(name=name, holder=holder).update(expires=now() + term))


def give_back(name: str, holder: uuid.UUID) -> None:
    Lease.objects.filter(name=name, holder=holder).delete()
