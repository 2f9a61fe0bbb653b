"""What the blogs show elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blogs import actions, queries, rules
from blogs.models import LeaderBlogPage
from intranet.core.ui.panels import AccountLink, NavigationItem, NextStep, NextSteps, Panel

if TYPE_CHECKING:
    from intranet.core.kinds import Person

ON_HOME = 3
BESIDE = 4


class Blogs(NavigationItem):
    label = _("Blogs")
    icon = "blog"
    url = "/blogs/"
    order = 10


class Morning(AccountLink):
    label = _("Your morning")
    icon = "clock"
    url = "/blogs/-/morning/"
    session_key = actions.ANSWERS_FOR_LEADERS


class LiveNow(Panel):
    """Who answers live at this moment."""

    place = "home"
    template = "blogs/panels/live_now.html"
    order = 5

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        blogs = queries.live_blogs(user)
        return {"blogs": blogs} if blogs else None


class FromOurLeaders(Panel):
    """The newest posts."""

    place = "home"
    template = "blogs/panels/latest.html"
    order = 10

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        posts = queries.latest_posts(user, most=ON_HOME)
        return {"posts": posts} if posts else None


class AreWeAnswered(Panel):
    """How the answers of those in charge stand, worst first."""

    place = "home-side"
    template = "blogs/panels/answered.html"
    order = 10

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        lines = sorted(queries.blog_lines(user), key=lambda line: (-line.standing.overdue, -line.standing.waiting))
        return {"lines": lines[:BESIDE]} if lines else None


class BlogsOfService(Panel):
    """The leaders of the service whose page it is."""

    place = "service"
    template = "blogs/panels/blogs.html"
    order = 20

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        blogs = list(LeaderBlogPage.objects.visible_to(user).filter(leader__service=subject).with_leader())
        return {"blogs": blogs} if blogs else None


class BlogsOfPerson(Panel):
    """The blogs of the person whose page it is."""

    place = "person"
    template = "blogs/panels/blogs.html"
    order = 20

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        person = getattr(subject, "user_id", None) or getattr(subject, "pk", None)
        blogs = list(LeaderBlogPage.objects.visible_to(user).filter(leader__person=person).with_leader())
        return {"blogs": blogs} if blogs else None


class PostsToApprove(NextSteps):
    """Drafts that wait for the person."""

    def steps(self, user: Person) -> list[NextStep]:
        return [
            NextStep(
                title=gettext("Approve “%(title)s”") % {"title": post.draft_title or post.title},
                detail=gettext("Written in the name of %(leader)s") % {"leader": post.author_name},
                url=reverse("blogs:approve", args=[post.pk]),
                action=gettext("Read and approve"),
                icon="official",
                urgency=20,
            )
            for post in queries.drafts_waiting_for(user)
            if rules.is_no_ghost(user, post)
        ]
