"""The list of tags that somebody keeps, and where the names lead that are not used any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from intranet.core.background import now
from intranet.core.search.actions.documents import BATCH, UNIQUE, note_places, tags_in_line
from intranet.core.search.models import Document, KeptTag
from intranet.core.search.signals import tags_led

if TYPE_CHECKING:
    from collections.abc import Collection

    from intranet.core.kinds import Person


@transaction.atomic
def keep_tag(tag: KeptTag, *, name: str, actor: Person | None) -> None:
    """Put a tag into the list, or have one that is in it go by another name: its old one leads to it from now on.

    Whatever carries the old name carries the new one. A name that leads elsewhere is taken from there.
    """
    KeptTag.objects.filter(name=name, leads_to__isnull=False).exclude(pk=tag.pk).delete()
    before, tag.name = tag.name if tag.pk else "", name
    tag.save()
    if before and before != name:
        KeptTag.objects.create(name=before, leads_to=tag)
        log(tag, "search.rename_tag", user=actor, data={"from": before, "to": name})
        _lead([before], name)


@transaction.atomic
def lead_tag(tag: KeptTag, *, into: KeptTag, actor: Person | None) -> None:
    """Merge a tag into another: its name, and those that led to it, lead there, and whatever carries one of them carries the other."""
    if into.pk == tag.pk or into.leads_to_id is not None:
        raise ValueError("A tag is merged into another one that is in the list.")
    former = list(KeptTag.objects.filter(leads_to=tag).values_list("name", flat=True))
    KeptTag.objects.filter(leads_to=tag).update(leads_to=into)
    tag.leads_to = into
    tag.save(update_fields=["leads_to"])
    log(into, "search.merge_tag", user=actor, data={"tag": tag.name})
    _lead([tag.name, *former], into.name)


def _lead(names: Collection[str], to: str) -> None:
    """Have documents carry the one name in place of the others; whoever keeps tags of their own is told first, while search still has the others."""
    tags_led.send(sender=KeptTag, names=tuple(names), to=to)
    for name in names:
        last = 0
        while batch := list(Document.objects.tagged(name).filter(pk__gt=last).only("pk", "tags", *UNIQUE).order_by("pk")[:BATCH]):
            for document in batch:
                document.tags = tags_in_line(to if word == f"#{name}" else word for word in document.tags.split())
                document.changed = now()
            Document.objects.bulk_update(batch, ["tags", "changed"])
            note_places([(document.content_type_id, document.object_id) for document in batch])
            last = batch[-1].pk
