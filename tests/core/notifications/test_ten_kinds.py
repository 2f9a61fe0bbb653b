"""The list costs the same for one notice as for fifty, of ten kinds from all over the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from blogs.notices import PostPublished
from forums.notices import Mentioned, NewReply, NewTopic
from intranet.core.discussion.actions import post_comment
from intranet.core.discussion.notices import Commented, Replied
from intranet.core.discussion.notices import Mentioned as MentionedInComment
from intranet.core.moderation.actions import decide
from intranet.core.moderation.models import Case
from intranet.core.moderation.notices import CaseDecided
from intranet.core.notifications.actions import notify
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.responses.notices import QuestionAnswered, QuestionDeclined
from tests.budgets import query_budget
from tests.factories.blogs import make_blog, make_post
from tests.factories.forums import make_area, make_reply, make_topic
from tests.factories.people import make_person
from tests.factories.things import make_held

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from django.test import Client

    from intranet.core.notifications.notices import NoticeKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("db")]

BUDGET = 12


@pytest.fixture
def author() -> Any:
    return make_person("author", name="Sam Okafor")


def _news(author: Any, staff: Any) -> Iterator[tuple[type[NoticeKind], Model]]:
    """Ten kinds, about five kinds of thing, again and again."""
    moderator = make_person("moderator")
    grant_role(moderator, role=Role.MODERATOR, service=None, actor=None)
    area, blog = make_area(), make_blog()
    for number in range(5):
        topic = make_topic(area, author=author, title=f"Topic {number}")
        reply, post = make_reply(topic, author=author), make_post(blog, title=f"Post {number}")
        comment = post_comment(post, author=author, body="Well said.")
        make_held(f"Mine {number}", author=staff)
        case = Case.objects.open().get()
        decide(case, moderator=moderator, decision="approved")
        yield from ((kind, reply) for kind in (NewReply, Mentioned))
        yield from ((kind, comment) for kind in (Commented, Replied, MentionedInComment, QuestionAnswered, QuestionDeclined))
        yield from ((NewTopic, topic), (PostPublished, post), (CaseDecided, case))


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_of_ten_kinds(number: int, author: Any, staff: Any, client: Client) -> None:
    told = list(_news(author, staff))
    Notice.objects.all().delete()
    for index, (kind, thing) in enumerate(told if number == 50 else told[:1]):
        notify(kind, thing=thing, recipients=[staff], actor=author, event=f"{kind.name}:{index}")
    Notice.objects.update(group="")
    assert Notice.objects.values("kind").distinct().count() == min(number, 10)
    client.force_login(staff)
    client.get("/notices/")
    with query_budget(BUDGET, at_most=True):
        response = client.get("/notices/")
    assert len(response.context["page"].object_list) == min(number, 25)
