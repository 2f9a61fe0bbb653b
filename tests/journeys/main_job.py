"""The main job, act by act, as its people do it in their browsers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.journeys.conftest import People
    from tests.journeys.stack import Stack

WORD = "quillfeather"  # in everything that is found at the end, and nowhere in the demonstration
SECRET = "thistledown"  # in the restricted area only
POLL = "Where should I spend my next morning out?"
POST = f"What the {WORD} taught me"
MODULE = f"Handling a {WORD}"
TOPIC = f"Who keeps the {WORD} now?"
RESTRICTED = "/forums/childrens-practice/"


def office_drafts(people: People) -> str:
    """The chief executive's office writes a post in her name, with a live poll in it, and puts it before her."""
    with people.as_("office") as page:
        page.goto("/polls/")
        page.get_by_role("link", name=POLL).first.click()
        poll = page.url.removeprefix(people.stack.url)
        page.goto("/blogs/chief-executive/")
        page.get_by_role("link", name="Write a post").click()
        page.locator("#id_title").fill(POST)
        page.locator("#id_summary").fill(f"A {WORD} walked into Civic House. Nobody had a form for it.")
        _insert_block(page, "Heading")
        page.locator("input[name='body-0-value']").fill("What happened")
        _insert_block(page, "Live card")
        page.locator("input[name='body-1-value']").fill(poll)
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("button", name=re.compile("Submit to")).click()
        expect(page.get_by_text("submitted for moderation")).to_be_visible()
        page.goto("/blogs/chief-executive/")
        expect(page.get_by_role("link", name=POST)).to_have_count(0)
    return poll


def _insert_block(page: Page, name: str) -> None:
    page.locator("[data-contentpath=body]").get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=name, exact=True).click()


def chief_approves(people: People) -> str:
    """She reads it as its readers will, outside the admin, and approves; its address."""
    with people.as_("chief") as page:
        page.goto("/notices/")
        page.get_by_role("button", name=re.compile("waits for your approval")).first.click()
        expect(page.get_by_role("heading", name=POST)).to_be_visible()
        page.get_by_role("button", name="Approve and publish").click()
        expect(page.get_by_role("heading", name=POST)).to_be_visible()
        page.goto("/blogs/chief-executive/")
        page.get_by_role("link", name=POST).first.click()
        expect(page.get_by_text("Posted on behalf of")).to_be_visible()
        return page.url.removeprefix(people.stack.url)


def staff_comments_and_asks(people: People, post: str) -> None:
    with people.as_("staff") as page:
        page.goto(post)
        page.get_by_role("textbox", name="Your comment").fill(f"My nan kept a {WORD} in the coal shed.")
        page.get_by_role("button", name="Post comment").click()
        expect(page.get_by_text("in the coal shed")).to_be_visible()
        page.get_by_role("textbox", name="Your comment").fill(f"Who pays for feeding the {WORD}?")
        page.get_by_role("checkbox", name=re.compile("This is a question for Ruth Adeyemi")).check()
        page.get_by_role("button", name="Post comment").click()
        expect(page.get_by_text("Who pays for feeding")).to_be_visible()
        expect(page.get_by_text("Answer due by").first).to_be_visible()


def newcomer_comments_and_is_held(people: People, post: str) -> None:
    with people.as_("newcomer") as page:
        page.goto(post)
        page.get_by_role("textbox", name="Your comment").fill("Is it allowed in the lift? I am new here.")
        page.get_by_role("button", name="Post comment").click()
        expect(page.get_by_text("Waiting for a moderator").first).to_be_visible()
        expect(page.get_by_text("Is it allowed in the lift?")).to_be_visible()
    with people.as_("staff") as page:
        page.goto(post)
        expect(page.get_by_text("Is it allowed in the lift?")).to_have_count(0)


def moderator_claims_and_approves(people: People, post: str) -> None:
    with people.as_("moderator2") as page:
        page.goto("/moderation/")
        page.get_by_role("link", name=re.compile(POST)).first.click()
        expect(page.get_by_text("Is it allowed in the lift?")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Claim it")).click()
        expect(page.get_by_role("button", name="Release the claim")).to_be_visible()
        page.get_by_text(re.compile("^Approve")).click()
        page.get_by_role("button", name="Decide and go to the next").click()
        page.wait_for_load_state()
    with people.as_("staff") as page:
        page.goto(post)
        expect(page.get_by_text("Is it allowed in the lift?")).to_be_visible()
    with people.as_("newcomer") as page:
        page.goto("/notices/")
        expect(page.get_by_text("A moderator approved").first).to_be_visible()


def chief_answers_in_time(people: People, post: str) -> None:
    with people.as_("chief") as page:
        page.goto(post)
        asked = page.get_by_role("article").filter(has_text="Who pays for feeding")
        asked.get_by_role("link", name=re.compile("^Reply")).first.click()
        page.get_by_role("button", name="Post reply").wait_for()
        form = page.locator("form").filter(has=page.get_by_role("button", name="Post reply"))
        form.get_by_role("textbox", name="Your comment").fill(f"I do, out of my own pocket. A {WORD} eats very little.")
        form.get_by_role("checkbox", name=re.compile("This answers the question")).check()
        form.get_by_role("button", name="Post reply").click()
        expect(page.get_by_text("out of my own pocket")).to_be_visible()
    with people.as_("staff") as page:
        page.goto(post)
        expect(page.get_by_text("Official answer").first).to_be_visible()
        expect(page.get_by_text(re.compile("within the promise")).first).to_be_visible()
        page.goto("/notices/")
        expect(page.get_by_text(re.compile("answered a question you asked")).first).to_be_visible()


def staff_votes_inside_the_post(people: People, post: str) -> None:
    with people.as_("staff") as page:
        page.goto(post)
        poll = page.get_by_role("region", name=POLL)
        poll.get_by_text("In the library van").click()
        poll.get_by_role("button", name=re.compile("^Vote")).click()
        expect(page).to_have_url(re.compile(re.escape(post)))
        expect(page.get_by_role("region", name=POLL).get_by_role("radio")).to_have_count(0)


def staff_starts_a_topic(people: People) -> str:
    with people.as_("staff") as page:
        page.goto("/forums/housing-matters/")
        page.get_by_role("link", name=re.compile("Start a topic")).first.click()
        page.get_by_role("textbox", name=re.compile("^Title")).fill(TOPIC)
        page.get_by_role("textbox", name=re.compile("^(Your words|Words|Your post)")).fill(f"The cage is empty and the {WORD} is not in the log.")
        page.get_by_role("button", name="Start the topic").click()
        expect(page.get_by_role("heading", name=TOPIC)).to_be_visible()
        return page.url.removeprefix(people.stack.url)


def member_posts_in_the_restricted_area(people: People) -> str:
    with people.as_("member") as page:
        page.goto(RESTRICTED)
        page.get_by_role("link", name=re.compile("Start a topic")).first.click()
        page.get_by_role("textbox", name=re.compile("^Title")).fill(f"Practice note {SECRET}")
        page.get_by_role("textbox", name=re.compile("^(Your words|Words|Your post)")).fill(f"About the {WORD} and the {SECRET} visit.")
        page.get_by_role("button", name="Start the topic").click()
        expect(page.get_by_role("heading", name=f"Practice note {SECRET}")).to_be_visible()
        return page.url.removeprefix(people.stack.url)


def trainer_publishes_a_module(people: People) -> str:
    with people.as_("trainer") as page:
        page.goto("/training/")
        page.get_by_role("link", name="Write a module").click()
        page.locator("#id_title").fill(MODULE)
        page.locator("#id_summary").fill(f"What to do when a {WORD} comes in.")
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.get_by_text("created and published")).to_be_visible()
        page.goto("/training/")
        page.get_by_role("link", name=MODULE).first.click()
        module = page.url.removeprefix(people.stack.url)
        page.get_by_role("link", name="Add a lesson").click()
        page.locator("#id_title").fill("Be kind to it")
        _insert_block(page, "Checklist")
        page.locator("input[name='body-0-value-0-value']").fill("Keep it warm and ring the library van.")
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("button", name="Publish", exact=True).click()
        expect(page.get_by_text("created and published")).to_be_visible()
    return module


def staff_completes_it(people: People, module: str) -> None:
    with people.as_("staff") as page:
        page.goto(module)
        page.get_by_role("link", name=re.compile("^Start")).click()
        expect(page.get_by_text("Keep it warm")).to_be_visible()
        page.get_by_role("button", name=re.compile("I have done this")).click()
        expect(page.get_by_text(re.compile("You have done|You did|Done", re.IGNORECASE)).first).to_be_visible()
        page.goto("/training/mine/")
        expect(page.get_by_role("link", name=MODULE).first).to_be_visible()


def staff_finds_it_all(people: People) -> None:
    """One ranked list holds the post, the comments, the topic and the module; the poll is found by its question."""
    with people.as_("staff") as page:
        page.goto(f"/search/?q={WORD}")
        results = page.get_by_role("main")
        for found in (POST, TOPIC, MODULE, "in the coal shed"):
            expect(results.get_by_text(found).first).to_be_visible()
        page.goto("/search/?q=next+morning+out")
        expect(page.get_by_role("main").get_by_role("link", name=POLL).first).to_be_visible()


def staff_sees_nothing_of_the_restricted_area(people: People, topic: str) -> None:
    with people.as_("staff") as page:
        for address in (
            f"/search/?q={SECRET}",
            f"/search/?q={WORD}",
            f"/search/suggest/?q={SECRET}",
            "/search/",
            "/forums/",
            "/notices/",
            "/",
            "/people/member/",
        ):
            page.goto(address)
            shown = page.content().replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")
            assert "Practice note" not in shown, address
            assert "childrens-practice" not in shown, address
        for address in (topic, RESTRICTED):
            assert page.request.get(address).status == 404
        assert page.request.get(topic).body() == page.request.get("/forums/no-such-area/999999-nothing/").body()
        page.goto(f"/search/?q={SECRET}")
        expect(page.get_by_text(re.compile("^Nothing for"))).to_be_visible()


def no_mail_tells_of_it(stack: Stack) -> None:
    for message in stack.mails_to("priya.nair@northmoor.example"):
        assert SECRET not in message.as_string()


def member_finds_it(people: People) -> None:
    with people.as_("member") as page:
        page.goto(f"/search/?q={SECRET}")
        expect(page.get_by_role("main").get_by_role("link", name=re.compile("Practice note")).first).to_be_visible()


def run(people: People) -> None:
    """All of it, in the order of the day."""
    office_drafts(people)
    post = chief_approves(people)
    staff_comments_and_asks(people, post)
    newcomer_comments_and_is_held(people, post)
    moderator_claims_and_approves(people, post)
    chief_answers_in_time(people, post)
    staff_votes_inside_the_post(people, post)
    staff_starts_a_topic(people)
    restricted = member_posts_in_the_restricted_area(people)
    module = trainer_publishes_a_module(people)
    staff_completes_it(people, module)
    people.stack.settle()
    staff_finds_it_all(people)
    staff_sees_nothing_of_the_restricted_area(people, restricted)
    no_mail_tells_of_it(people.stack)
    member_finds_it(people)
