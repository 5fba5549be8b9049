"""The rows. Import models from here, never from the files beside it."""

from annotations.models.tokens import AccessToken, digest_of

__all__ = ["AccessToken", "digest_of"]
