from __future__ import annotations

import time
from datetime import date

import pytest

from intranet.core.search.engines.language import Alternative, abbreviates, expand, fold, parse, parse_day, synonyms_of


def words(text):
    return [group[0].words for group in parse(text).wanted]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Siân Llŷr", "sian llyr"),
        ("two-step", "two step"),
        ("beth.carrow@northmoor", "beth carrow northmoor"),
        ("children's", "children s"),
        ("  ÉCOLE_no. 7 ", "ecole no 7"),
        ("Straße Ørsted łódź", "strasse orsted lodz"),
        ("!?…", ""),
    ],
)
def test_fold_leaves_plain_words(text, folded):
    assert fold(text) == folded


def test_words_are_wanted_one_by_one():
    assert words("damp mould") == [("damp",), ("mould",)]


def test_quoted_words_are_wanted_side_by_side():
    assert parse('"lone working" tablet').wanted == ((Alternative(("lone", "working"), exact=True),), (Alternative(("tablet",)),))


def test_curly_quotes_are_quotes():
    assert parse("“lone working”").wanted == parse('"lone working"').wanted


def test_a_quote_that_is_never_closed_reaches_to_the_end():
    assert words('fire "door wedge') == [("fire",), ("door", "wedge")]


def test_joined_words_are_wanted_side_by_side():
    assert parse("two-step").wanted == ((Alternative(("two", "step"), exact=True),),)


def test_minus_excludes_words_and_phrases():
    query = parse('bins -garden -"bank holiday"')
    assert words("bins -garden") == [("bins",)]
    assert [group[0].words for group in query.unwanted] == [("garden",), ("bank", "holiday")]


def test_a_minus_by_itself_is_nothing():
    assert parse("bins - garden").unwanted == ()


def test_operators_are_taken_out_of_the_words():
    query = parse("from:beth.carrow in:housing tag:#Damp after:2026-09 before:2026-10-05 leak")
    assert (query.authors, query.places, query.tags) == (("beth.carrow",), ("housing",), ("damp",))
    assert (query.after, query.before) == (date(2026, 9, 1), date(2026, 10, 5))
    assert words("from:beth leak") == [("leak",)]


def test_operators_take_quoted_names_and_any_case():
    assert parse('FROM:"Beth Carrow" In:"Adult Social Care"').authors == ("beth carrow",)


def test_an_unknown_operator_is_two_words():
    assert words("colour:red") == [("colour", "red")]


@pytest.mark.parametrize("text", ["before:yesterday", "after:2026-13", "after:0000", "after:2026-02-30", "after:99999"])
def test_a_date_that_is_none_is_reported(text):
    assert parse(text).misread == (text,)


@pytest.mark.parametrize(
    ("text", "day"), [("2026", date(2026, 1, 1)), ("2026-9", date(2026, 9, 1)), ("2026-09-30", date(2026, 9, 30)), ("9/2026", None)]
)
def test_parse_day(text, day):
    assert parse_day(text) == day


def test_words_of_questions_are_left_out_beside_others():
    assert words("what is the promise") == [("promise",)]


def test_words_of_questions_are_kept_when_there_are_no_others():
    assert words("who is it") == [("who",), ("is",), ("it",)]


def test_a_word_in_capitals_is_meant():
    assert words("new IT phone") == [("new",), ("it",), ("phone",)]


def test_nothing_typed_is_empty_and_only_marks_are_idle():
    assert parse("   ").is_empty
    assert not parse("!!! ???").is_empty
    assert parse("!!! ???").is_idle
    assert parse("").is_idle


def test_a_query_is_read_up_to_200_characters():
    assert parse("damp " * 500).text == ("damp " * 40).strip()


SYNONYMS = synonyms_of([["Adult Social Care", "ASC"], ["Waste and Street Scene", "bins"]])


def test_an_acronym_is_answered_by_what_it_stands_for():
    (group,) = expand(parse("ASC"), SYNONYMS).wanted
    assert group == (Alternative(("asc",)), Alternative(("adult", "social", "care"), exact=True))


def test_a_full_name_is_answered_by_its_acronym():
    budget, service = expand(parse("budget adult social care"), SYNONYMS).wanted
    assert budget == (Alternative(("budget",)),)
    assert service == (Alternative(("adult", "social", "care")), Alternative(("asc",)))


def test_a_name_is_known_without_its_small_words():
    (group,) = expand(parse("waste and street scene"), SYNONYMS).wanted
    assert group[1] == Alternative(("bins",))


@pytest.mark.parametrize(
    ("term", "name", "stands_for"),
    [
        ("ASC", "Adult social care", True),
        ("CSW", "Children's social work", True),
        ("R&B", "Revenues and benefits", True),
        ("WSS", "Waste and street scene", True),
        ("WASS", "Waste and street scene", True),
        ("comms", "Communications", True),
        ("MFA", "Digital and ICT", False),
        ("OT", "Adult social care", False),
        ("", "Housing", False),
    ],
)
def test_abbreviates(term, name, stands_for):
    assert abbreviates(term, name) is stands_for


def test_words_without_synonyms_stay_as_they_are():
    assert expand(parse("lone working"), SYNONYMS) == parse("lone working")
    assert expand(parse("lone working"), {}) == parse("lone working")


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "(" * 20_000, "**" * 10_000, "@" * 20_000, "&lt;" * 5_000, '"' * 20_000, "from:" * 4_000, "-" * 20_000]
)
def test_the_worst_input_costs_little(text):
    begun = time.process_time()
    expand(parse(text), SYNONYMS)
    assert time.process_time() - begun < 0.05


@pytest.mark.parametrize(
    "text", ["\0", "'; DROP TABLE x; --", "a AND OR NOT NEAR(", "*", "^title", "col:x", "🎉", "%s %(x)s {}", "\ud800", "\\", "a\u202eb", "NOT"]
)
def test_odd_characters_are_read(text):
    assert parse(text).text is not None
