"""Who will be told, in the Wagtail administration, before an editor presses publish."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from intranet.core.notifications.queries.reach import reach_of_publishing


def reading_panel() -> MultiFieldPanel:
    """Whether a page must be read; its ``base_form_class`` is a ``ReadingForm``."""
    names = ("reading_whom", "reading_services", "reading_groups", "must_read_by", "reading_again", "must_read_change")
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=_("Must be read"), classname="collapsed")


class ReachPanel(Panel):
    """Stands among the panels of a ``Findable`` page or snippet: numbers only, of the draft as it was saved last."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Who will be told"), "icon": "group", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "notifications/admin/reach_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            thing = self.instance
            if thing.pk is None:
                return {**context, "is_saved": False}
            first = thing.first_published_at is None
            return {**context, "is_saved": True, "first": first, "reach": reach_of_publishing(thing, first=first, actor=self.request.user)}
