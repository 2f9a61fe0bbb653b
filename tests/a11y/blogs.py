"""What the pages of the blogs show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localdate

from blogs.actions import announce_live, answer_live, ask_live, call_off_live, found_blog, hand_over, set_stage, start_series, submit_post, want_live
from blogs.models import Leader, LeaderBlogPage, LiveQuestion, PostPage, Series
from blogs.notices import PostForEverybody, event_of
from intranet.core.background import now
from intranet.core.discussion.actions import post_comment
from intranet.core.notifications.actions import broadcast
from intranet.core.notifications.models import Notice
from polls.actions import import_counts
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.polls import make_poll
from tests.factories.things import audience_of

if TYPE_CHECKING:
    from tests.a11y.town import Town

TITLE = "What we heard at the roadshows"
BODY = [
    ("paragraph", "<p>In October I asked what you would keep, and what you would <b>drop</b>.</p><ul><li>61% would keep two days</li></ul>"),
    ("heading", "What we heard"),
    ("quote", {"text": "You like meeting; you do not like a rota that nobody remembers the reason for.", "cite": "A planner"}),
    ("list", ["The fixed days end on 8 January.", "Each service picks its own team day."]),
]


def _blog(town: Town) -> LeaderBlogPage:
    chief = town.person("chief")
    leader = Leader.objects.filter(person=chief).first()
    if leader is None:
        leader = make_leader(person=chief, service=town.service(), delegates=(town.person("office", name="Tom Fairweather"),))
        found_blog(leader, actor=None, tagline="What I have seen, got wrong and decided, most weeks.")
    return leader.blog


def _post(town: Town) -> PostPage:
    found = PostPage.objects.filter(title=TITLE).first()
    if found is None:
        poll = make_poll("Which day should we keep for this?", service=town.service())
        counted = make_poll("Was the roadshow useful?", results="always")
        import_counts(counted, dict(zip(counted.choices.values_list("pk", flat=True), (40, 12, 3), strict=True)))
        body = [*BODY, ("card", poll.get_absolute_url()), ("card", counted.get_absolute_url()), ("card", "/polls/0-nothing/")]
        found = make_post(_blog(town), title=TITLE, body=body, typed_by=town.person("office"), tags=["ways of working", "depots"])
        post_comment(found, author=town.person("staff"), body="When does the travel allowance follow the day?", question=True)
    return found


def index(town: Town) -> str:
    _post(town)
    return "/blogs/"


def blog(town: Town) -> str:
    _post(town)
    return _blog(town).get_absolute_url()


def post(town: Town) -> str:
    return _post(town).get_absolute_url()


def tag(town: Town) -> str:
    _post(town)
    return reverse("blogs:tag", args=["depots"])


def archive(town: Town) -> str:
    _post(town)
    return reverse("blogs:archive")


def month(town: Town) -> str:
    post = _post(town)
    return reverse("blogs:archive-month", args=[post.first_published_at.year, post.first_published_at.month]) + f"?blog={_blog(town).slug}"


def nothing_fits(town: Town) -> str:
    _post(town)
    if not Leader.objects.filter(person=town.person("cllr")).exists():
        make_blog(make_leader(person=town.person("cllr"), post_held="Leader of the council", kind="political"))
    return "/blogs/?show=political"


def series(town: Town) -> str:
    found = Series.objects.filter(title="Letters from the roadshows").first() or start_series(
        _blog(town).leader, title="Letters from the roadshows", introduction="One from each depot.", actor=None
    )
    if not found.posts.exists():
        for place in ("Ferry Lane", "Calder Street", "Marl Street"):
            make_post(_blog(town), title=f"A letter from {place}", series=found, tags=["depots"])
    return found.get_absolute_url()


def in_series(town: Town) -> str:
    """With every kind of block, a neighbour on each side, and related posts."""
    series(town)
    odd = PostPage.objects.filter(title="Calder Street, in pictures").first()
    if odd is None:
        film = {"title": "The yard at five", "language": "en", "captions": "WEBVTT", "transcript": "A yard. It rains."}
        body = [
            ("paragraph", "<p>" + "x" * 5000 + ' <a href="https://example.org/a">elsewhere</a></p><p>هذا الساحة في المطر.</p>'),
            ("video", {**film, "address": "/media/yard.mp4"}),
            ("video", {**film, "title": "The yard at noon", "address": "https://films.example/yard"}),
            ("quote", {"text": "أنا هنا منذ الخامسة", "cite": "A driver"}),
        ]
        found = Series.objects.get(title="Letters from the roadshows")
        odd = make_post(_blog(town), title="Calder Street, in pictures", body=body, series=found, tags=["depots"])
        make_post(_blog(town), title="A letter from the night", series=found, tags=["depots"])
    return odd.get_absolute_url()


def start_a_series(town: Town) -> str:
    return reverse("blogs:start-series", args=[_blog(town).pk])


def approve(town: Town, title: str = "A letter to the night shift") -> str:
    draft = make_draft(_blog(town), title=title, body=BODY, typed_by=town.person("office"))
    submit_post(draft, actor=town.person("office"))
    return reverse("blogs:approve", args=[draft.pk])


def morning(town: Town) -> str:
    """A question that waits, a draft to approve, something that nobody replied to."""
    approve(town, "A letter before breakfast")
    post_comment(_post(town), author=town.person("member"), body="I doubt that the depots agree.")
    return reverse("blogs:morning")


def closed_blog(town: Town) -> str:
    """The blog of who held a post before; the new one says so."""
    former = make_leader(person=town.person("graham", name="Graham Pell"), post_held="Director of place")
    found_blog(former, actor=None)
    make_post(former.blog, title="Ninety four boxes")
    hand_over(former, to=town.person("samuel", name="Samuel Okonjo"), since=localdate(now()), actor=town.person("admin", is_superuser=True))
    return LeaderBlogPage.objects.get(leader=former).get_absolute_url()


def index_while_live(town: Town) -> str:
    live_hour(town, "Ask me about boots")
    return "/blogs/"


def home_while_live(town: Town) -> str:
    live_hour(town, "Ask me about coats")
    return "/"


def live_hour(town: Town, title: str = "Ask me about depots") -> str:
    """Under way: one question is answered now, one comes soon, one was asked, one is answered."""
    leader, begins = _blog(town).leader, now() - timedelta(minutes=10)
    hour = announce_live(leader, title=title, starts=begins, ends=now() + timedelta(hours=5), actor=leader.person)
    asked = [
        ask_live(hour, author=town.person("staff"), body=words) for words in ("Which depot first?", "And the drying room?", "Who pays?", "When?")
    ]
    want_live(asked[3], person=town.person("member"))
    set_stage(asked[0], stage="live", by=leader.person)
    set_stage(asked[1], stage="shortlisted", by=leader.person)
    answer_live(asked[2], by=leader.person, words="We do.")
    return hour.get_absolute_url()


def live_hour_run(town: Town) -> str:
    return live_hour(town, "Ask me about lifts")


def live_question(town: Town) -> str:
    live_hour(town, "Ask me about gates")
    return LiveQuestion.objects.filter(body="When?").latest("pk").get_absolute_url()


def calling_off(town: Town) -> str:
    begins = now() + timedelta(hours=1)
    hour = announce_live(
        _blog(town).leader, title="About to be called off", starts=begins, ends=begins + timedelta(hours=1), actor=town.person("chief")
    )
    return reverse("blogs:call-off-live", args=[hour.pk])


def called_off(town: Town) -> str:
    begins, chief = now() + timedelta(hours=1), town.person("chief")
    hour = announce_live(_blog(town).leader, title="Not today", starts=begins, ends=begins + timedelta(hours=1), actor=chief)
    call_off_live(hour, actor=chief, why="I am in court.")
    return hour.get_absolute_url()


def announcing(town: Town) -> str:
    return reverse("blogs:announce-live", args=[_blog(town).pk])


def tell_everybody(town: Town) -> str:
    return reverse("blogs:tell-everybody", args=[make_post(_blog(town), title="Before everybody is told").pk])


def told_everybody(town: Town) -> str:
    post = make_post(_blog(town), title="After everybody was told")
    notice = broadcast(PostForEverybody, thing=post, actor=town.person("chief"), event=event_of(post))
    Notice.objects.filter(pk=notice.pk).update(audience=audience_of(town.person("chief")))  # the town's other pages are as they were
    return reverse("blogs:tell-everybody", args=[post.pk])
