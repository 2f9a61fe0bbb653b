"""Who may answer, put off, pass on, withdraw, say that it was no answer; and who says what came of what people said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import holds

if TYPE_CHECKING:
    from intranet.core.kinds import Addressee, AnyUser, Heard
    from intranet.core.responses.models import Outcome, ResponseRequest

#: Whose role over a service has them answer what is asked of it.
ANSWERING = (Role.SERVICE_OWNER, Role.CHAMPION, Role.DELEGATE)


def can_answer(user: AnyUser, request: ResponseRequest) -> bool:
    """While an answer is awaited: the addressee, the delegates, the service's lead; of what a service was asked, its people too. Never who asked."""
    if not (user.is_authenticated and user.is_active and request.is_open) or request.asker_id == user.pk:
        return False
    if request.addressee_id == user.pk or any(delegate.pk == user.pk for delegate in request.delegates.all()):
        return True
    service = request.service
    if service is None:
        return False
    if request.addressee_id is not None:
        return service.lead_id == user.pk
    return user.pk in (service.lead_id, service.deputy_id, service.duty_officer_id) or holds(user, *ANSWERING, service=service)


def can_hold(user: AnyUser, request: ResponseRequest) -> bool:
    """Who may answer, before the answer is due."""
    return request.can_be_held and can_answer(user, request)


def can_withdraw(user: AnyUser, request: ResponseRequest) -> bool:
    """Who asked, while an answer is awaited."""
    return user.is_authenticated and request.is_open and request.asker_id == user.pk


def can_reopen(user: AnyUser, request: ResponseRequest) -> bool:
    """Who asked, once."""
    return user.is_authenticated and request.can_be_reopened and request.asker_id == user.pk


def can_want_to_know(user: AnyUser, request: ResponseRequest) -> bool:
    """Anybody but who asked, while an answer is awaited."""
    return user.is_authenticated and request.is_open and request.asker_id != user.pk


def answers_for(user: AnyUser, addressee: Addressee | None) -> bool:
    """Whether the person would answer what is asked of ``addressee`` now."""
    if addressee is None or not user.is_authenticated:
        return False
    return (addressee.user is not None and addressee.user.pk == user.pk) or user.pk in addressee.delegate_ids


def can_record(user: AnyUser, source: Heard) -> bool:
    """Say what came of it: those whose it is, the lead, deputy and owners of its service, and the central co-ordinators."""
    if not (user.is_authenticated and user.is_active):
        return False
    service: Any = source.heard_service()
    if user.pk in source.heard_by() or (service is not None and user.pk in (service.lead_id, service.deputy_id)):
        return True
    return holds(user, Role.SERVICE_OWNER, Role.CENTRAL_COORDINATOR, service=service)


def can_change(user: AnyUser, outcome: Outcome) -> bool:
    """Amend it: who looks after it, its service's lead, deputy and owners, and who may say what came of its source."""
    if not (user.is_authenticated and user.is_active):
        return False
    service = outcome.service
    if user.pk == outcome.owner_id or (service is not None and user.pk in (service.lead_id, service.deputy_id)):
        return True
    source = outcome.source
    return holds(user, Role.SERVICE_OWNER, Role.CENTRAL_COORDINATOR, service=service) or (source is not None and can_record(user, source))
