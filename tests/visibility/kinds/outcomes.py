"""What came of what people said: seen with where it was said, or by an audience of its own."""

from __future__ import annotations

from intranet.core.discussion.actions import post_comment
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from intranet.core.organisation.actions import all_staff
from intranet.core.responses.actions import Said, record_outcome
from intranet.core.responses.models import Outcome
from tests.factories.blogs import make_blog, make_leader, make_post
from tests.factories.forums import make_area, make_topic
from tests.visibility.world import Specimen, World, kind


@kind("outcome", Outcome)
def outcome(world: World, state: str, words: str) -> Specimen:
    said = Said(
        said=words,
        done=words,
        reason=words,
        evidence=words,
        status=Outcome.Status.NOT_DOING,
        for_all_staff=state == "for-all-staff",
        public=state.startswith("public"),
    )
    if state == "of-hidden":
        blog = make_blog(make_leader("leader-outcome", name="Somebody", post_held="Leader outcome", service=world.service))
        comment = post_comment(make_post(blog, title="Above outcomes"), author=world.author, body="Above")
        found = record_outcome(comment, said, by=world.author, note=words)
        withdraw(comment, actor=world.people["mod"], state=State.HIDDEN)
    else:
        audience = world.closed if state in ("restricted", "for-all-staff", "public-of-restricted") else all_staff()
        place = make_area(f"Place of outcomes {state}", audience=audience, service=world.service)
        found = record_outcome(
            make_topic(place, author=world.author, title=f"Above outcomes {state}", body="Above"), said, by=world.author, note=words
        )
    return Specimen(urls=[found.get_absolute_url(), found.get_outside_url()], args={"pk": found.pk})
