"""Areas taken along as files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from forums import conf
from forums.models import AreaExport
from forums.tasks import make_export
from intranet.core.background import enqueue, now
from intranet.core.organisation.queries import name_of

if TYPE_CHECKING:
    from forums.models import Area
    from intranet.core.kinds import Person

#: After so long an export that waits will not be made any more.
GIVEN_UP_AFTER = timedelta(days=1)


def export_area(area: Area, *, actor: Person) -> AreaExport:
    """Have an archive of the area made, of what its readers can read now. While one is being made there is no other: that one is it."""
    try:
        with transaction.atomic():
            moment = now()
            AreaExport.objects.filter(area=area, state=AreaExport.ExportState.FAILED).delete()
            export = AreaExport.objects.create(
                area=area, asked_by=actor, asked_name=name_of(actor), asked_at=moment, expires=moment + conf.export_for()
            )
            log(area, "forums.export", user=actor, data={"export": str(export.key)})
            enqueue(make_export, export.pk)
    except IntegrityError:
        return AreaExport.objects.filter(area=area).latest("pk")
    return export


def note_fetch(export: AreaExport, *, actor: Person) -> None:
    """Somebody takes the archive along."""
    log(export.area, "forums.fetch_export", user=actor, data={"export": str(export.key), "as_of": export.asked_at.isoformat()})


def forget_exports() -> None:
    """Those whose days are over go, with their files; those that nobody came to make are given up."""
    AreaExport.objects.filter(state=AreaExport.ExportState.WAITING, asked_at__lt=now() - GIVEN_UP_AFTER).update(state=AreaExport.ExportState.FAILED)
    AreaExport.objects.filter(expires__lte=now()).delete()
