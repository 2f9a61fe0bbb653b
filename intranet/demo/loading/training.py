"""Training modules with their lessons and quizzes, and how far people are.

Questions of a kind that quizzes cannot ask yet (words, order, pairs) are left out; obligations with due dates come
with assignments.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.html import escape
from wagtail.models import Page, PageViewRestriction, Site

from intranet.core.background import now
from intranet.core.search.actions import refresh
from intranet.demo.loading.council import Council, Event
from training import actions
from training.models import LessonPage, LessonProgress, ModulePage

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVELS = {"beginner": "beginner", "everybody": "beginner", "intermediate": "intermediate", "advanced": "advanced"}
ASKABLE = {"single", "multiple", "true_false"}


def events(council: Council) -> Iterator[Event]:
    """What trainers published and people learnt."""
    file = council.read("training")
    modules = {row["slug"]: row for row in file["modules"]}
    for row in file["modules"]:
        yield Event(council.moment(row["published_at"]), lambda row=row: _publish_module(council, row))  # type: ignore[misc]
    for row in file["progress"]:
        token = row.get("completed_at") or row.get("started_at")
        if token and council.past(token) and council.moment(token) > council.moment(modules[row["module"]]["published_at"]):
            yield Event(council.moment(token), lambda row=row: _learn(council, row))  # type: ignore[misc]


def _publish_module(council: Council, row: dict[str, Any]) -> None:
    index = actions.found_training(Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id))
    module = ModulePage(
        title=row["title"],
        slug=row["slug"],
        kind=row["kind"],
        summary=row["summary"][:300],
        level=LEVELS[row["level"]],
        minutes=row["minutes"],
        trainer=council.people[row["owner"]],
        service=council.services[row["service"]],
        review_on=council.calendar.day(row["review_on"]) if row.get("review_on") else None,
        version=row["version"],
        tags=", ".join(tag.lstrip("#") for tag in row.get("hashtags", [])),
        pass_mark=(row.get("quiz") or {}).get("pass_mark", 80),
        attempts_allowed=_attempts(row),
        quiz=[_question(row["slug"], question) for question in (row.get("quiz") or {}).get("questions", []) if question["type"] in ASKABLE],
        owner=council.people[row["owner"]],
        live=False,
    )
    index.add_child(instance=module)
    if row["audience"] != "all":
        restriction = PageViewRestriction.objects.create(page=module, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.set([council.groups[slug] for slug in row["audience"]["groups"]])
    lessons = [_add_lesson(council, module, lesson) for lesson in row["lessons"]]
    for page in [module, *lessons]:
        page.save_revision(user=council.people["admin"]).publish(user=council.people["admin"])
        _date(page, now())  # type: ignore[arg-type]
    council.keep(f"module:{row['slug']}", ModulePage.objects.get(pk=module.pk))
    for lesson, written in zip(lessons, row["lessons"], strict=True):
        council.keep(f"lesson:{row['slug']}/{written['slug']}", LessonPage.objects.get(pk=lesson.pk))


def _attempts(row: dict[str, Any]) -> int:
    allowed = (row.get("quiz") or {}).get("attempts", 0)
    return allowed if isinstance(allowed, int) else 0


def _date(page: ModulePage | LessonPage, moment: datetime) -> None:
    """Wagtail dates what it publishes by the machine's clock."""
    type(page).objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment, latest_revision_created_at=moment)
    refresh(type(page).objects.get(pk=page.pk))


def _add_lesson(council: Council, module: ModulePage, row: dict[str, Any]) -> LessonPage:
    lesson: LessonPage = module.add_child(
        instance=LessonPage(title=row["title"], slug=row["slug"], minutes=row["minutes"], body=list(_blocks(council, row)), live=False)
    )
    return lesson


def _blocks(council: Council, row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if row["type"] == "video":
        yield (
            "video",
            {
                "title": row["title"],
                "minutes": row["minutes"],
                "language": row["language"].split("-")[0],
                "captions": row["captions_vtt"],
                "transcript": row["transcript"],
            },
        )
    if row["type"] == "checklist":
        yield ("checklist", row["items"])
    for block in row.get("body", []):
        yield ("paragraph", f"<p>{escape(council.written(block['text']))}</p>")


def _question(module: str, row: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = {"text": row["text"], "feedback": row.get("feedback", "")}
    if row["type"] == "true_false":
        value["answer"] = "true" if row["answer"] else "false"
    else:
        value["options"] = [
            {"text": option["text"], "correct": option["correct"], "feedback": option.get("feedback", "")} for option in row["options"]
        ]
    return {"type": row["type"], "value": value, "id": str(uuid5(NAMESPACE_URL, f"{module}/{row['key']}"))}


def _learn(council: Council, row: dict[str, Any]) -> None:
    module = council.things[f"module:{row['module']}"]
    assert isinstance(module, ModulePage)  # noqa: S101 -- what was kept under this name
    person = council.people[row["person"]]
    if row["status"] == "done" or row.get("completed_at"):
        for number, lesson in enumerate(LessonPage.objects.child_of(module).live()):
            LessonProgress.objects.get_or_create(person=person, lesson=lesson, defaults={"done_at": now() - timedelta(minutes=30 - number)})
        actions.record_completion(module, person=person, version=row.get("version"), score=row.get("score"))
    else:
        for slug in row.get("done_lessons", []):
            lesson = council.things[f"lesson:{row['module']}/{slug}"]
            assert isinstance(lesson, LessonPage)  # noqa: S101 -- what was kept under this name
            actions.complete_lesson(lesson, person=person)
