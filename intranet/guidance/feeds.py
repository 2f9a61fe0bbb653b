"""The register of official accounts for machines: JSON and CSV, inside and outside."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from intranet.guidance.models import SocialAccount
from intranet.guidance.queries import EXPORTED, accounts_of, exported

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

#: What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _json(accounts: QuerySet[SocialAccount], *, outside: bool = False) -> JsonResponse:
    return JsonResponse({"accounts": [exported(account, outside=outside) for account in accounts_of(accounts)]})


def _csv(accounts: QuerySet[SocialAccount], *, outside: bool = False) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="official-accounts.csv"'})
    writer = csv.DictWriter(response, EXPORTED)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in exported(account, outside=outside).items()} for account in accounts_of(accounts))
    return response


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


@require_safe
def accounts_json(request: HttpRequest) -> JsonResponse:
    return _json(SocialAccount.objects.visible_to(request.user))


@require_safe
def accounts_csv(request: HttpRequest) -> HttpResponse:
    return _csv(SocialAccount.objects.visible_to(request.user))


@login_not_required
@require_safe
def outside_json(request: HttpRequest) -> JsonResponse:
    return _json(SocialAccount.objects.outside(), outside=True)


@login_not_required
@require_safe
def outside_csv(request: HttpRequest) -> HttpResponse:
    return _csv(SocialAccount.objects.outside(), outside=True)
