"""Who may do what in training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import roles_of

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser
    from training.models import ModulePage
    from training.queries import ModuleLine


def is_trainer(user: AnyUser) -> bool:
    """Whether modules are theirs to make, in whatever service; Wagtail's own permissions decide on saving."""
    return any(held.role == Role.TRAINER for held in roles_of(user))


def writes(user: AnyUser, module: ModulePage) -> bool:
    """Whether a trainer is at home in the module: its own trainer, or who first made it."""
    return is_trainer(user) and user.pk in (module.trainer_id, module.owner_id)


def why_no_quiz(line: ModuleLine) -> str:
    """In words, why the person cannot start the quiz now; empty when they can."""
    if line.passed:
        return gettext("You have passed the quiz.")
    if line.attempts_left == 0:
        return gettext("You have used all your attempts. Ask the trainer for another.")
    return ""
