from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('intranet_blogs', '0011_election_periods_move'),
    ]

    operations = [
        migrations.DeleteModel(
            name='ElectionPeriod',
        ),
    ]
