"""What the pages of the blogs cost: literal numbers, the same for little and for much."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from intranet.core.background import now
from intranet.core.discussion.actions import post_comment, react
from intranet.core.discussion.models import Comment
from intranet.core.kinds import State
from intranet.core.moderation.models import Case
from intranet.core.notifications.actions import follow
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.responses.models import ResponseRequest
from tests.budgets import query_budget
from tests.core.discussion.test_budgets import fill
from tests.factories.blogs import WORDS, make_blog, make_leader, make_post
from tests.factories.people import make_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from blogs.models import PostPage

pytestmark = pytest.mark.django_db

INDEX_QUERIES = 14
#: One of them for who held the post before, one for how they answered, one for a live hour.
BLOG_QUERIES = 16
POST_QUERIES = 15
#: The picture above it one, the addresses pasted in it one, polls two, all that have no card one.
RICH_POST_QUERIES = 20
#: Bytes of HTML with fifty comments of one word each: the limit is 150 KB.
HEAVIEST_POST = 138_000
#: With the tasks queued in the database, as in production.
COMMENT_QUERIES = 14
QUESTION_QUERIES = 16
REPLY_QUERIES = 16
REPLY_TO_A_QUESTION_QUERIES = 16
ANSWER_QUERIES = 20
HELD_QUERIES = 19


@pytest.fixture
def reader(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


@pytest.fixture
def office(housing: Any) -> Any:
    return make_person("office", name="Tom Fairweather", service=housing)


@pytest.fixture
def post(housing: Any, office: Any) -> PostPage:
    """A post as the demonstration has them: a leader with a service and a delegate, who typed it; hashtags."""
    blog = make_blog(make_leader(service=housing, delegates=(office,)))
    return make_post(blog, typed_by=office, tags=["damp and mould", "housing"])


def talk(post: PostPage, staff: Any, *, number: int) -> None:
    """So many comments: a question that was answered and one that waits, replies, reactions, a follower."""
    chief, other = post.author, make_person("other", name="Sam Whitlock")
    for place in range(number):
        asked = post_comment(post, author=other, body=f"Why {place}?", question=place < 2)
        react(asked, person=staff)
        if place == 0:
            post_comment(post, author=chief, body="Because.", reply_to=asked, answers=True)
        elif place % 3 == 2:
            post_comment(post, author=staff, body="I wonder too.", reply_to=asked)
    follow(staff, post)


@pytest.mark.site
@pytest.mark.parametrize("posts", [6, 50])
def test_the_index_costs_the_same_for_six_and_for_fifty(reader: Client, posts: int) -> None:
    blog = make_blog()
    for place in range(posts):
        make_post(blog, title=f"Post {place}", tags=[f"tag {place}"])
    reader.get("/blogs/")

    with query_budget(INDEX_QUERIES):
        assert reader.get("/blogs/").status_code == 200


@pytest.mark.site
@pytest.mark.parametrize("posts", [1, 30])
def test_a_blog_costs_the_same_for_one_post_and_for_thirty(reader: Client, posts: int) -> None:
    blog = make_blog()
    for place in range(posts):
        make_post(blog, title=f"Post {place}")
    reader.get(blog.get_absolute_url())

    with query_budget(BLOG_QUERIES):
        assert reader.get(blog.get_absolute_url()).status_code == 200


@pytest.mark.site
@pytest.mark.parametrize("comments", [0, 1, 50])
def test_a_post_costs_the_same_for_no_comment_and_for_fifty(reader: Client, post: PostPage, staff: Any, comments: int) -> None:
    talk(post, staff, number=comments)
    reader.get(post.get_absolute_url())

    with query_budget(POST_QUERIES):
        assert reader.get(post.get_absolute_url()).status_code == 200


@pytest.mark.site
def test_a_post_with_five_thousand_comments_costs_what_one_with_none_costs(reader: Client, post: PostPage, staff: Any) -> None:
    fill(post, 5_000, staff)
    reader.get(post.get_absolute_url())

    with query_budget(POST_QUERIES):
        page = reader.get(post.get_absolute_url())

    assert page.text.count('<article class="comment"') == 50
    assert len(page.content) <= HEAVIEST_POST


@pytest.mark.site
@pytest.mark.parametrize("comments", [1, 50])
def test_a_post_full_of_cards_and_pictures_costs_the_same_however_much_is_said(reader: Client, post: PostPage, staff: Any, comments: int) -> None:
    from tests.factories.polls import make_poll  # noqa: PLC0415 -- on a site without polls this module is read too

    polls, others = [make_poll(f"Which {place}?") for place in range(3)], [make_post(post.leader.blog, title=f"Other {place}") for place in range(3)]
    body = [*WORDS, ("heading", "More"), *(("card", thing.get_absolute_url()) for thing in (*polls, *others))]
    cover = get_image_model().objects.create(title="Damp", file=get_test_image_file())
    rich = make_post(post.leader.blog, title="Rich", body=body, cover=cover, cover_alt="A wall", tags=["housing"], typed_by=post.owner)
    talk(rich, staff, number=comments)
    reader.get(rich.get_absolute_url())

    with query_budget(RICH_POST_QUERIES):
        page = reader.get(rich.get_absolute_url()).content.decode()

    assert page.count("Which ") >= 3
    assert 'alt="A wall"' in page


@pytest.fixture
def queued(settings: Any) -> None:
    """Tasks wait in the database, in the transaction of what they belong to."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@contextmanager
def one_more_comment(budget: int) -> Iterator[None]:
    """Within the budget, one comment is written, and one task queued that tells of it."""
    before, waiting = Comment.objects.count(), DBTaskResult.objects.count()
    with query_budget(budget):
        yield
    assert (Comment.objects.count(), DBTaskResult.objects.count()) == (before + 1, waiting + 1)


def send(reader: Client, post: PostPage, **said: str) -> None:
    """The form beneath the post, as the browser sends it."""
    address = reverse("discussion:post", args=[ContentType.objects.get_for_model(post).pk, post.pk])
    assert reader.post(address, {"body": "I wonder.", "token": str(uuid4()), **said}).status_code == 302


def reply(reader: Client, comment: Comment, **said: str) -> None:
    address = reverse("discussion:reply", args=[comment.pk])
    assert reader.post(address, {"body": "So do I.", "token": str(uuid4()), **said}).status_code == 302


@pytest.mark.usefixtures("queued")
@pytest.mark.parametrize("comments", [1, 50])
def test_a_comment_is_posted_within_its_budget(reader: Client, post: PostPage, staff: Any, comments: int) -> None:
    talk(post, staff, number=comments)
    send(reader, post)  # warm: what kinds of things there are

    with one_more_comment(COMMENT_QUERIES):
        send(reader, post)


@pytest.mark.usefixtures("queued")
@pytest.mark.parametrize("comments", [1, 50])
def test_a_question_is_asked_within_its_budget(reader: Client, post: PostPage, staff: Any, office: Any, comments: int) -> None:
    talk(post, staff, number=comments)
    send(reader, post)

    with one_more_comment(QUESTION_QUERIES):
        send(reader, post, question="on")

    asked = ResponseRequest.objects.latest("pk")
    assert (asked.asker, asked.addressee, asked.service, list(asked.delegates.all())) == (staff, post.author, post.leader.service, [office])


@pytest.mark.usefixtures("queued")
@pytest.mark.parametrize(("question", "budget"), [(False, REPLY_QUERIES), (True, REPLY_TO_A_QUESTION_QUERIES)])
def test_a_reply_is_posted_within_its_budget(reader: Client, post: PostPage, staff: Any, question: bool, budget: int) -> None:
    talk(post, staff, number=50)
    parent = post_comment(post, author=make_person("asker"), body="Who knows?", question=question)
    reply(reader, parent)

    with one_more_comment(budget):
        reply(reader, parent)


@pytest.mark.usefixtures("queued")
@pytest.mark.parametrize("comments", [2, 50])
@pytest.mark.parametrize("answerer", ["chief", "office"])
def test_an_official_answer_is_given_within_its_budget(client: Client, post: PostPage, staff: Any, office: Any, comments: int, answerer: str) -> None:
    talk(post, staff, number=comments)
    asked = [post_comment(post, author=make_person(f"asker{place}"), body="Who knows?", question=True) for place in range(2)]
    client.force_login(post.author if answerer == "chief" else office)
    reply(client, asked[0], answers="on")  # warm

    with one_more_comment(ANSWER_QUERIES):
        reply(client, asked[1], answers="on")

    assert Comment.objects.latest("pk").is_official
    assert ResponseRequest.objects.of(asked[1]).get().state == ResponseRequest.State.ANSWERED


@pytest.mark.usefixtures("queued")
@pytest.mark.parametrize("comments", [1, 50])
@pytest.mark.parametrize("judges", ["service", "centre"])
def test_a_newcomers_comment_is_held_within_its_budget(client: Client, post: PostPage, staff: Any, comments: int, judges: str) -> None:
    talk(post, staff, number=comments)
    newcomer = make_person("newcomer", profile={"joined": now().date()})
    if judges == "service":
        grant_role(make_person("judge"), role=Role.MODERATOR, service=post.leader.service, actor=None)
    client.force_login(newcomer)
    send(client, post)

    with one_more_comment(HELD_QUERIES):
        send(client, post)

    held = Comment.objects.latest("pk")
    assert (held.state, held.is_counted) == (State.HELD, False)
    assert Case.objects.get(object_id=held.pk).team == judges
