"""What the forums show outside their own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forums import queries
from forums.models import Area
from intranet.core.organisation.queries import roles_of
from intranet.core.ui.panels import NavigationItem, NextStep, NextSteps, Panel, PlaceLink, Places

if TYPE_CHECKING:
    from intranet.core.kinds import Person

ON_HOME = 5


class Forums(NavigationItem):
    label = gettext_lazy("Forums")
    icon = "forum"
    url = "/forums/"
    order = 20


class MyAreas(Places):
    """The areas that the person watches and those of their service."""

    def links(self, user: Person) -> list[PlaceLink]:
        return [PlaceLink(area.name, area.get_absolute_url(), area.unread) for area in queries.places_of(user)]


class LatestTopics(Panel):
    """What was written in last, in all areas the person may see."""

    place = "home"
    template = "forums/panels/latest.html"
    order = 30

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        topics = queries.latest_topics(user, limit=ON_HOME)
        return {"lines": queries.topic_lines(topics)} if topics else None


class AreasOfService(Panel):
    """The areas of the service whose page it is."""

    place = "service"
    template = "forums/panels/areas.html"
    order = 30

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        areas = list(queries.with_unread(Area.objects.visible_to(user).filter(service=subject), user))
        return {"areas": areas} if areas else None


class Discussed(Panel):
    """On the page of a thing, the way to the topics about it, where one can be begun: the page itself pays nothing for it."""

    place = "thing"
    template = "forums/panels/discussed.html"
    order = 60

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        return {"url": f"{reverse('forums:about')}?{urlencode({'of': subject.get_absolute_url()}, safe='/')}"}


class QuestionsToLookAfter(NextSteps):
    """Questions without an answer, for who looks after their areas."""

    def steps(self, user: Person) -> list[NextStep]:
        count = queries.waiting_for(user).count() if roles_of(user) else 0
        if not count:
            return []
        return [
            NextStep(
                title=ngettext("%(count)d question waits for an answer", "%(count)d questions wait for an answer", count) % {"count": count},
                detail=_("In areas that you look after"),
                url=reverse("forums:waiting"),
                action=_("Look"),
                icon="forum",
                urgency=40,
            )
        ]


class AnswersToMe(NextSteps):
    """Questions of the person with replies that they have not read."""

    def steps(self, user: Person) -> list[NextStep]:
        return [
            NextStep(
                title=topic.title,
                detail=ngettext("%(count)d reply to your question", "%(count)d replies to your question", topic.reply_count)
                % {"count": topic.reply_count},
                url=f"{topic.get_absolute_url()}-/unread/",
                action=_("Read"),
                icon="forum",
                urgency=60,
            )
            for topic in queries.answered_for(user)
        ]
