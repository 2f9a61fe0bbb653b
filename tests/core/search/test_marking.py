from __future__ import annotations

import pytest

from intranet.core.search.engines.language import parse, stem
from intranet.core.search.queries.marking import FRAGMENT, fragment, mark


def shown(parts):
    return "".join(f"[{part.text}]" if part.marked else part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Tablets for visiting staff", "tablet", "[Tablets] for visiting staff"),
        ("The tablet lost its signal", "tablets signals", "The [tablet] lost its [signal]"),
        ("Policies and a policy", "policy", "[Policies] and a [policy]"),
        ("Repairing what was repaired", "repair", "[Repairing] what was [repaired]"),
        ("Siân and Sian", "sian", "[Siân] and [Sian]"),
        ("category", "cat", "category"),
        ("<b>fire</b> & wedge", "fire", "<b>[fire]</b> & wedge"),
        ("nothing here", "", "nothing here"),
        ("", "fire", ""),
    ],
)
def test_mark(text, query, marked):
    assert shown(mark(text, parse(query).words)) == marked


@pytest.mark.parametrize(
    ("one", "other"), [("house", "houses"), ("housing", "house"), ("stopped", "stop"), ("call", "calling"), ("damp", "damp"), ("parties", "party")]
)
def test_stem_brings_forms_together(one, other):
    assert stem(one) == stem(other)


def test_a_fragment_is_where_the_words_are():
    text = "Some long beginning. " * 30 + "In 8.2.1 the form keeps on the tablet what you type until there is signal again. " + "More words. " * 30
    found = shown(fragment(text, parse("tablet signal").words))
    assert "[tablet]" in found
    assert "[signal]" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < FRAGMENT + 20


def test_a_fragment_without_a_match_is_the_beginning():
    text = "Some long beginning. " * 30
    found = shown(fragment(text, parse("tablet").words))
    assert found.startswith("Some long")
    assert len(found) <= FRAGMENT + 1


def test_a_short_text_is_shown_whole():
    assert shown(fragment("The tablet.\nIt works.", parse("tablet").words)) == "The [tablet]. It works."


def test_a_text_without_gaps_ends_somewhere():
    assert len(shown(fragment("a" * 5000, parse("tablet").words))) <= FRAGMENT + 1
