"""Bringing topics over from another forum: nobody is told, nothing is held, and what was brought before is left as it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from forums.actions.counting import recount
from forums.models import Imported, Post, Topic
from intranet.core.kinds import State
from intranet.core.notifications.queries.mentions import known_names
from intranet.core.organisation.queries import name_of
from intranet.core.search.actions import refresh_many
from intranet.core.text import MAX_SOURCE, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from forums.models import Area
    from forums.queries.foreign import ForeignPost, ForeignTopic, Writer
    from intranet.core.kinds import Person

MOST_TAGS = 5


@dataclass
class ImportReport:
    """What was brought, or would be, and what was not."""

    topics: int = 0
    posts: int = 0
    known: int = 0
    bylines: int = 0
    notes: list[str] = field(default_factory=list)
    elsewhere: Counter[str] = field(default_factory=Counter)

    def lines(self, *, write: bool) -> list[str]:
        """The report, line by line."""
        verb = "brought over" if write else "would be brought over (nothing was written: add --write)"
        found = [f"{self.topics} topics and {self.posts} posts {verb}; {self.known} topics were here with all their posts."]
        found.append(f"{self.bylines} of these posts keep the name of somebody who is not here.")
        found += [
            f"{count} topics of {area or 'no area'} were left out: say which area they go to." for area, count in sorted(self.elsewhere.items())
        ]
        return found + self.notes


def import_topics(
    topics: Iterable[ForeignTopic], *, source: str, areas: Mapping[str, Area], people: Mapping[str, str], write: bool, actor: Person | None = None
) -> ImportReport:
    """Bring topics into ``areas``, by the name of their area there; "" is where all others go. Each topic is a transaction of its own.

    ``people`` says who somebody is here, by the user name there; else the mail address finds them.
    """
    report = ImportReport()
    accounts = _Accounts(people)
    for foreign in topics:
        area = areas.get(foreign.area) or areas.get("")
        if area is None:
            report.elsewhere[foreign.area] += 1
        elif not foreign.posts:
            report.notes.append(f"Topic {foreign.ident} has no posts, and was left out.")
        else:
            _bring(foreign, area=area, source=source, accounts=accounts, report=report, write=write, actor=actor)
    return report


class _Accounts:
    """Who writers are here: by what the command was told, else by their mail address."""

    def __init__(self, told: Mapping[str, str]) -> None:
        active = get_user_model()._default_manager.filter(is_active=True).select_related("roost_profile")
        self.by_name = {person.get_username(): person for person in active}
        addresses = Counter(person.email.lower() for person in active if person.email)
        self.by_address = {person.email.lower(): person for person in active if addresses[person.email.lower()] == 1}
        self.told = told

    def of(self, writer: Writer) -> Person | None:
        return self.by_name.get(self.told.get(writer.username, "")) or self.by_address.get(writer.email.lower())


@transaction.atomic
def _bring(foreign: ForeignTopic, *, area: Area, source: str, accounts: _Accounts, report: ImportReport, write: bool, actor: Person | None) -> None:
    if foreign.lacks:
        report.notes.append(f"Topic {foreign.ident}: {foreign.lacks}")
    before = Imported.objects.filter(source=source, ident=f"topic:{foreign.ident}").select_related("topic").first()
    idents = {f"post:{post.ident}" for post in foreign.posts}
    here = set(Imported.objects.filter(source=source, ident__in=idents).values_list("ident", flat=True))
    fresh = [post for post in foreign.posts if f"post:{post.ident}" not in here]
    if not fresh:
        report.known += 1
        return
    report.topics += before is None
    report.posts += len(fresh)
    report.bylines += sum(accounts.of(post.writer) is None for post in fresh)
    report.notes += [f"Post {post.ident} was shortened to {MAX_SOURCE} characters." for post in fresh if len(post.body) > MAX_SOURCE]
    if write:
        topic = before.topic if before is not None and before.topic is not None else _topic(foreign, area, source, accounts)
        posts = _posts(topic, fresh, source, accounts)
        recount(Topic.objects.filter(pk=topic.pk))
        topic.refresh_from_db()
        for post in posts:
            post.topic = topic
        refresh_many([topic, *(post for post in posts if not post.is_first)])
        log(topic, "forums.import", user=actor, data={"source": source, "ident": foreign.ident})


def _topic(foreign: ForeignTopic, area: Area, source: str, accounts: _Accounts) -> Topic:
    first = foreign.posts[0]
    author = accounts.of(first.writer)
    topic = Topic(area=area, type=foreign.type, title=foreign.title.strip()[:200], author=author, created=first.created)
    topic.slug = slugify(topic.title)[:100].strip("-") or "topic"
    topic.author_name = (name_of(author) or first.writer.name)[:200]
    topic.tags = sorted({slugify(tag) for tag in foreign.tags if slugify(tag)})[:MOST_TAGS]
    topic.state, topic.locked, topic.sticky = State.PUBLISHED, foreign.locked, foreign.sticky
    topic.save(force_insert=True)
    Imported.objects.create(source=source, ident=f"topic:{foreign.ident}", topic=topic)
    return topic


def _posts(topic: Topic, fresh: list[ForeignPost], source: str, accounts: _Accounts) -> list[Post]:
    """The posts, numbered after those that are here, under the lock of the topic's row."""
    locked = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    rows = [_post(topic, foreign, locked.last_number + place, accounts) for place, foreign in enumerate(fresh, 1)]
    posts = Post.objects.bulk_create(rows)
    links = zip(fresh, posts, strict=True)
    Imported.objects.bulk_create([Imported(source=source, ident=f"post:{foreign.ident}", post=post) for foreign, post in links])
    Topic.objects.filter(pk=topic.pk).update(last_number=locked.last_number + len(posts))
    return posts


def _post(topic: Topic, foreign: ForeignPost, number: int, accounts: _Accounts) -> Post:
    author, body = accounts.of(foreign.writer), foreign.body[:MAX_SOURCE]
    post = Post(topic=topic, author=author, author_name=(name_of(author) or foreign.writer.name)[:200], body=body, number=number)
    post.html, post.is_first, post.state = render(body, known_names=known_names).html, number == 1, State.PUBLISHED
    post.created = post.published_at = foreign.created
    post.edited_at = foreign.edited
    return post
