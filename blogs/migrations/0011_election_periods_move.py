"""Election periods move to the core, where polls find them too: their rows, and what the log and the permissions say of them."""

from __future__ import annotations

from typing import Any

from django.db import migrations

HERE, THERE, NAME = "intranet_blogs", "intranet_organisation", "ElectionPeriod"
FIELDS = ("name", "first_day", "last_day", "words")


def bring(apps: Any, schema_editor: Any) -> None:
    _move(apps, HERE, THERE)


def bring_back(apps: Any, schema_editor: Any) -> None:
    _move(apps, THERE, HERE)


def _move(apps: Any, source: str, target: str) -> None:
    before, after = apps.get_model(source, NAME).objects, apps.get_model(target, NAME).objects
    for row in before.values(*FIELDS).order_by("pk"):
        after.create(**row)
    before.all().delete()
    kinds = apps.get_model("contenttypes", "ContentType").objects
    if not kinds.filter(app_label=target, model=NAME.lower()).exists():
        kinds.filter(app_label=source, model=NAME.lower()).update(app_label=target)


class Migration(migrations.Migration):
    dependencies = [
        ("intranet_blogs", "0010_planned_hand_overs"),
        ("intranet_organisation", "0002_election_periods"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(bring, bring_back)]
