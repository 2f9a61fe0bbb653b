from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.template import Context, Template

from intranet.core.text import render

if TYPE_CHECKING:
    from collections.abc import Collection

    from pytest_django.fixtures import SettingsWrapper


def people(*names: str) -> object:
    def known(asked: Collection[str]) -> set[str]:
        return set(asked) & set(names)

    return known


def test_paragraphs_and_line_breaks_are_kept() -> None:
    assert render("one\ntwo\n\nthree").html == "<p>one<br>\ntwo</p>\n<p>three</p>"


def test_lists_quotes_and_emphasis_survive() -> None:
    html = render("- a\n- **b**\n\n> said *so*\n\n7. seven").html
    assert html == (
        "<ul>\n<li>a</li>\n<li><strong>b</strong></li>\n</ul>\n<blockquote>\n<p>said <em>so</em></p>\n</blockquote>\n"
        '<ol start="7">\n<li>seven</li>\n</ol>'
    )


def test_headings_and_images_stay_words() -> None:
    assert render("# Loud\n\nSoft\n----\n").html == "<p># Loud</p>\n<p>Soft</p>\n<hr>"
    assert "<img" not in render("![x](https://a.example/x.png)").html


def test_a_known_name_becomes_a_link_and_an_unknown_one_does_not() -> None:
    rendered = render("Ask @priya.nair, or @nobody.", known_names=people("priya.nair"))
    assert rendered.html == '<p>Ask <a class="mention" href="/people/priya.nair/">@priya.nair</a>, or @nobody.</p>'
    assert rendered.mentions == ("priya.nair",)


def test_a_name_is_found_in_any_case() -> None:
    rendered = render("@Priya.Nair", known_names=people("priya.nair"))
    assert rendered.html == '<p><a class="mention" href="/people/priya.nair/">@Priya.Nair</a></p>'
    assert rendered.mentions == ("priya.nair",)


def test_without_anybody_to_ask_names_are_met_but_not_linked() -> None:
    rendered = render("@a and @b and @a")
    assert (rendered.html, rendered.mentions) == ("<p>@a and @b and @a</p>", ("a", "b"))


def test_nobody_is_asked_when_nobody_is_named() -> None:
    def fail(names: Collection[str]) -> set[str]:
        raise AssertionError(names)

    assert render("no names here, mail a@b.example", known_names=fail).mentions == ()


@pytest.mark.parametrize("words", ["a@b.example", "`@priya`", "[@priya](/x/)", "https://a.example/@priya", "\\@priya", "x@priya"])
def test_what_only_looks_like_a_mention_is_none(words: str) -> None:
    assert render(words, known_names=people("priya")).mentions == ()


def test_hashtags_lead_to_search() -> None:
    rendered = render("See #Damp-and-mould, #dŵr and #2.")
    assert rendered.hashtags == ("damp-and-mould", "dŵr")
    assert '<a class="hashtag" href="/search/?q=tag:damp-and-mould">#Damp-and-mould</a>' in rendered.html
    assert '<a class="hashtag" href="/search/?q=tag:d%C5%B5r">#dŵr</a>' in rendered.html


def test_welsh_survives() -> None:
    assert render("Diolch! Mae'r tŷ yn wlyb, ac mae'r to'n gollwng.").html == "<p>Diolch! Mae'r tŷ yn wlyb, ac mae'r to'n gollwng.</p>"


def test_other_peoples_addresses_lead_away_safely() -> None:
    rendered = render("See https://a.example/x?y=1&z=2 and www.gov.uk")
    assert rendered.html == (
        '<p>See <a href="https://a.example/x?y=1&amp;z=2" rel="noopener noreferrer">https://a.example/x?y=1&amp;z=2</a> '
        'and <a href="https://www.gov.uk" rel="noopener noreferrer">www.gov.uk</a></p>'
    )
    assert rendered.links == ("https://a.example/x?y=1&z=2", "https://www.gov.uk")


@pytest.mark.parametrize("line", ["/forums/housing/12-damp/", "https://intranet.example/forums/housing/12-damp/", "  /forums/housing/12-damp/  "])
def test_our_own_address_alone_on_a_line_is_marked_for_a_card(line: str, settings: SettingsWrapper) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://intranet.example"
    rendered = render(f"before\n{line}\nafter")
    card = '<p class="card-link"><a href="/forums/housing/12-damp/">/forums/housing/12-damp/</a></p>'
    assert rendered.html == f"<p>before</p>\n{card}\n<p>after</p>"
    assert rendered.links == ("/forums/housing/12-damp/",)


@pytest.mark.parametrize(
    "line", ["/s", "see /blogs/x/ there", "> /blogs/x/", "- /blogs/x/", "//evil.example/x/", "/a b/", "https://intranet.example.evil/x/"]
)
def test_other_lines_are_no_cards(line: str, settings: SettingsWrapper) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://intranet.example"
    assert "card-link" not in render(line).html


def test_our_own_address_in_a_sentence_becomes_a_path(settings: SettingsWrapper) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://intranet.example"
    assert 'href="/blogs/x/"' in render("see https://intranet.example/blogs/x/ there").html


def test_plain_words_and_excerpt() -> None:
    rendered = render("**Damp** & mould\n\n- one\n- `two`\n\n" + "word " * 100)
    assert rendered.plain.startswith("Damp & mould\none\ntwo\nword")
    assert rendered.excerpt.startswith("Damp & mould one two word")
    assert rendered.excerpt.endswith("word…")
    assert len(rendered.excerpt) <= 280


def test_only_the_filter_trusts() -> None:
    template = Template("{% load text %}{{ html|trusted_html }}{{ html }}")
    assert template.render(Context({"html": "<p>x</p>"})) == "<p>x</p>&lt;p&gt;x&lt;/p&gt;"
