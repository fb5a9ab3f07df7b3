"""`manifest.json` in a bucket, which says what the site is: it is written over only while it is the one that was read.

A machine that stood still while another published is so refused by the bucket itself (`If-Match`, `If-None-Match`).
"""

from __future__ import annotations

from typing import Any

REFUSED = ("PreconditionFailed", "ConditionalRequestConflict", "412", "NoSuchKey")
"""What a provider says whose object is another by now, or gone."""
_UNABLE = ("NotImplemented", "501")
"""What one says that does not know conditions."""


class KnownManifest:
    """The manifest as this run first read it, or wrote it since. What it became by somebody else's hand is not known,
    however often it is looked at: a run that tries again decides by what it read at its beginning."""

    def __init__(self) -> None:
        self._looked = False
        self._tag = ""
        self._data: bytes | None = None
        self._sent: bytes | None = None

    def read(self, tag: str, data: bytes | None) -> None:
        """It was read; `data` is None where there is none."""
        if not self._looked or (data is not None and data == self._sent):  # ours, though the answer was lost
            self.written(tag, data)

    def written(self, tag: str, data: bytes | None) -> None:
        """It is this one now, by our own hand."""
        self._looked, self._tag, self._data = True, tag, data

    def condition(self, data: bytes) -> dict[str, str]:
        """Under which this one may be written; nothing, where nobody looked."""
        self._sent = data
        if not self._looked:
            return {}
        return {"IfNoneMatch": "*"} if self._data is None else {"IfMatch": self._tag}

    def may_go_on(self, code: str, there: Any) -> bool:
        """Whether it may be written without a condition: the provider knows none, or what is there is what was read
        although its mark is another (a proxy may change marks). `there` reads it."""
        return code in _UNABLE or (code in REFUSED and self._data is not None and there() == self._data)
