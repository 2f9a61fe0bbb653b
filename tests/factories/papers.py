"""Papers to comment on."""

from __future__ import annotations

from typing import Any

from intranet.core.organisation.actions import all_staff
from tests.papers.models import Paper


def make_paper(title: str = "Two days together", **fields: Any) -> Paper:
    """For all staff, unless ``audience`` says otherwise."""
    return Paper.objects.create(title=title, audience=fields.pop("audience", None) or all_staff(), **fields)
