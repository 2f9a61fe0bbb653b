"""What training shows outside its own pages: progress and records, to the person alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.ui.panels import NavigationItem, NextStep, NextSteps, Panel
from training import queries
from training.models import Completion

if TYPE_CHECKING:
    from intranet.core.kinds import Person

ON_PROFILE = 5


class Training(NavigationItem):
    label = gettext_lazy("Training")
    icon = "training"
    url = "/training/"
    order = 40


class CarryOn(NextSteps):
    """Modules that were begun."""

    def steps(self, user: Person) -> list[NextStep]:
        return [
            NextStep(title=line.module.title, detail=line.words, url=queries.next_url(line), action=_("Carry on"), icon="training", urgency=50)
            for line in queries.begun_modules(user, limit=2)
        ]


class OwnRecord(Panel):
    """A person's records, on their own page and to themselves alone."""

    place = "person"
    template = "training/panels/record.html"
    order = 60

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        if subject is None or subject.pk != user.pk:
            return None
        completions = list(Completion.objects.visible_to(user)[:ON_PROFILE])
        return {"completions": completions} if completions else None
