"""Sign-in by the organisation's own identity provider (OpenID Connect), when ``OIDC_ISSUER`` is set. Local sign-in is off then."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NoReturn

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.views import login as provider_login
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import include, path, reverse
from django.utils.http import urlencode
from requests import RequestException

from intranet.core.organisation.backends import PersonBackend
from intranet.core.ui.http import safe_path

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class ProviderBackend(PersonBackend, AuthenticationBackend):
    """The back end of the sessions that the provider began."""


class StaffAdapter(DefaultSocialAccountAdapter):
    """Lets in who has an account here; makes one for newcomers only when ``OIDC_CREATE_ACCOUNTS`` says so."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            refuse(request)  # nobody joins a second account of the provider's to the one they are in
        if not sociallogin.is_existing:
            self._recognise(request, sociallogin)
        if sociallogin.is_existing and not sociallogin.user.is_active:  # type: ignore[union-attr]
            refuse(request)
        if not sociallogin.is_existing and not settings.OIDC_CREATE_ACCOUNTS:
            refuse(request)

    def _recognise(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The provider is the only one and is trusted: its claim names the account. A name is bound once, to the first subject who brings it.

        A second subject of the same name is somebody else: names are given again, and at some providers chosen.
        """
        claims = sociallogin.account.extra_data
        name = claims.get(settings.OIDC_USERNAME_CLAIM) or claims.get("userinfo", {}).get(settings.OIDC_USERNAME_CLAIM)
        person = get_user_model().objects.filter(username=name).first() if name else None
        if person is None:
            if name:
                sociallogin.user.username = name  # type: ignore[union-attr]
        elif not person.is_active:
            refuse(request)
        elif SocialAccount._default_manager.filter(user=person).exists():
            logger.warning("The account %s was not opened to another subject of the provider.", person.pk)
            refuse(request)
        else:
            sociallogin.connect(request, person)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> NoReturn:  # type: ignore[override]
        refuse(request)


def refuse(request: HttpRequest) -> NoReturn:
    raise ImmediateHttpResponse(render(request, "403.html", status=403))


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """Straight to the provider, and back to where the person was going."""
    onward = reverse("openid_connect_login", args=["oidc"])
    return HttpResponseRedirect(f"{onward}?{urlencode({'next': safe_path(request.GET.get('next', settings.LOGIN_REDIRECT_URL))})}")


@login_not_required
def to_provider(request: HttpRequest) -> HttpResponse:
    """As the library does it; where the provider does not answer, that is said."""
    try:
        response: HttpResponse = provider_login(request, provider_id="oidc")
    except RequestException:
        logger.exception("The identity provider does not answer.")
        return render(request, "sign_in_away.html", status=503)
    return response


urlpatterns = [
    path("accounts/login/", sign_in, name="login"),
    path("admin/login/", sign_in),
    path("accounts/oidc/oidc/login/", to_provider),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
