"""An identity provider on this machine, and what the site answers when people come back from it; one line for each, as JSON.

It runs as a process of its own, for the settings of a site with a provider are others than those of the tests.
"""

from __future__ import annotations

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

from intranet.manage import collect_less

CLIENT = "roost"


class Provider(BaseHTTPRequestHandler):
    """Whoever it is asked to send back, it vouches for: the code is the name. Of ``nobody`` it knows nothing."""

    def do_GET(self) -> None:
        if self.path == "/userinfo":
            self._answer(_claims(self.headers["Authorization"].removeprefix("Bearer ")))
        else:
            here = f"http://127.0.0.1:{self.server.server_port}"
            ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "userinfo_endpoint": "/userinfo", "jwks_uri": "/keys"}
            self._answer({"issuer": here, **{name: here + path for name, path in ends.items()}})

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        name = asked["code"][0]
        if name == "nobody" or asked.get("client_secret") != ["hush"] or not asked.get("code_verifier"):
            return self._answer({"error": "invalid_grant"}, status=400)
        here = f"http://127.0.0.1:{self.server.server_port}"
        claims = {"iss": here, "aud": CLIENT, "iat": int(time()), "exp": int(time()) + 60, **_claims(name)}
        return self._answer({"access_token": name, "token_type": "Bearer", "id_token": jwt.encode(claims, "x" * 32, algorithm="HS256")})

    def _answer(self, words: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing: the answers are what is printed."""


def _claims(code: str) -> dict[str, Any]:
    """``priya:other`` is another subject who says that it is called priya."""
    name = code.partition(":")[0]
    return {"sub": f"subject-{code}", "preferred_username": name, "email": f"{name}@northmoor.example", "given_name": name.title()}


def _come_back(name: str, *, forged: bool = False, before: str = "") -> dict[str, Any]:
    """Go to the provider from a page, and come back from it as ``name``."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 -- Django is set up first
    from django.test import Client  # noqa: PLC0415

    client = Client()
    if before:
        client.force_login(get_user_model().objects.get(username=before))
    begin = "/accounts/oidc/oidc/login/?process=connect" if before else client.get("/accounts/login/?next=/polls/").headers["Location"]
    onward = client.get(begin).headers["Location"]
    asked = parse_qs(urlsplit(onward).query)
    answer = client.get("/accounts/oidc/oidc/login/callback/", {"code": name, "state": "forged" if forged else asked["state"][0]})
    signed_in = client.session.get("_auth_user_id")
    return {
        "asked_of": urlsplit(onward).path,
        "challenge": "code_challenge" in asked,
        "status": answer.status_code,
        "to": answer.headers.get("Location", ""),
        "signed_in": get_user_model().objects.get(pk=signed_in).username if signed_in else None,
        "backend": client.session.get("_auth_user_backend"),
        "page": client.get("/polls/").status_code,
    }


def _say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")


def main() -> None:
    server = HTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    os.environ |= {"OIDC_ISSUER": f"http://127.0.0.1:{server.server_port}", "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": "hush"}

    import django  # noqa: PLC0415 -- not before the settings can be read

    django.setup()

    from allauth.socialaccount.models import SocialAccount  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.cache import cache  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    collect_less()
    call_command("migrate", verbosity=0, interactive=False)
    get_user_model().objects.create_user("priya")
    get_user_model().objects.create_user("gone", is_active=False)
    for name in ("priya", "priya", "priya:other", "gone", "stranger", "nobody"):
        _say(name=name, **_come_back(name))
    _say(name="priya", forged=True, **_come_back("priya", forged=True))
    _say(name="stranger", joining="priya", **_come_back("stranger", before="priya"))
    settings.OIDC_CREATE_ACCOUNTS = True
    _say(name="stranger", created=True, **_come_back("stranger"))
    _say(people=sorted(get_user_model().objects.values_list("username", flat=True)))
    _say(bound=sorted(SocialAccount.objects.values_list("user__username", "uid")))
    server.shutdown()
    server.server_close()
    client = Client()
    cache.clear()
    away = client.get(client.get("/accounts/login/?next=@evil.example").headers["Location"])
    _say(away=away.status_code, words="does not answer" in away.text, onward=client.get("/accounts/login/?next=@evil.example").headers["Location"])


if __name__ == "__main__":
    main()
