"""Mails that were given up, as a report for administrators. It says whose they are and why, never what was in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from intranet.core.notifications.actions import mails as actions
from intranet.core.notifications.models import Mail
from intranet.core.notifications.queries.streams import stream_of
from intranet.core.organisation.queries import name_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest

INDEX = "roost_dead_letters"
policy = ModelPermissionPolicy(Mail)
#: How many go at one press.
MOST = 500


class _Again(Column):
    cell_template_name = "notifications/admin/try_again.html"

    def get_cell_context_data(self, instance: Mail, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"csrf_token": parent_context.get("csrf_token")}


class DeadLetters(ReportView):
    page_title = gettext_lazy("Mails given up")  # type: ignore[assignment]
    header_icon = "mail"
    results_template_name = "notifications/admin/dead_letters.html"
    index_url_name = INDEX  # type: ignore[assignment]
    index_results_url_name = f"{INDEX}_results"  # type: ignore[assignment]
    permission_policy = policy
    permission_required = "change"  # type: ignore[assignment]
    no_results_message = gettext_lazy("No mail was given up.")
    columns = [
        Column("person", label=gettext_lazy("To"), accessor=lambda mail: name_of(mail.person)),
        Column("stream", label=gettext_lazy("Kind of mail"), accessor=lambda mail: stream_of(mail).label),
        Column("last_error", label=gettext_lazy("What the mail server said")),
        NumberColumn("attempts", label=gettext_lazy("Attempts")),
        DateColumn("done_at", label=gettext_lazy("Given up")),
        _Again("again", label=gettext_lazy("Try again"), accessor=lambda mail: name_of(mail.person)),
    ]

    def get_queryset(self) -> QuerySet[Mail]:
        mails: QuerySet[Mail] = Mail.objects.failed().select_related("person__roost_profile", "notice")
        return mails

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"most": MOST, "waiting": Mail.objects.overdue().count()}


@require_POST
def try_again(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """One of them, or all: as many as go at one press, the latest first."""
    if not policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    keys = list(Mail.objects.failed().values_list("pk", flat=True)[:MOST]) if pk is None else [pk]
    count = actions.try_again(keys, actor=request.user)
    words = ngettext("%(count)s mail is tried again.", "%(count)s mails are tried again.", count)
    messages.success(request, words % {"count": count} if count else _("There was nothing to try again."))
    return redirect(INDEX)
