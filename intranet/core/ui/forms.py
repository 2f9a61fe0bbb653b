"""Signing in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """The same words for an unknown name, a wrong password and an account that was closed."""

    error_messages = {
        "invalid_login": _("That user name and password do not belong together. Check both, and whether the capitals key is on."),
        "inactive": _("That user name and password do not belong together. Check both, and whether the capitals key is on."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].error_messages["required"] = _("Give your user name")
        self.fields["password"].error_messages["required"] = _("Give your password")
        self.fields["username"].label = _("User name")
        self.fields["username"].widget.attrs.update({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": False})
