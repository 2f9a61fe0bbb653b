"""What a leader and the delegates begin the day with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Prefetch

from blogs.models import Leader, PostPage
from intranet.core.background import now
from intranet.core.discussion.models import Comment
from intranet.core.kinds import State
from intranet.core.organisation.queries import audiences_of
from intranet.core.responses.queries import waiting_for, with_things
from intranet.core.search.models import SOCIAL, Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from intranet.core.kinds import Person
    from intranet.core.responses.models import ResponseRequest

WAITING_SHOWN = 10
COMMENTS_SHOWN = 8
THEMES_SHOWN = 6
WEEK = timedelta(days=7)
#: More than this is not read for themes: it is the newest that counts.
DOCUMENTS_READ = 5000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits, and to whom of the office it can be given by one press."""

    request: ResponseRequest
    helpers: list[Person]


@dataclass(frozen=True, slots=True)
class Theme:
    """A tag, and how much was written with it this week and in the week before."""

    name: str
    this_week: int
    last_week: int

    @property
    def rise(self) -> int:
        return self.this_week - self.last_week


def answers_for(user: Person) -> list[Leader]:
    """The leaders in office for whom the person answers: themselves, and as a delegate. Two queries, one where there is none."""
    delegates = Leader._meta.get_field("delegates").related_model._default_manager.filter(is_active=True).select_related("roost_profile")
    leaders = Leader.objects.in_office().approved_by(user).filter(blog__isnull=False).select_related("person__roost_profile", "blog")
    return list(leaders.prefetch_related(Prefetch("delegates", queryset=delegates)))


def waiting_in(user: Person, leaders: Sequence[Leader]) -> tuple[int, list[Waiting]]:
    """How many questions wait for the person, and those that are due first."""
    owed = waiting_for(user)
    found = with_things(list(owed.select_related("asker__roost_profile", "closed_by")[:WAITING_SHOWN]), "question", user)
    office = {leader.person_id: [person for person in leader.delegates.all() if person.pk != user.pk] for leader in leaders}
    return owed.count(), [
        Waiting(request, [person for person in office.get(request.addressee_id, ()) if person.pk != request.asker_id]) for request in found
    ]


def not_replied_to(user: Person, leaders: Sequence[Leader]) -> list[Comment]:
    """What was said under the leaders' posts this week and nobody of the office replied to: what others discussed most comes first.

    Thanks and agreement play no part, so that praise does not push a challenge out of sight. Questions have their own clocks.
    """
    team = {person.pk for leader in leaders for person in (leader.person, *leader.delegates.all()) if person is not None}
    posts = PostPage.objects.visible_to(user).filter(leader__in=[leader.pk for leader in leaders])
    under = {"discussion__content_type": ContentType.objects.get_for_model(PostPage), "discussion__object_id__in": posts.order_by().values("pk")}
    said = Comment.objects.filter(**under, state=State.PUBLISHED, is_question=False, created__gte=now() - WEEK).exclude(author__in=team)
    replied = Comment.objects.filter(reply_to=OuterRef("pk"), author__in=team, state=State.PUBLISHED)
    found = said.exclude(Exists(replied)).select_related("author__roost_profile").order_by("-nested_count", "created", "pk")
    return list(found[:COMMENTS_SHOWN])


def themes_of_the_week(user: Person) -> list[Theme]:
    """The tags that most was written with in the last seven days, of what the person may see, social areas apart, with the week before. One query."""
    moment = now()
    written = (
        Document.objects.filter(audience__in=audiences_of(user), created__gte=moment - 2 * WEEK, created__lte=moment)
        .exclude(tags="")
        .exclude(kind=SOCIAL)
    )
    this, last = Counter[str](), Counter[str]()
    for tags, created in written.order_by("-created").values_list("tags", "created")[:DOCUMENTS_READ]:
        (this if created is not None and created >= moment - WEEK else last).update(set(tags.replace("#", "").split()))
    themes = [Theme(name, number, last[name]) for name, number in this.items()]
    return sorted(themes, key=lambda theme: (-theme.rise, -theme.this_week, theme.name))[:THEMES_SHOWN]
