import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reader', '0003_keep_events_and_a_journal'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField(help_text='One past the last character.')),
                ('subject', models.CharField(choices=[('actor', 'the actor these words lead to'), ('source', 'the source these words lead to'), ('footnote', 'the note')], max_length=8)),
                ('quote', models.TextField(help_text='The words it is about, as they stood.')),
                ('words', models.TextField(help_text='What the reader says.')),
                ('mail', models.EmailField(blank=True, help_text='Kept to answer; nothing is sent.', max_length=254)),
                ('sender', models.CharField(editable=False, help_text='A keyed hash of the address it came from.', max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('state', models.CharField(choices=[('open', 'Open'), ('corrected', 'Corrected'), ('refused', 'Refused')], default='open', max_length=9)),
                ('answer', models.TextField(blank=True)),
                ('reviewed_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['sender', 'created_at'], name='report_by_sender')],
                'constraints': [models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='report_is_not_empty'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'corrected', 'refused'])), name='report_state_is_known')],
            },
        ),
        migrations.AddField(
            model_name='actor',
            name='is_unsure',
            field=models.BooleanField(default=False, editable=False, help_text='Set aside by an editor: still proposed, in the queue only when asked for.'),
        ),
        migrations.AddField(
            model_name='citation',
            name='is_unsure',
            field=models.BooleanField(default=False, editable=False, help_text='Set aside by an editor: still proposed, in the queue only when asked for.'),
        ),
        migrations.AddField(
            model_name='event',
            name='is_unsure',
            field=models.BooleanField(default=False, editable=False, help_text='Set aside by an editor: still proposed, in the queue only when asked for.'),
        ),
        migrations.AddField(
            model_name='historicalactor',
            name='is_unsure',
            field=models.BooleanField(default=False, editable=False, help_text='Set aside by an editor: still proposed, in the queue only when asked for.'),
        ),
        migrations.AddField(
            model_name='historicalname',
            name='is_unsure',
            field=models.BooleanField(default=False, editable=False, help_text='Set aside by an editor: still proposed, in the queue only when asked for.'),
        ),
        migrations.AddField(
            model_name='historicalrelation',
            name='is_unsure',
            field=models.BooleanField(default=False, editable=False, help_text='Set aside by an editor: still proposed, in the queue only when asked for.'),
        ),
        migrations.AddField(
            model_name='mention',
            name='is_unsure',
            field=models.BooleanField(default=False, editable=False, help_text='Set aside by an editor: still proposed, in the queue only when asked for.'),
        ),
        migrations.AddField(
            model_name='name',
            name='is_unsure',
            field=models.BooleanField(default=False, editable=False, help_text='Set aside by an editor: still proposed, in the queue only when asked for.'),
        ),
        migrations.AddField(
            model_name='relation',
            name='is_unsure',
            field=models.BooleanField(default=False, editable=False, help_text='Set aside by an editor: still proposed, in the queue only when asked for.'),
        ),
        migrations.AddIndex(
            model_name='actor',
            index=models.Index(fields=['state', 'is_unsure', 'confidence', 'id'], name='actor_in_queue'),
        ),
        migrations.AddIndex(
            model_name='citation',
            index=models.Index(fields=['state', 'is_unsure', 'confidence', 'id'], name='citation_in_queue'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['state', 'is_unsure', 'confidence', 'id'], name='event_in_queue'),
        ),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(fields=['state', 'is_unsure', 'confidence', 'id'], name='mention_in_queue'),
        ),
        migrations.AddIndex(
            model_name='name',
            index=models.Index(fields=['state', 'is_unsure', 'confidence', 'id'], name='name_in_queue'),
        ),
        migrations.AddIndex(
            model_name='relation',
            index=models.Index(fields=['state', 'is_unsure', 'confidence', 'id'], name='relation_in_queue'),
        ),
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(('is_unsure', False), ('state', 'proposed'), _connector='OR'), name='actor_set_aside_is_still_proposed'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(('is_unsure', False), ('state', 'proposed'), _connector='OR'), name='citation_set_aside_is_still_proposed'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('is_unsure', False), ('state', 'proposed'), _connector='OR'), name='event_set_aside_is_still_proposed'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.CheckConstraint(condition=models.Q(('is_unsure', False), ('state', 'proposed'), _connector='OR'), name='mention_set_aside_is_still_proposed'),
        ),
        migrations.AddConstraint(
            model_name='name',
            constraint=models.CheckConstraint(condition=models.Q(('is_unsure', False), ('state', 'proposed'), _connector='OR'), name='name_set_aside_is_still_proposed'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('is_unsure', False), ('state', 'proposed'), _connector='OR'), name='relation_set_aside_is_still_proposed'),
        ),
        migrations.AddField(
            model_name='report',
            name='block',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='reader.block'),
        ),
        migrations.AddField(
            model_name='report',
            name='citation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='reader.citation'),
        ),
        migrations.AddField(
            model_name='report',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='reader.document'),
        ),
        migrations.AddField(
            model_name='report',
            name='mention',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='reader.mention'),
        ),
        migrations.AddField(
            model_name='report',
            name='reviewer',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['state', 'document'], name='report_by_state'),
        ),
    ]
