from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.factories.papers import make_paper
from tests.factories.people import make_person

if TYPE_CHECKING:
    from tests.papers.models import Paper


@pytest.fixture
def chief(housing: Any) -> Any:
    return make_person("chief", name="Maren Holroyd", service=housing)


@pytest.fixture
def office(housing: Any) -> Any:
    return make_person("office", name="Idris Vaughan", service=housing)


@pytest.fixture
def paper(chief: Any, office: Any, housing: Any) -> Paper:
    """The chief answers there, or the office; within two hours, from nine to five."""
    housing.promise_minutes = 120
    housing.hours = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")
    housing.save()
    paper = make_paper(answerer=chief, service=housing)
    paper.delegates.add(office)
    return paper
