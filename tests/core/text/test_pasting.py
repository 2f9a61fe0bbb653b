"""What comes by the clipboard: plain text as word processors write it, and what must not come with it."""

from __future__ import annotations

import pytest

from intranet.core.text import render

#: Plain text as it was copied from each program.
CORPUS = {
    "a list of Word": ("Bring:\r\n•\tboots\r\n•\ta hat", "<p>Bring:</p>\n<ul>\n<li>boots</li>\n<li>a hat</li>\n</ul>"),
    "a list of two levels of Word": (
        "·\u00a0\u00a0\u00a0 boots\r\no\u00a0\u00a0 \tlaces\r\n·\u00a0\u00a0\u00a0 a hat",
        "<ul>\n<li>boots\n<ul>\n<li>laces</li>\n</ul>\n</li>\n<li>a hat</li>\n</ul>",
    ),
    "the symbol font": ("\uf0b7\tboots\n§\ta hat", "<ul>\n<li>boots</li>\n<li>a hat</li>\n</ul>"),
    "numbers": ("1.\tFirst\r\n2.\tSecond", "<ol>\n<li>First</li>\n<li>Second</li>\n</ol>"),
    "a line break within a paragraph": ("Dear all,\x0bplease read.", "<p>Dear all,<br>\nplease read.</p>"),
    "a quotation of a mail": ("> You asked\n\nYes.", "<blockquote>\n<p>You asked</p>\n</blockquote>\n<p>Yes.</p>"),
    "odd spaces": ("\ufeffA\u00a0week\u200b of co\u00adoperation", "<p>A week of cooperation</p>"),
    "an address": (
        "See https://a.example/x?y=1",
        '<p>See <a href="https://a.example/x?y=1" rel="noopener noreferrer">https://a.example/x?y=1</a></p>',
    ),
    "clever signs": ("“Quite” – he said… it’s 5 • 4", "<p>“Quite” – he said… it’s 5 • 4</p>"),
    "a dash that is none": ("– and so on", "<p>– and so on</p>"),
    "the letter o": ("o brother", "<p>o brother</p>"),
    "markup": (
        '<p class="MsoNormal" style="color:red" onclick="x()">Hi<img src="https://t.example/p.gif" width=1></p><script>x()</script>',
        "<p>&lt;p class=",
    ),
}


@pytest.mark.parametrize(("pasted", "html"), CORPUS.values(), ids=CORPUS)
def test_lists_links_quotes_and_breaks_survive_and_nothing_else(pasted: str, html: str) -> None:
    rendered = render(pasted).html
    assert rendered.startswith(html) if html.endswith("=") else rendered == html
    assert [tag for tag in ("<img", "<script", "<style", "<p class", "onclick=&quot;x()&quot;>") if tag in rendered] == []


def test_tidying_takes_no_time_however_odd_the_words() -> None:
    assert render("\t" * 9_000 + "o" + "\t" * 9_000).html == "<p>o</p>"
