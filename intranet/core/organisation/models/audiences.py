"""Who may see a thing: interned sets of clauses, each a set of tokens."""

from __future__ import annotations

import hashlib

import swapper
from django.db import models
from django.utils.translation import gettext_lazy as _

STAFF = "staff"


def key_of(clauses: list[tuple[str, ...]]) -> str:
    """The key of an audience: the same clauses always have the same one."""
    return hashlib.sha256("|".join(",".join(clause) for clause in clauses).encode()).hexdigest()


class AudienceManager(models.Manager["Audience"]):
    def all_staff_id(self) -> int | None:
        """The audience of all staff, which every migrated database has."""
        return self.filter(key=key_of([(STAFF,)])).values_list("pk", flat=True).first()


class Audience(models.Model):
    """An interned set of clauses, each a set of tokens: a person is in it when every clause holds one of theirs."""

    key = models.CharField(max_length=64, unique=True)
    clause_count = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=500, blank=True)

    objects = AudienceManager()

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    def __str__(self) -> str:
        return self.label or self.key


class AudienceToken(models.Model):
    """One token of one clause: ``staff``, ``group:7``, ``service:12`` (with its sub-services) or ``user:3``."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="tokens")
    clause = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "clause", "token"], name="audience_token_once")]
        indexes = [models.Index(fields=["token", "audience", "clause"], name="audience_token_lookup")]

    def __str__(self) -> str:
        return self.token


class PageAudience(models.Model):
    """Who may see a Wagtail page, of any type, whether live or not; a page without a row is nobody's."""

    page = models.OneToOneField(
        swapper.get_model_name("wagtailcore", "Page"), on_delete=models.CASCADE, related_name="roost_audience", primary_key=True
    )
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.audience}"
