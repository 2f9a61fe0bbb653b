"""Every page of the register, asked everything."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.a11y import checks
from tests.a11y.pages import FORMS, PAGES, Sample, SampleForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import ConsoleMessage, Error, Page, Response

    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@contextmanager
def listening(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: refused by the policy, broken, or not found."""
    complaints: list[str] = []

    def read(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"console: {message.text}")

    def hear(error: Error) -> None:
        complaints.append(f"script: {error}")

    page.on("console", read)
    page.on("pageerror", hear)
    yield complaints
    page.remove_listener("console", read)
    page.remove_listener("pageerror", hear)


@pytest.mark.parametrize("sample", PAGES, ids=lambda sample: sample.name)
def test_page(sample: Sample, town: Town, in_turn: Callable[..., Page]) -> None:
    page = in_turn(sample.persona)
    with listening(page) as complaints:
        response = page.goto(town.address_of(sample))
        assert response is not None
        assert response.status == sample.status
        if sample.status >= 400:
            complaints.clear()
        wrong = checks.structure(page) + checks.walk(page) + checks.looks(page) + checks.reflow(page)
    wrong += complaints
    title, name = page.title(), sample.name.partition(",")[0]  # "topics" and "topics, none" are one page
    if town.titles.setdefault(title, name) != name:
        wrong.append(f"the title is that of {town.titles[title]}: {title}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("sample", PAGES, ids=lambda sample: sample.name)
def test_page_on_a_phone(sample: Sample, town: Town, in_turn: Callable[..., Page]) -> None:
    page = in_turn(sample.persona, width=390, height=844, has_touch=True, is_mobile=True)
    page.goto(town.address_of(sample))
    wrong = checks.fingers(page) + checks.walk(page)
    assert not wrong, "\n".join(wrong)


def is_sent(response: Response) -> bool:
    """The answer to the form, and not to the question who will be told, which its fields ask by themselves."""
    return response.request.method == "POST" and "/notices/reach/" not in response.url


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("sample", FORMS, ids=lambda sample: sample.name)
def test_form(sample: SampleForm, script: bool, town: Town, in_turn: Callable[..., Page]) -> None:
    page = in_turn(sample.persona, java_script_enabled=script)
    page.goto(town.address_of(sample))
    for name, value in sample.wrong.items():
        page.locator(f"main [name={name}]").first.fill(value)
    with page.expect_response(is_sent) as answer:
        page.get_by_role("button", name=sample.button, exact=True).click()
    assert answer.value.status == 422
    page.wait_for_selector("#errors")
    assert (checks.refused(page) if script else []) == []
    if sample.right:
        for name, value in sample.right.items():
            page.locator(f"main [name={name}]").first.fill(value)
        with page.expect_response(is_sent) as answer:
            page.get_by_role("button", name=sample.button, exact=True).click()
        assert answer.value.status in {200, 302, 303}
