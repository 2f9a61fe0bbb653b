"""Who may do what in the forums, asked of things that the person was found to see."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.moderation.queries import trial_of
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import audiences_of, holds, roles_of, tokens_of

if TYPE_CHECKING:
    from forums.models import Area, Assignment, Post, Topic, TopicEvent
    from intranet.core.kinds import AnyUser, Person

#: So long who moved a topic into an area that others look after may take it back by themselves.
MOVER_MAY_UNDO = timedelta(days=1)


def why_not_post(user: AnyUser, area: Area) -> str:
    """In words, why the person cannot write in the area; empty when they can."""
    if area.state == area.AreaState.ARCHIVED:
        return gettext("This area is archived. You can read it, and nothing is added.")
    if area.state == area.AreaState.READ_ONLY:
        return gettext("This area is read only for now.")
    if not {area.audience_id, area.post_audience_id} <= audiences_of(user):
        return gettext("You can read this area. Writing here is for some colleagues only.")
    return ""


def can_post(user: AnyUser, area: Area) -> bool:
    """Start topics in the area."""
    return not why_not_post(user, area)


def why_not_reply(user: AnyUser, topic: Topic) -> str:
    """In words, why the person cannot reply; empty when they can."""
    if topic.state != State.PUBLISHED:
        return gettext("Replies are possible when a moderator has let the topic through.")
    if topic.archived:
        return gettext("This topic is archived. You can read it, and nothing is added.")
    if topic.locked and not can_manage(user, topic.area):
        return gettext("This topic is closed. You can read it, and nobody can reply.")
    return why_not_post(user, topic.area)


def can_reply(user: AnyUser, topic: Topic) -> bool:
    return not why_not_reply(user, topic)


def can_edit(user: AnyUser, post: Post) -> bool:
    """Change the words: the author, while they could still write there."""
    open_topic = not post.topic.archived and (not post.topic.locked or can_manage(user, post.topic.area))
    return post.is_by(user) and not post.is_gone and open_topic and can_post(user, post.topic.area)


def can_add_files(user: Person, post: Post) -> bool:
    """Add files to one's own post later: what a moderator has to read first takes its files with its first words only."""
    return post.state == State.PUBLISHED and not post.always_held() and trial_of(user) is None


def can_react(user: AnyUser, post: Post) -> bool:
    """Thank for somebody else's published post, where anything is added at all; nobody thanks themselves, under an alias neither."""
    return post.state == State.PUBLISHED and not post.is_by(user) and post.topic.area.state != "archived"


def can_ask(user: AnyUser, post: Post) -> bool:
    """Have somebody answer a post that stands there: who wrote it, and the moderators; not where nothing is added any more."""
    if post.state != State.PUBLISHED or post.topic.state != State.PUBLISHED or post.topic.archived or post.topic.area.state == "archived":
        return False
    return (post.author_id is not None and post.author_id == user.pk) or can_manage(user, post.topic.area)


def takes_answers(topic: Topic) -> bool:
    """Whether who owes an answer can give it: also in a topic that is closed to all others."""
    return topic.state == State.PUBLISHED and not topic.archived and topic.area.state != "archived"


def can_delete(user: AnyUser, post: Post) -> bool:
    """Take the words back: the author; a first post only while nobody has replied, because the topic goes with it."""
    return can_edit(user, post) and not (post.is_first and post.topic.last_number > 1)


def can_manage(user: AnyUser, area: Area) -> bool:
    """Close topics and keep them at the top: the area's moderators, its service's, and those of the whole."""
    return holds(user, Role.MODERATOR, Role.SENIOR_MODERATOR, Role.SERVICE_OWNER, Role.CENTRAL_COORDINATOR, service=area.service, area=area)


def can_manage_there(user: AnyUser, area: Area) -> bool:
    """The same of an area at the other end of a move, which the person has to be able to read too."""
    return area.audience_id in audiences_of(user) and can_manage(user, area)


def can_export(user: AnyUser, area: Area) -> bool:
    """Take an area along as a file: who manages it, and reads it. It holds what all its readers read."""
    return can_manage_there(user, area)


def looks_after(user: AnyUser, area: Area) -> bool:
    """Is asked to see that questions get an answer: who manages the area, and the champions of its service."""
    return can_manage_there(user, area) or holds(user, Role.CHAMPION, service=area.service)


def can_accept(user: AnyUser, post: Post) -> bool:
    """Say that a reply answers the question: who asked, and who manages the area."""
    topic = post.topic
    is_answer = topic.type == topic.Type.QUESTION and post.state == State.PUBLISHED and not post.is_first
    is_open = not topic.archived and topic.area.state != topic.area.AreaState.ARCHIVED
    return is_answer and is_open and (topic.author_id == user.pk or can_manage(user, topic.area))


def can_attach(user: AnyUser, topic: Topic) -> bool:
    """Say which things a topic is about: who started it, and who manages the area."""
    return can_manage(user, topic.area) or (topic.author_id == user.pk and not topic.archived and can_post(user, topic.area))


def can_work_on(user: AnyUser, assignment: Assignment, area: Area) -> bool:
    """Say how far it is: who looks after the topic, whoever is in the service that does, and who manages the area."""
    ours = assignment.service_id is not None and f"service:{assignment.service_id}" in tokens_of(user)
    return assignment.person_id == user.pk or can_manage(user, area) or ours


def _just_moved(user: AnyUser, event: TopicEvent) -> bool:
    """Whether the person moved it within the day, and other readers have written nothing to it since: that would be shown to whom they did not write."""
    same_readers = event.area is not None and event.area.audience_id == event.topic.area.audience_id
    return event.actor_id == user.pk and now() - event.at < MOVER_MAY_UNDO and (same_readers or event.topic.last_number == event.after)


def can_undo(user: AnyUser, event: TopicEvent) -> bool:
    """Take back what was done to topics: who manages where they are now, and may put them where they were; for a day the mover of a topic, from there."""
    if event.kind == event.Kind.MOVED:
        back, there = event.area, event.topic.area
        if back is None or not can_post(user, back):
            return False
        return can_manage_there(user, there) or (_just_moved(user, event) and can_manage_there(user, back))
    return event.other is not None and can_manage_there(user, event.topic.area) and can_manage_there(user, event.other.area)


def can_open_areas(user: AnyUser) -> bool:
    """Open a new area: service owners and co-ordinators, wherever they are so."""
    return any(held.role in (Role.SERVICE_OWNER, Role.CENTRAL_COORDINATOR) for held in roles_of(user))


def can_group_areas(user: AnyUser) -> bool:
    """Make headings for the list of areas: central co-ordinators."""
    return holds(user, Role.CENTRAL_COORDINATOR)


def can_change_area(user: AnyUser, area: Area) -> bool:
    """Of an area that they may read: the owners of its service, and co-ordinators."""
    readable = area.audience_id in audiences_of(user)
    return readable and holds(user, Role.SERVICE_OWNER, Role.CENTRAL_COORDINATOR, service=area.service, area=area)
