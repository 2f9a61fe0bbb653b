"""What every engine does alike. The same tests run on SQLite, PostgreSQL and Elasticsearch."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from intranet.core.organisation.actions import all_staff
from intranet.core.search import conf
from intranet.core.search.engines import Choice, Dirty, Engine, EngineResult, Question, Scope
from intranet.core.search.engines.language import expand, parse, synonyms_of
from intranet.core.search.models import Document
from tests.core.search.conftest import NOON, bring_up_to_date, make_document
from tests.factories.people import make_person, make_service


def ask(engine: Engine, text: str, *, audiences: set[int] | None = None, **fields: Any) -> EngineResult:
    bring_up_to_date(engine)
    mine = frozenset(audiences if audiences is not None else {all_staff().pk})
    starts = {"week": NOON - timedelta(days=7), "year": NOON - timedelta(days=365)}
    query = fields.pop("query", None) or parse(text)
    return engine.search(Question(query, mine, at=NOON, starts=starts, **fields), without=Dirty())


def titles(engine: Engine, text: str, **fields: Any) -> list[str]:
    result = ask(engine, text, **fields)
    found = {(document.content_type_id, document.object_id): document.title for document in Document.objects.all()}
    assert result.total == len(result.hits)
    return [found[place] for place in result.hits]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Damp in the bedroom", "damp bedroom"),
        ("Repairs on Saturdays", "saturday repair"),
        ("Siân Llŷr leads the team", "sian llyr"),
        ("Sian Llyr leads the team", "Siân Llŷr"),
        ("Two-step sign-in", "two-step"),
        ("Two-step sign-in", "two step sign in"),
        ("The children's centre", "children's centre"),
        ("The children’s centre", "childrens centre"),
        ("Write to beth.carrow@northmoor.example", "beth.carrow"),
        ("Form HB_12/b", "12/b"),
        ("UPPER CASE", "upper case"),
    ],
)
@pytest.mark.parametrize("where", ["title", "body"])
def test_words_are_found(engine, text, query, where):
    make_document(**{"title": "A title", "body": "Some words.", where: text})
    assert ask(engine, query).total == 1


@pytest.mark.parametrize("text", ["category", "indicate", "cats"])
def test_a_word_is_not_a_part_of_a_word(engine, text):
    make_document("A title", text)
    assert ask(engine, "cat").total == (1 if text == "cats" else 0)


def test_all_words_are_needed_in_any_field(engine):
    make_document("Fire doors", "The wedge was removed.")
    make_document("Fire drill", "On Monday.")
    assert titles(engine, "fire wedge") == ["Fire doors"]


def test_loose_finds_some_of_the_words_and_ranks_more_of_them_first(engine):
    make_document("Fire doors", "The wedge was removed.")
    make_document("Fire drill", "On Monday.")
    make_document("Bins", "On Tuesday.")
    assert titles(engine, "", query=parse("fire wedge").loosened()) == ["Fire doors", "Fire drill"]
    assert titles(engine, "", query=parse("fire wedge monday").loosened()) == ["Fire drill", "Fire doors"]
    assert titles(engine, "", query=parse("fire wedge monday -doors").loosened()) == ["Fire drill"]


def test_exact_words_stand_side_by_side(engine):
    make_document("One", "lone working in the north")
    make_document("Two", "working alone, lone wolf")
    assert titles(engine, '"lone working"') == ["One"]


def test_minus_leaves_out(engine):
    make_document("Bins", "the garden bin")
    make_document("More bins", "the street bin")
    assert titles(engine, "bins -garden") == ["More bins"]
    assert titles(engine, 'bins -"street bin"') == ["Bins"]
    assert titles(engine, "-garden") == ["More bins"]


def test_synonyms_are_alternatives(engine):
    synonyms = synonyms_of([["Adult Social Care", "ASC"]])
    make_document("One", "ask ASC first")
    make_document("Two", "ask adult social care first")
    make_document("Three", "adults care about social things")
    assert set(titles(engine, "", query=expand(parse("asc"), synonyms))) == {"One", "Two"}
    assert set(titles(engine, "", query=expand(parse("adult social care"), synonyms))) == {"One", "Two", "Three"}


def test_a_name_is_found_and_a_tag(engine):
    make_document("One", author_name="Who Which", tags="#damp #mould")
    assert titles(engine, "which") == ["One"]
    assert titles(engine, "mould") == ["One"]


def test_a_small_word_in_capitals_is_found_in_titles(engine):
    make_document("New IT for all", "x")
    make_document("Something else", "do it")
    assert titles(engine, "IT phone", query=parse("IT"))[0] == "New IT for all"


def test_a_title_counts_more_than_the_text(engine):
    make_document("Something", "parking " * 3 + "words " * 40, days=1)
    make_document("Parking at Civic House", "words " * 50, days=300)
    assert titles(engine, "parking") == ["Parking at Civic House", "Something"]


def test_boost_and_date_decide_between_equals(engine):
    make_document("Parking old", "same words", days=700)
    make_document("Parking new", "same words", days=1)
    make_document("Parking official", "same words", days=700, boost=3.0)
    assert titles(engine, "parking") == ["Parking official", "Parking new", "Parking old"]


def test_newest_first(engine):
    make_document("Parking parking", days=30)
    make_document("Something", "parking", days=2)
    make_document("Parking for ever", days=None)
    assert titles(engine, "parking", newest=True) == ["Something", "Parking parking", "Parking for ever"]


def test_nothing_is_found_for_other_audiences(engine, secret):
    make_document("Canary in the open")
    make_document("Canary under cover", audience=secret)
    Document.objects.filter(pk=make_document("Canary of nobody").pk).update(audience=None)
    result = ask(engine, "canary")
    assert (result.total, result.facets["kind"]) == (1, {"post": 1})
    assert ask(engine, "canary", audiences={secret.pk}).total == 1
    assert ask(engine, "canary", audiences={all_staff().pk, secret.pk}).total == 2
    assert ask(engine, "canary", audiences=set()).total == 0


def test_what_is_left_out_is_not_counted(engine):
    first, second = make_document("Canary one"), make_document("Canary two")
    result = ask(engine, "canary", without=frozenset({(first.content_type_id, first.object_id)}))
    assert (result.hits, result.total, result.facets["kind"]) == (((second.content_type_id, second.object_id),), 1, {"post": 1})


@pytest.fixture
def mixed(engine):
    housing, bins = make_service("Housing"), make_service("Bins")
    beth, sam = make_person("beth"), make_person("sam")
    make_document("Parking 1", service=housing, author=beth, tags="#cars", days=1)
    make_document("Parking 2", service=housing, author=beth, tags="#cars #bikes", days=20, kind="comment")
    make_document("Parking 3", service=bins, author=sam, tags="#bikes", days=400, kind="comment")
    make_document("Parking 4", days=None, kind="person")
    make_document("Something else", service=bins, author=sam)
    return {"housing": housing.pk, "bins": bins.pk, "beth": beth.pk, "sam": sam.pk}


def test_facets_count_what_was_found(engine, mixed):
    facets = ask(engine, "parking").facets
    assert facets == {
        "kind": {"post": 1, "comment": 2, "person": 1},
        "service": {str(mixed["housing"]): 2, str(mixed["bins"]): 1},
        "author": {str(mixed["beth"]): 2, str(mixed["sam"]): 1},
        "tag": {"cars": 2, "bikes": 2},
        "since": {"week": 1, "year": 2},
    }


@pytest.mark.parametrize(
    "choice",
    [
        {"kinds": ("comment",)},
        {"kinds": ("comment", "person")},
        {"services": ("housing",)},
        {"authors": ("beth", "sam")},
        {"tags": ("bikes",)},
        {"tags": ("bikes", "cars")},
        {"since": "year"},
        {"kinds": ("comment",), "services": ("housing",), "tags": ("bikes",)},
        {"kinds": ("nonsense",)},
    ],
)
def test_a_figure_beside_a_value_is_what_the_list_has(engine, mixed, choice):
    """Choosing any value leads to as many results as were promised beside it."""
    chosen = Choice(**{facet: tuple(mixed.get(value, value) for value in values) if facet != "since" else values for facet, values in choice.items()})
    result = ask(engine, "parking", choice=chosen)
    assert result.total == len(result.hits)
    for facet, field in (("kind", "kinds"), ("service", "services"), ("author", "authors"), ("tag", "tags"), ("since", "since")):
        for value, count in result.facets[facet].items():
            key = value if field in ("kinds", "tags", "since") else int(value)
            alone = Choice(
                **{
                    **{name: getattr(chosen, name) for name in ("kinds", "services", "authors", "tags", "since")},
                    field: key if field == "since" else (key,),
                }
            )
            assert ask(engine, "parking", choice=alone).total == count


def test_operators_narrow(engine, mixed):
    assert titles(engine, "parking", scope=Scope(authors=(mixed["sam"],))) == ["Parking 3"]
    assert titles(engine, "", scope=Scope(authors=(mixed["sam"],), tags=("bikes",))) == ["Parking 3"]
    assert titles(engine, "parking", scope=Scope(authors=())) == []
    assert set(titles(engine, "parking", scope=Scope(kinds_or_services=(("person",), (mixed["bins"],))))) == {"Parking 3", "Parking 4"}
    assert titles(engine, "parking", scope=Scope(start=NOON - timedelta(days=30), end=NOON - timedelta(days=10))) == ["Parking 2"]


def test_pages_follow_each_other(engine):
    for number in range(7):
        make_document(f"Parking {number}", days=number)
    pages = [ask(engine, "parking", page=page, size=3) for page in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [3, 3, 1, 0]
    assert {page.total for page in pages} == {7}
    assert len({place for page in pages for place in page.hits}) == 7


def test_changes_are_found_and_old_words_are_not(engine):
    document = make_document("Parking", "cars")
    document.title = "Cycling"
    document.save()
    assert (titles(engine, "parking"), titles(engine, "cycling")) == ([], ["Cycling"])
    document.delete()
    assert titles(engine, "cycling") == []


@pytest.mark.parametrize(
    "text",
    ["'", '"', '""', "*", "a*", "AND", "OR x", "NOT (", "NEAR(a b)", "col:x", "-", "--", "%s", "\\", "{}", "^a", "a:*", "<->", "!", "🎉", "%", ";"],
)
def test_odd_characters_are_no_error(engine, text):
    make_document("Something")
    query = parse(text)
    if not query.is_idle:
        ask(engine, text)
    bring_up_to_date(engine)
    engine.suggest(text, frozenset({all_staff().pk}), limit=5, without=Dirty())


def test_suggestions_begin_like_the_words(engine, secret):
    make_document("Housing repairs", days=1)
    make_document("Priya House", days=None, boost=1.5, kind="person")
    make_document("Warehouse")
    make_document("House of secrets", audience=secret)
    make_document("Répertoire of houses")

    def suggested(text):
        bring_up_to_date(engine)
        found = {(document.content_type_id, document.object_id): document.title for document in Document.objects.all()}
        return [found[place] for place in engine.suggest(text, frozenset({all_staff().pk}), limit=10, without=Dirty())]

    assert suggested("hou") == ["Priya House", "Housing repairs", "Répertoire of houses"]
    assert suggested("hou re") == ["Housing repairs", "Répertoire of houses"]
    assert suggested("Rep") == ["Housing repairs", "Répertoire of houses"]
    assert suggested("xyz") == []


def test_a_very_common_word_is_counted_up_to_a_bound(engine, monkeypatch):
    monkeypatch.setattr(conf, "COUNTED", 10)
    monkeypatch.setattr(conf, "REACH", 5)
    kind, audience = ContentType.objects.get_for_model(Group), all_staff()
    Document.objects.bulk_create(
        Document(content_type=kind, object_id=number, kind="post", title="A", body="common", audience=audience, created=NOON - timedelta(days=number))
        for number in range(1, 30)
    )
    make_document("Common ground", "an old title", days=5000, object_id=99)
    result = ask(engine, "common", size=3)
    assert result.total >= 11
    assert len(result.hits) == 3


def test_a_kind_is_left_aside_and_counted(engine, mixed):
    result = ask(engine, "parking", aside="comment")
    assert (result.total, result.facets["kind"]) == (2, {"post": 1, "comment": 2, "person": 1})
    assert sum(result.facets["since"].values()) < 4
    assert ask(engine, "parking", aside="comment", choice=Choice(kinds=("comment",))).total == 2
