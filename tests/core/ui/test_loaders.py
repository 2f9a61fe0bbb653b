from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template import Engine

if TYPE_CHECKING:
    from pathlib import Path

INDENTED = "<ul>\n    <li>{{ words }}</li> \n\n\t<li>two  words</li>\n</ul>"


def shown(folder: Path, name: str, **context: Any) -> str:
    engine = Engine(dirs=[str(folder)], loaders=["intranet.core.ui.loaders.Loader"])
    (folder / name).write_text(INDENTED)
    return engine.render_to_string(name, context)


def test_a_page_is_sent_without_its_indentation_and_with_the_lines_of_who_wrote(tmp_path: Path) -> None:
    assert shown(tmp_path, "page.html", words="a\n    b") == "<ul>\n<li>a\n    b</li>\n\n<li>two  words</li>\n</ul>"


def test_a_plain_text_stays_as_it_is(tmp_path: Path) -> None:
    assert shown(tmp_path, "mail.txt", words="a") == INDENTED.replace("{{ words }}", "a")
