"""The register of official accounts in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from intranet.guidance.models import SocialAccount


class SocialAccountViewSet(SnippetViewSet):
    model = SocialAccount  # type: ignore[assignment]
    icon = "link"
    add_to_admin_menu = True
    menu_label = _("Official accounts")
    menu_order = 260
    list_display = ["__str__", "service", "owner", "status", "reviewed_on"]
    list_filter = ["status", "network", "service"]
    search_fields = ["handle", "network", "purpose"]
    panels = [
        MultiFieldPanel([FieldPanel(name) for name in ("network", "handle", "slug", "url", "purpose", "followers")]),
        MultiFieldPanel([FieldPanel(name) for name in ("service", "owner", "deputy", "promise", "public")], heading=_("Who answers")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opened"), FieldPanel("reviewed_on"), FieldPanel("closed_on")]),
                FieldPanel("status"),
                FieldPanel("status_note"),
                FieldPanel("successor"),
            ],
            heading=_("Life"),
        ),
    ]


register_snippet(SocialAccountViewSet)
