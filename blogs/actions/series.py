"""Starting and renaming series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from blogs.models import Series

if TYPE_CHECKING:
    from blogs.models import Leader
    from intranet.core.kinds import Person


class NameTaken(Exception):
    """The leader has a series of this name."""


@transaction.atomic
def start_series(leader: Leader, *, title: str, introduction: str = "", actor: Person | None) -> Series:
    """A series in which the office can put posts. Raises ``NameTaken``."""
    series = Series(leader=leader, title=title, introduction=introduction)
    _keep_series(series)
    log(series, "blogs.start_series", user=actor, title=str(series), data={"leader": leader.pk})
    return series


@transaction.atomic
def change_series(series: Series, *, title: str, introduction: str, actor: Person) -> None:
    """Another name, or other words about it. Raises ``NameTaken``."""
    before = series.title
    series.title, series.introduction = title, introduction
    _keep_series(series)
    log(series, "blogs.change_series", user=actor, title=str(series), data={"before": before})


def _keep_series(series: Series) -> None:
    try:
        with transaction.atomic():
            series.save()
    except IntegrityError as error:
        raise NameTaken(_("There is a series of this name already. Put the posts in that one, or take another name")) from error
