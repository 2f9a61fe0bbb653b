"""How much a person may write at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums import conf, rules
from forums.models import Post
from intranet.core.background import now
from intranet.core.background.rates import is_too_often
from intranet.core.background.sealing import keyed
from intranet.core.moderation.queries import trial_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from forums.models import Area
    from intranet.core.kinds import Person
    from intranet.core.moderation.queries import Trial


def why_wait(person: Person, area: Area, *, token: UUID | None = None, unnamed: bool = False) -> str:
    """In words, why the person writes no further post now, when they may, and when the limit ends for good; empty when nothing limits them.

    Who is no newcomer costs no statement. The form of ``token`` that has made its post already is not refused: it is the same post. What is
    written without a name is counted apart, and in the cache only, by what stands for the person there: asking counts.
    """
    trial = trial_of(person)
    if trial is None or rules.can_manage(person, area):
        return ""
    if unnamed:
        return _words(trial, _next_stretch()) if _is_too_often(person) else ""
    free = _free_again(person)
    if free is None or (token is not None and Post.objects.filter(author=person, token=token).exists()):
        return ""
    return _words(trial, free)


def _free_again(person: Person) -> datetime | None:
    """When the oldest of the last posts leaves the stretch; None while there is room."""
    since = now() - conf.newcomer_stretch()
    written = Post.objects.filter(author=person, created__gt=since).order_by("-created").values_list("created", flat=True)
    last = list(written[: conf.newcomer_posts()])
    return last[-1] + conf.newcomer_stretch() if last and len(last) >= conf.newcomer_posts() else None


def _is_too_often(person: Person) -> bool:
    seconds = int(conf.newcomer_stretch().total_seconds())
    return is_too_often(f"forums:{keyed('rate', str(person.pk))}", most=conf.newcomer_posts(), seconds=seconds)


def _next_stretch() -> datetime:
    """When the count begins anew."""
    seconds = int(conf.newcomer_stretch().total_seconds())
    return now() + timedelta(seconds=seconds - int(now().timestamp()) % seconds)


def _words(trial: Trial, free: datetime) -> str:
    moment = localtime(free)
    when = date_format(moment, "H:i") if moment.date() == localtime(now()).date() else date_format(moment, "j F, H:i")
    minutes = int(conf.newcomer_stretch().total_seconds() // 60)
    if trial.is_new:
        first = _("New colleagues write up to %(most)d posts in %(minutes)d minutes. You can write again at %(when)s; your text stays here.")
    else:
        first = _("For now you write up to %(most)d posts in %(minutes)d minutes. You can write again at %(when)s; your text stays here.")
    rest = ngettext(
        "The limit ends when a moderator has approved %(left)d more post of yours, and on %(day)s in any case.",
        "The limit ends when a moderator has approved %(left)d more posts of yours, and on %(day)s in any case.",
        trial.approvals_left,
    )
    values = {"most": conf.newcomer_posts(), "minutes": minutes, "when": when, "left": trial.approvals_left, "day": date_format(trial.ends, "j F")}
    return f"{first} {rest}" % values
