from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations, models
from django.db.models import Q
from django.utils.text import slugify

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_addresses(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A blog that stands keeps its address as that of the post; its leader gets one of their own besides."""
    Blog = apps.get_model("intranet_blogs", "LeaderBlogPage")
    taken = set(Blog.objects.values_list("slug", flat=True))
    for blog in Blog.objects.select_related("leader"):
        leader = blog.leader
        wanted = name = slugify(f"{leader.post_held} {leader.person_name}")[:150] or f"leader-{leader.pk}"
        number = 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name)
        leader.post_slug, leader.slug, leader.leads = blog.slug, name, True
        leader.save(update_fields=["post_slug", "slug", "leads"])


class Migration(migrations.Migration):
    dependencies = [("intranet_blogs", "0002_comments_that_close")]

    operations = [
        migrations.AddField(
            model_name="leader",
            name="post_slug",
            field=models.SlugField(
                blank=True, editable=False, help_text="It leads to the present holder.", max_length=200, verbose_name="address of the post"
            ),
        ),
        migrations.AddField(
            model_name="leader",
            name="slug",
            field=models.SlugField(
                blank=True,
                editable=False,
                help_text="It stays this leader's for ever.",
                max_length=200,
                null=True,
                unique=True,
                verbose_name="address of the leader",
            ),
        ),
        migrations.AddField(
            model_name="leader",
            name="leads",
            field=models.BooleanField(default=False, editable=False, help_text="Whether the address of the post leads here."),
        ),
        migrations.RunPython(give_addresses, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="leader", constraint=models.UniqueConstraint(condition=Q(leads=True), fields=("post_slug",), name="leader_leads")
        ),
    ]
