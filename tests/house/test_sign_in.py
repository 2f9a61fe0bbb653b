"""Sign-in by the organisation's provider, whole: to it, back from it, and who is let in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.house.routes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SIGNED_IN = {"status": 302, "to": "/polls/", "backend": "intranet.sso.ProviderBackend", "page": 200}
REFUSED = {"status": 403, "to": "", "signed_in": None, "backend": None, "page": 302}


@pytest.mark.slow
def test_who_comes_back_from_the_provider(tmp_path: Path) -> None:
    """With an account: in, the first time and again. Who has left, is not known, was not vouched for, brings a forged state or another's name: not."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "intranet.settings.dev", "ROOST_VAR": str(tmp_path)}
    command = [sys.executable, "-m", "tests.house.provider"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stderr
    *visits, people, bound, away = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(visit["asked_of"] == "/authorize" and visit["challenge"] for visit in visits)
    assert [_end(visit) for visit in visits] == [
        {"name": "priya", "signed_in": "priya", **SIGNED_IN},
        {"name": "priya", "signed_in": "priya", **SIGNED_IN},
        {"name": "priya:other", **REFUSED},
        {"name": "gone", **REFUSED},
        {"name": "stranger", **REFUSED},
        {"name": "nobody", **REFUSED},
        {"name": "priya", "forged": True, **REFUSED},
        {"name": "stranger", "joining": "priya", **REFUSED, "signed_in": "priya", "page": 200, "backend": "intranet.sso.ProviderBackend"},
        {"name": "stranger", "created": True, "signed_in": "stranger", **SIGNED_IN},
    ]
    assert people == {"people": ["gone", "priya", "stranger"]}
    assert bound == {"bound": [["priya", "subject-priya"], ["stranger", "subject-stranger"]]}
    assert away == {"away": 503, "words": True, "onward": "/accounts/oidc/oidc/login/?next=%2F"}


def _end(visit: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in visit.items() if name not in ("asked_of", "challenge")}
