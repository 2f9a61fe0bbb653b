"""Pasting with a script: links, lists, quotes and emphasis come as Markdown, all else stays behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.a11y import talk

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WORD = """<html><head><style>p {color: red}</style></head><body><!--StartFragment-->
<p class=MsoNormal onclick="pasted()">Bring <b>boots</b>, see <a href="https://a.example/list">the
list</a>:<o:p></o:p></p><img src="/tracked.gif" onerror="pasted()">
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>a hat</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp; </span></span>of wool</p>
<script>pasted()</script><!--EndFragment--></body></html>"""
GOOGLE = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span>First</span></p>
<ol start="3"><li dir="ltr"><p>three</p></li><li><p>four</p></li></ol><p><a href="javascript:pasted()">Click</a></p></b>"""
MAIL = (
    """<div>Dear all,<br>as said:</div><blockquote type="cite"><div>We meet <i>at ten</i>.</div><div>Bring tea.</div></blockquote><div>Yes.</div>"""
)
PLAIN = "<span>only words</span>"

PASTED = [
    (WORD, "Bring **boots**, see [the list](https://a.example/list):\n\n- a hat\n   - of wool"),
    (GOOGLE, "First\n\n3. three\n4. four\n\nClick"),
    (MAIL, "Dear all,\nas said:\n\n> We meet *at ten*.\n>\n> Bring tea.\n\nYes."),
    (PLAIN, ""),  # the browser itself pastes what has no structure, which a made-up event does not do
]

PASTE = """([html]) => {
  const field = document.querySelector("textarea[name=body]"), data = new DataTransfer();
  field.value = ""; field.focus(); data.setData("text/html", html);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
  return field.value;
}"""


def test_what_is_pasted_keeps_its_structure_and_nothing_runs(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("staff")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(town.address + talk.empty_thread(town))
    page.evaluate("() => { window.pasted = () => { window.ran = true; }; }")
    for html, expected in PASTED:
        found = page.evaluate(PASTE, [html])
        assert [line.rstrip() for line in found.splitlines()] == expected.splitlines()
    assert page.evaluate("() => window.ran") is None
    assert not [address for address in asked if "tracked" in address]
