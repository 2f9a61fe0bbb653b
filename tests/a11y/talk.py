"""What the pages of comments and questions show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from intranet.core.background import at_moment, now
from intranet.core.discussion.actions import delete_comment, edit_comment, post_comment, react
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.responses.actions import hold, pass_on, reopen, want_to_know
from intranet.core.responses.models import Reminder, ResponseRequest
from intranet.core.responses.queries import addressee_of
from tests.factories.papers import make_paper

if TYPE_CHECKING:
    from intranet.core.discussion.models import Comment
    from tests.a11y.town import Town
    from tests.papers.models import Paper


def _paper(town: Town, title: str) -> Paper:
    return make_paper(title, service=town.service(), answerer=town.person("chief"))


def _comment(town: Town, title: str, *, author: str = "staff", **options: Any) -> Comment:
    return post_comment(_paper(town, title), author=town.person(author), body=f"{title}: a third of us never had a desk to come back to.", **options)


def thread(town: Town, title: str = "Two days together: what 1,140 of you told us") -> str:
    """Everything a thread can hold: replies to the eighth level, a question answered and one waiting, what is held and what is gone."""
    paper, staff, chief, other = _paper(town, title), town.person("staff"), town.person("chief"), town.person("tomasz", name="Tomasz Wilk")
    newcomer = town.person("newcomer", name="Asha Begum", profile={"joined": now().date()})
    long_ago = now() - timedelta(days=3)
    with at_moment(long_ago):
        first = post_comment(paper, author=other, body="Thank you for the **raw numbers**.\n\n> You like meeting\n\n- one\n- two\n\n" + "w" * 300)
        question = post_comment(paper, author=staff, body="Will night crews have a say, and who makes sure they can get to a screen?", question=True)
        post_comment(paper, author=chief, body="Yes. Night crews vote in the same poll.", reply_to=question, answers=True)
        gone = post_comment(paper, author=other, body="I take it back.")
        post_comment(paper, author=staff, body="Bore da", reply_to=gone, lang="cy")
        delete_comment(gone, actor=other)
    edit_comment(first, editor=other, body=first.comment.replace("raw", "plain"))
    react(first, person=staff)
    above = first
    for level in range(8):
        above = post_comment(paper, author=(staff, other)[level % 2], body=f"Agreed, at level {level + 2}.", reply_to=above)
    waiting = post_comment(paper, author=other, body="Does the travel allowance follow the team’s day?", question=True)
    want_to_know(ResponseRequest.objects.of(waiting).get(), person=staff)
    post_comment(paper, author=newcomer, body="My first words here.")
    return paper.get_absolute_url()


def long_thread(town: Town) -> str:
    paper, staff = _paper(town, "A long thread"), town.person("staff")
    for number in range(60):
        post_comment(paper, author=staff, body=f"Comment {number}")
    return f"{paper.get_absolute_url()}?comments=2&sort=newest"


def empty_thread(town: Town) -> str:
    return _paper(town, "Nothing said yet").get_absolute_url()


def closed_thread(town: Town) -> str:
    paper = _comment(town, "A thread that is closed").discussion.thing
    paper.comments_state = "read_only"
    paper.save()
    return paper.get_absolute_url()


def reply(town: Town) -> str:
    return reverse("discussion:reply", args=[_comment(town, "To be replied to", author="chief").pk])


def answer(town: Town) -> str:
    return reverse("discussion:reply", args=[_comment(town, "To be answered", question=True).pk])


def edit(town: Town) -> str:
    return reverse("discussion:edit", args=[_comment(town, "To be changed").pk])


def delete(town: Town) -> str:
    return reverse("discussion:delete", args=[_comment(town, "To be deleted").pk])


def history(town: Town) -> str:
    comment = edit_comment(_comment(town, "Changed before"), editor=town.person("staff"), body="Half of us never had a desk.")
    return reverse("discussion:history", args=[comment.pk])


def export(town: Town) -> str:
    grant_role(town.person("archivist"), role=Role.DATA_PROTECTION_OFFICER, actor=None)
    paper = _comment(town, "Asked for").discussion.thing
    return reverse("discussion:export", args=[ContentType.objects.get_for_model(paper).pk, paper.pk])


def sixty(town: Town) -> str:
    """Oldest first, from the first page."""
    paper, writer = _paper(town, "A thread to go through"), town.person("prolific", name="Tess Quill")
    for number in range(60):
        post_comment(paper, author=writer, body=f"Comment {number}")
    return paper.get_absolute_url()


def reactions(town: Town) -> str:
    comment = _comment(town, "Thanked for")
    react(comment, person=town.person("chief"))
    return reverse("discussion:reactions", args=[comment.pk])


def reactions_to_thing(town: Town) -> str:
    paper = _paper(town, "Thanked for itself")
    react(paper, person=town.person("chief"))
    return reverse("discussion:reactions-to-thing", args=[ContentType.objects.get_for_model(paper).pk, paper.pk])


def waiting(town: Town) -> str:
    with at_moment(now() - timedelta(days=9)):
        _comment(town, "Overdue", question=True)
    _comment(town, "Waiting", question=True)
    return reverse("responses:waiting")


def _asked(town: Town, title: str) -> ResponseRequest:
    return ResponseRequest.objects.of(_comment(town, title, question=True)).get()


def decline(town: Town) -> str:
    return reverse("responses:decline", args=[_asked(town, "To be declined").pk])


def put_off(town: Town) -> str:
    return reverse("responses:hold", args=[_asked(town, "To be put off").pk])


def put_off_again(town: Town) -> str:
    asked = hold(_asked(town, "To be put off again"), by=town.person("chief"), words="I am asking the depots, and will say more tomorrow.")
    return reverse("responses:hold", args=[asked.pk])


def pass_on_form(town: Town) -> str:
    town.person("anwen", name="Anwen Price")
    return reverse("responses:pass_on", args=[_asked(town, "To be passed on").pk])


def withdraw_form(town: Town) -> str:
    return reverse("responses:withdraw", args=[_asked(town, "To be withdrawn").pk])


def reopen_form(town: Town, title: str = "Answered beside the point") -> str:
    asked = _asked(town, title)
    post_comment(asked.question.discussion.thing, author=town.person("chief"), body="Perhaps.", reply_to=asked.question, answers=True)
    return reverse("responses:reopen", args=[asked.pk])


def life(town: Town, title: str = "A question that went far") -> str:
    """Put off, answered, asked again, and passed on: in a thread, and as what has happened."""
    reopen_form(town, title)
    asked = ResponseRequest.objects.latest("pk")
    chief, anwen = town.person("chief"), town.person("anwen", name="Anwen Price", profile={"post": "Head of Roads"})
    reopen(asked, by=town.person("staff"), words="Perhaps is no answer.")
    hold(asked, by=chief, words="I am asking the depots, and will say more tomorrow.")
    pass_on(asked, by=chief, to=addressee_of(anwen), words="Roads plan the crews’ days.")
    return reverse("responses:life", args=[asked.pk])


def moved_thread(town: Town) -> str:
    life(town, "A question that went far, under its paper")
    question = ResponseRequest.objects.latest("pk").question
    assert question is not None
    address: str = question.discussion.thing.get_absolute_url()
    return address


def late(town: Town) -> str:
    """What others owe, of which the reader was told: not at the same time as the list of one's own, for the clock is everybody's."""
    service = town.service()
    service.deputy = town.person("deputy")
    service.save()
    with at_moment(now() - timedelta(days=9)):
        asked = _asked(town, "Late elsewhere")
    Reminder.objects.create(request=asked, person=service.deputy, step=75)
    return reverse("responses:waiting")
