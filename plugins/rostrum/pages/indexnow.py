"""The file by which search engines know that a key of IndexNow is the site's own."""

from __future__ import annotations

from dataclasses import dataclass

from rostrum.core.document import Document


def name_key_file(key: str) -> str:
    """Return the path of the file of a key (indexnow.org, documentation, "Verifying ownership")."""
    return f"{key}.txt"


@dataclass(frozen=True, slots=True)
class KeyFile(Document):
    """The file of a key: the key and nothing else."""

    key: str

    def write(self) -> bytes:
        """Return the file's bytes."""
        return self.key.encode()
