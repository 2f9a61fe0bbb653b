"""What the pages of guidance and of the register show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects

from intranet.core.organisation.queries import audiences_of, with_byline
from intranet.guidance.models import GuidancePage, SocialAccount

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.core.kinds import AnyUser
    from intranet.core.organisation.models import Service


#: The columns of the register for machines.
EXPORTED = ("service", "network", "handle", "url", "purpose", "status", "promise", "opened", "reviewed_on", "successor")


def guidance_for(user: AnyUser, *, kind: str = "", below: str = "", service: Service | None = None) -> QuerySet[GuidancePage]:
    """The guidance a person may read, narrowed by kind, place in the tree or service, by title."""
    found = GuidancePage.objects.visible_to(user)
    if kind:
        found = found.filter(kind=kind)
    if below:
        found = found.filter(path__startswith=below)
    if service is not None:
        found = found.filter(service=service)
    return found.select_related("service").defer_streamfields().order_by("title", "pk")  # type: ignore[no-any-return]


def full_page(page: GuidancePage) -> GuidancePage:
    """A page with its service, who answers for it, and the pictures of its body, in few queries."""
    prefetch_related_objects([page], "service", "guardian__roost_profile")
    prefetch_related_objects([block.value["image"] for block in page.body if block.block_type == "picture" and block.value["image"]], "renditions")
    return page


def must_read(user: AnyUser, page: GuidancePage) -> bool:
    return page.must_read_id is not None and page.must_read_id in audiences_of(user)


def accounts_of(accounts: QuerySet[SocialAccount]) -> QuerySet[SocialAccount]:
    """Accounts with what a line of the register shows, by service."""
    return with_byline(accounts.select_related("service", "successor"), "owner").order_by("service__name", "network", "handle")


def exported(account: SocialAccount, *, outside: bool) -> dict[str, Any]:
    """A line of the register for machines; people are not named, and outside no account that is not public."""
    successor = account.successor if account.successor and account.successor.live and (account.successor.public or not outside) else None
    return {
        "service": account.service.name,
        "network": account.network,
        "handle": account.handle,
        "url": account.url,
        "purpose": account.purpose,
        "status": account.status,
        "promise": account.promise,
        "opened": account.opened.isoformat() if account.opened else None,
        "reviewed_on": account.reviewed_on.isoformat() if account.reviewed_on else None,
        "successor": successor.url if successor else None,
    }
