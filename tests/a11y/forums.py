"""What the pages of the forums show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forums import actions
from forums.models import AreaExport
from forums.tasks import make_export
from intranet.core.background import at_moment, now
from intranet.core.discussion.actions import react
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from intranet.core.notifications.actions import follow
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.responses.queries import addressee_of
from intranet.core.ui.uploads import Verdict, inspect
from tests.core.ui.test_uploads import picture
from tests.factories.forums import make_area, make_reply, make_topic, only

if TYPE_CHECKING:
    from forums.models import Area, Post, Topic
    from tests.a11y.town import Town

LONG_WORD = "Hallowfieldhousingrepairsandvoidsliaison" * 5


def _area(town: Town, name: str, **fields: Any) -> Area:
    return make_area(name, service=town.service(), description="Something does not work, or works oddly.", rules="No names of tenants.", **fields)


def _topic(town: Town, title: str, *, replies: int = 0, **fields: Any) -> Topic:
    area = _area(town, f"Area of {title}"[:90])
    topic = make_topic(
        area, author=town.person("chief"), title=title, body=f"Three visits lost.\n\n{LONG_WORD}", type="question", tags=["tablets"], **fields
    )
    for number in range(replies):
        make_reply(topic, author=town.person(("chief", "staff")[number % 2]), body=f"Reply {number}, with https://example.org/{LONG_WORD}")
    return topic


def index(town: Town) -> str:
    topic = _topic(town, "For the index", replies=2)
    follow(town.person("staff"), topic)
    _area(town, "Private area", audience=only(town.person("staff")), kind="social")
    return reverse("forums:index")


def area(town: Town) -> str:
    topic = _topic(town, "Kept at the top of its area", replies=1)
    actions.stick(topic, actor=town.person("chief"))
    actions.lock(topic, actor=town.person("chief"))
    make_topic(topic.area, author=town.person("chief"), title=LONG_WORD[:190], body="Short")
    return topic.area.get_absolute_url()


def empty_area(town: Town) -> str:
    return _area(town, "Nothing here yet").get_absolute_url()


def read_only_area(town: Town) -> str:
    return _area(town, "Only to be read", state="read_only").get_absolute_url()


def topic(town: Town) -> str:
    found = _topic(town, "A topic of two pages", replies=23)
    actions.mark_read(found, person=town.person("staff"), number=3)
    post = found.posts.select_related("topic__area").get(number=5)
    actions.delete_post(post, actor=town.person("staff"))
    return found.get_absolute_url()


def closed_topic(town: Town) -> str:
    found = _topic(town, "A topic that is closed")
    actions.lock(found, actor=town.person("chief"))
    return found.get_absolute_url()


def solved_topic(town: Town) -> str:
    """For a moderator: an accepted answer, and lines of what was done."""
    found = _topic(town, "A topic that is solved", replies=3)
    away = actions.split_topic(found, posts=[found.posts.get(number=3).pk], title="Split off", area=found.area, actor=town.person("moderator"))
    assert away.other is not None
    actions.move_topic(found, area=_area(town, "Where it was moved"), actor=town.person("moderator"))
    actions.accept(found.posts.select_related("topic__area").get(number=2), actor=town.person("moderator"))
    return found.get_absolute_url()


def _verb(town: Town, name: str, title: str) -> str:
    found = _topic(town, title, replies=2)
    return reverse(f"forums:{name}", args=[found.area.slug, found.pk, found.slug])


def move(town: Town) -> str:
    return _verb(town, "move-topic", "A topic to move")


def split(town: Town) -> str:
    return _verb(town, "split-topic", "A topic to split")


def given_topic(town: Town) -> str:
    """For a moderator: somebody looks after it, and it is about a page."""
    found = _topic(town, "A topic that is looked after")
    actions.assign(found, service=town.service(), due_at=now() - timedelta(days=1), actor=town.person("moderator"))
    actions.link_to(_topic(town, "What it is about"), topic=found, actor=town.person("moderator"))
    return found.get_absolute_url()


def assign(town: Town) -> str:
    return _verb(town, "assign-topic", "A topic to look after")


def assigned(town: Town) -> str:
    for number in range(2):
        found = _topic(town, f"Given to the chief {number}")
        actions.assign(found, person=town.person("chief"), due_at=now() + timedelta(days=number), actor=town.person("moderator"))
    return reverse("forums:assigned")


def waiting(town: Town) -> str:
    area = make_area("With a promise", service=town.service(), unanswered_after_hours=1)
    with at_moment(now() - timedelta(days=9)):
        make_topic(area, author=town.person("chief"), title="Nobody has answered", type="question")
    return reverse("forums:waiting")


def start_with_form(town: Town) -> str:
    area = _area(town, "With a form to begin with", tags=["damp", "repairs"], templates={"question": "What happened?"})
    return f"{reverse('forums:start-topic')}?area={area.slug}&type=question"


def to_reply(town: Town, title: str = "A topic to reply to") -> str:
    return _topic(town, title).get_absolute_url()


def start(town: Town, area: str = "For a new topic") -> str:
    return f"{reverse('forums:start-topic')}?area={_area(town, area).slug}"


def _own_post(town: Town, title: str) -> int:
    return make_reply(_topic(town, title), author=town.person("staff"), body="My own words").pk


def edit(town: Town) -> str:
    return reverse("forums:edit-post", args=[_own_post(town, "A topic with a post to edit")])


def delete(town: Town) -> str:
    return reverse("forums:delete-post", args=[_own_post(town, "A topic with a post to delete")])


def rich_topic(town: Town) -> str:
    """With a quotation, a picture, a file, thanks, a bookmark and a post that a moderator removed."""
    found = _topic(town, "A topic with all that posts hold", replies=1)
    staff, chief = town.person("staff"), town.person("chief")
    first = found.posts.get(number=1)
    files = [
        actions.NewFile(inspect(SimpleUploadedFile("depot.jpg", picture()), most_bytes=10**6), "The new depot, seen from the yard", Verdict.CLEAN),
        actions.NewFile(inspect(SimpleUploadedFile(f"{LONG_WORD}.txt", b"Words"), most_bytes=10**6), "", Verdict.UNKNOWN),
    ]
    post = make_reply(found, author=staff, body="See the picture.", quotes=first, quoted="Three visits lost.", files=files)
    react(post, person=chief)
    react(first, person=staff)
    actions.bookmark(post, person=staff)
    removed = make_reply(found, author=chief, body="Not to be seen")
    withdraw(removed, actor=chief, state=State.HIDDEN)
    return found.get_absolute_url()


def topics(town: Town) -> str:
    _topic(town, "For the list of topics", replies=1)
    return reverse("forums:topics")


def _keeper(town: Town) -> Any:
    """Who looks after all areas."""
    grant_role(town.person("keeper"), role=Role.MODERATOR, actor=None)
    return town.person("keeper")


def exports(town: Town) -> str:
    """An archive that is there, and one that could not be made."""
    found, keeper = _topic(town, "A topic to take along", replies=1).area, _keeper(town)
    make_export.call(actions.export_area(found, actor=keeper).pk)
    failed = actions.export_area(found, actor=keeper)
    AreaExport.objects.filter(pk=failed.pk).update(state=AreaExport.ExportState.FAILED)
    return reverse("forums:exports", args=[found.slug])


def no_exports(town: Town) -> str:
    _keeper(town)
    return reverse("forums:exports", args=[_area(town, "Never taken along").slug])


def bookmarks(town: Town) -> str:
    actions.bookmark(_topic(town, "With a bookmarked post", replies=1).posts.get(number=2), person=town.person("staff"))
    return reverse("forums:bookmarks")


def reactions(town: Town) -> str:
    post = _topic(town, "With a thanked post").posts.get()
    react(post, person=town.person("staff"))
    return reverse("forums:reactions", args=[post.pk])


def quoting(town: Town) -> str:
    return f"{_topic(town, 'A topic to quote from').get_absolute_url()}?quote=1"


def edit_with_files(town: Town) -> str:
    post = make_reply(_topic(town, "A post with a file"), author=town.person("staff"), body="My own words")
    actions.attach(
        post, files=[actions.NewFile(inspect(SimpleUploadedFile("a.txt", b"W"), most_bytes=9), "", Verdict.CLEAN)], owner=town.person("staff")
    )
    return reverse("forums:edit-post", args=[post.pk])


def _question(town: Town, title: str, *, answered: bool = False) -> Post:
    topic = _topic(town, title, replies=1)
    question: Post = topic.posts.select_related("topic__area").get(is_first=True)
    actions.ask(question, of=addressee_of(town.person("staff")), actor=town.person("chief"))
    if answered:
        actions.reply(topic, author=town.person("staff"), body="The desk on floor 2 looks at it.", answers=question)
    return question


def asked_topic(town: Town, title: str = "A topic that waits for an answer") -> str:
    return _question(town, title).topic.get_absolute_url()


def answered_topic(town: Town) -> str:
    return _question(town, "A topic with an official answer", answered=True).topic.get_absolute_url()


def ask(town: Town) -> str:
    topic = make_topic(_area(town, "To ask somebody"), author=town.person("staff"), title="Whom to ask", body="Who looks at tablets?")
    return reverse("forums:ask", args=[topic.posts.get().pk])


def answer(town: Town) -> str:
    return reverse("forums:answer", args=[_question(town, "To be answered").pk])
