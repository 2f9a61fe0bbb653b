"""The keys with which a feed reader or a calendar reads for a person."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now


def _signer() -> Signer:
    return Signer(salt="roost.feeds", sep=".")


def key_in(token: str) -> uuid.UUID | None:
    """The key that stands in an address, if we signed it."""
    try:
        return uuid.UUID(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None


class FeedKey(models.Model):
    """Reads as its person would now, until it is revoked (deleted) or its person leaves.

    The address carries it signed: whoever gets hold of a copy of the database opens nothing, and it can be shown again.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roost_feed_keys")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("what it is for"), max_length=100)
    created = models.DateTimeField(default=now)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("feed key")
        verbose_name_plural = _("feed keys")
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def token(self) -> str:
        """What the addresses carry."""
        return _signer().sign(self.key.hex)
