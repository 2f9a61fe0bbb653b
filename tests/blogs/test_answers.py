"""Who answers what is asked of a leader: also what others pass on, and also those who become delegates later."""

from __future__ import annotations

from typing import Any

import pytest

from intranet.core.discussion.actions import post_comment
from intranet.core.notifications.models import Notice
from intranet.core.responses.actions import pass_on
from intranet.core.responses.models import ResponseRequest
from intranet.core.responses.queries import addressee_of, waiting_for
from tests.factories.blogs import make_blog, make_leader, make_post
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_what_is_passed_on_to_a_leader_reaches_the_delegates_at_once_and_those_who_follow_them(staff: Any) -> None:
    first, second = make_person("first"), make_person("second")
    taker = make_leader("taker", name="Tom Ward", post_held="Head of Waste", delegates=(first,))
    post = make_post(make_blog())
    post_comment(post, author=staff, body="When do the crews start?", question=True)
    request = ResponseRequest.objects.get()

    pass_on(request, by=post.author, to=addressee_of(taker.person))

    request.refresh_from_db()
    assert (request.addressee, request.addressee_label) == (taker.person, "Tom Ward, Head of Waste")
    assert list(waiting_for(first)) == [request]
    assert Notice.objects.filter(recipient=first, kind="responses.passed_to_me").count() == 1
    taker.delegates.set([second])
    assert (list(waiting_for(first)), list(waiting_for(second))) == ([], [request])
