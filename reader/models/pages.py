"""Public pages as readers get them, stored whole."""

from django.db import models


class StoredPage(models.Model):
    """One public page: its bytes, its version, and whether what it shows has changed since."""

    path = models.CharField(max_length=500, unique=True)
    version = models.PositiveBigIntegerField(default=1)
    build = models.CharField(max_length=16, help_text="The code that rendered it.")
    is_stale = models.BooleanField(default=False)
    etag = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    body = models.BinaryField()
    brotli = models.BinaryField()
    valid_until = models.DateTimeField(null=True, help_text="When something on it appears or ends.")
    rendered_at = models.DateTimeField()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path


class ShownFact(models.Model):
    """One thing that a stored page shows: when it changes, the page is stale."""

    page = models.ForeignKey(StoredPage, models.CASCADE, related_name="facts")
    fact = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["fact"], name="page_by_fact")]
        constraints = [models.UniqueConstraint(fields=["page", "fact"], name="fact_is_shown_once")]

    def __str__(self) -> str:
        return self.fact
