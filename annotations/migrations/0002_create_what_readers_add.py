import annotations.permissions
import django.db.models.deletion
import django.utils.timezone
import taggit.managers
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('annotations', '0001_keep_access_tokens'),
        ('reader', '0005_give_readers_a_profile'),
        ('reader', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('description', models.CharField(blank=True, max_length=1000)),
                ('kind', models.CharField(choices=[('private', 'private: known to its members, joined by invitation'), ('restricted', 'restricted: known to all, joined when a moderator agrees'), ('open', 'open: known to all, joined by whoever wishes')], default='private', max_length=10)),
                ('is_premoderated', models.BooleanField(default=False, help_text='What members write waits until a moderator lets it through.', verbose_name='moderators see first')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='name')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='slug')),
                ('folded', models.CharField(editable=False, max_length=128, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Annotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('highlight', 'highlight'), ('note', 'annotation'), ('question', 'question'), ('suggestion', 'suggestion'), ('page_note', 'on the whole'), ('reply', 'reply')], default='note', max_length=10)),
                ('motivation', models.CharField(default='commenting', max_length=20)),
                ('visibility', models.CharField(choices=[('private', 'private'), ('group', 'group'), ('public', 'public')], default=annotations.permissions.Visibility['PRIVATE'], max_length=7)),
                ('state', models.CharField(choices=[('visible', 'visible'), ('waiting', 'waiting'), ('hidden', 'hidden'), ('spam', 'spam'), ('blanked', 'blanked'), ('deleted', 'deleted')], default=annotations.permissions.State['VISIBLE'], max_length=7)),
                ('state_before', models.CharField(blank=True, editable=False, max_length=7)),
                ('state_reason', models.CharField(blank=True, help_text='Why moderators withhold it, for its author.', max_length=1000)),
                ('depth', models.PositiveSmallIntegerField(default=0)),
                ('path', models.CharField(editable=False, max_length=91)),
                ('is_below_withheld', models.BooleanField(default=False, editable=False)),
                ('body', models.TextField(blank=True)),
                ('body_format', models.CharField(default='text/markdown', max_length=20)),
                ('html', models.TextField(blank=True, editable=False)),
                ('language', models.CharField(blank=True, max_length=35)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('places', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('modified_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('edited_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('resolved_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('resolved_reason', models.CharField(blank=True, max_length=500)),
                ('reactions', models.JSONField(blank=True, default=dict, editable=False)),
                ('via', models.CharField(blank=True, max_length=2000)),
                ('canonical', models.CharField(blank=True, max_length=2000)),
                ('rights', models.CharField(blank=True, max_length=2000)),
                ('actors', models.ManyToManyField(blank=True, related_name='annotations', to='reader.actor')),
                ('creator', models.ForeignKey(help_text='Empty when the account was deleted.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='annotations', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='annotations', to='reader.document')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='annotations.annotation')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('root', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='thread', to='annotations.annotation')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='annotations', to='annotations.group')),
            ],
            options={
                'ordering': ['path'],
                'indexes': [models.Index(fields=['document', 'path'], name='annotation_in_threads'), models.Index(fields=['creator', 'created_at'], name='annotation_by_creator'), models.Index(fields=['group', 'state'], name='annotation_by_group'), models.Index(fields=['state', 'created_at'], name='annotation_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', False), ('visibility', 'group')), models.Q(models.Q(('visibility', 'group'), _negated=True), ('group__isnull', True)), _connector='OR'), name='a_group_reads_what_stands_in_a_group'), models.CheckConstraint(condition=models.Q(models.Q(('depth__gt', 0), ('kind', 'reply'), ('parent__isnull', False), ('root__isnull', False)), models.Q(models.Q(('kind', 'reply'), _negated=True), ('depth', 0), ('parent__isnull', True), ('root__isnull', True)), _connector='OR'), name='a_reply_stands_below_another'), models.CheckConstraint(condition=models.Q(('depth__lte', 6)), name='replies_go_six_deep_at_most')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('role', models.CharField(choices=[('member', 'member'), ('moderator', 'moderator'), ('owner', 'owner')], default='member', max_length=9)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('uses', models.PositiveIntegerField(default=0, editable=False)),
                ('most_uses', models.PositiveIntegerField(default=1)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='annotations.group')),
                ('inviter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ModerationAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('verb', models.CharField(help_text='Approved, hid, called spam, kept, erased.', max_length=20)),
                ('state_before', models.CharField(blank=True, max_length=8)),
                ('state_after', models.CharField(blank=True, max_length=8)),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('annotation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='moderation_acts', to='annotations.annotation')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Sanction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('silence', 'silenced: reads, writes nothing others see'), ('ban', 'banned: writes nothing')], default='silence', max_length=7)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField(blank=True, help_text='Empty for no end.', null=True)),
                ('reason', models.CharField(max_length=1000)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('group', models.ForeignKey(blank=True, help_text='Empty for the whole site.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to='annotations.group')),
                ('moderator', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sanctions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-since'],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('replacement', models.TextField(blank=True)),
                ('decision', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('rejected', 'rejected')], default='open', max_length=8)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('annotation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='suggestion', to='annotations.annotation')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reader.revision')),
            ],
            options={
                'ordering': ['annotation'],
            },
        ),
        migrations.AddField(
            model_name='group',
            name='vocabulary',
            field=models.ManyToManyField(blank=True, help_text='Tags offered to members.', related_name='groups', to='annotations.tag'),
        ),
        migrations.CreateModel(
            name='TagLabel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tag_labels', to='annotations.annotation')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labels', to='annotations.tag')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('tag', 'content_object'), name='tag_is_given_once')],
            },
        ),
        migrations.AddField(
            model_name='annotation',
            name='tags',
            field=taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='annotations.TagLabel', to='annotations.Tag', verbose_name='Tags'),
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(default=0)),
                ('exact', models.TextField()),
                ('prefix', models.CharField(blank=True, max_length=200)),
                ('suffix', models.CharField(blank=True, max_length=200)),
                ('is_dropped', models.BooleanField(default=False, help_text='The author chose another since.')),
                ('annotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='annotations.annotation')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reader.revision')),
            ],
            options={
                'ordering': ['annotation', 'ordinal', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('exact', 'in its words'), ('shifted', 'moved along with its words'), ('moved', 'found elsewhere'), ('lost', 'lost'), ('manual', 'placed by hand')], default='exact', max_length=7)),
                ('is_current', models.BooleanField(default=True)),
                ('method', models.CharField(blank=True, max_length=40)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reader.revision')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='annotations.target')),
            ],
            options={
                'ordering': ['target', 'pk'],
                'indexes': [models.Index(fields=['status', 'is_current'], name='placement_by_status')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('target',), name='target_stands_in_one_place')],
            },
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('body', models.TextField(blank=True)),
                ('tags', models.JSONField(default=list)),
                ('visibility', models.CharField(max_length=7)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('annotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='annotations.annotation')),
                ('editor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['annotation', '-version'],
                'indexes': [models.Index(fields=['editor', 'at'], name='edit_by_editor')],
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('spam', 'spam or advertising'), ('abuse', 'insult or threat'), ('private', 'private facts about someone'), ('false', 'false or misleading'), ('other', 'something else')], max_length=7)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('settled_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('annotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='annotations.annotation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at'],
                'constraints': [models.UniqueConstraint(fields=('annotation', 'user'), name='flag_is_raised_once')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('digest', models.CharField(help_text='Of what was sent with it.', max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('annotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='annotations.annotation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['created_at'], name='key_by_time')],
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='key_is_used_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('member', 'member'), ('moderator', 'moderator'), ('owner', 'owner')], default='member', max_length=9)),
                ('is_waiting', models.BooleanField(default=False)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='annotations.group')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['group', 'joined_at'],
                'constraints': [models.UniqueConstraint(fields=('group', 'user'), name='membership_is_given_once')],
            },
        ),
        migrations.CreateModel(
            name='PersonalBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('blocked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'blocked'), name='block_is_set_once')],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sign', models.CharField(choices=[('agree', 'agree'), ('doubt', 'doubt'), ('thanks', 'thanks'), ('insight', 'good point')], max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('annotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reaction_rows', to='annotations.annotation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('annotation', 'user', 'sign'), name='reaction_is_given_once')],
            },
        ),
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(default=0)),
                ('key', models.CharField(max_length=10)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField(help_text='One past the last character.')),
                ('exact', models.TextField()),
                ('block', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='segments', to='reader.block')),
                ('placement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='segments', to='annotations.placement')),
            ],
            options={
                'ordering': ['placement', 'ordinal'],
                'indexes': [models.Index(fields=['block', 'start'], name='segment_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='segment_is_not_empty')],
            },
        ),
    ]
