"""What git complains of, as sentences that say what to do."""

from __future__ import annotations

import re

from sync.errors import TargetError, TargetUnreachable
from sync.message import joined, say


class Moved(TargetError):
    """The branch is no longer where it was read."""


_MOVED = say("somebody else has moved the branch meanwhile; run again")
_SENTENCES = (
    ("host key verification failed", say(
        "the server shows another host key than the one pinned, or none is pinned. Nothing was sent. Ask whoever runs "
        "the server for its fingerprint; only if it is the right one, write it as host_key in [publish]")),
    ("permission denied (", say("the server does not let us in. Check the user in `to` and key_file")),
    ("too many authentication failures", say("the server does not let us in. Check the user in `to` and key_file")),
    ("does not appear to be a git repository", say("there is no such repository. Make it there, or correct `to`")),
    ("repository not found", say("there is no such repository, or we may not see it. Correct `to`, or add the key")),
    ("stale info", _MOVED),
    ("cannot lock ref", _MOVED),
    ("cannot run ssh", say("ssh is not installed (Debian: openssh-client)")),
    ("no space left", say("the disk is full. Make room; the next run finishes")),
    ("quota", say("the quota is exceeded. Make room; the next run finishes")),
    ("dubious ownership", say("the repository belongs to another user of this machine; make this user its owner")),
    ("permission denied", say("the repository cannot be written. Give this user the right to")),
    ("insufficient permission", say("the repository cannot be written. Give this user the right to")),
    ("protected branch", say("the branch is protected. Allow this key to replace it, or choose another")),
    ("denynonfastforwards", say("the server forbids replacing the branch. Allow it, or choose another")),
    ("bad line length", say(
        "the server prints something where git should answer: a login script, or an account without git. Ask whoever "
        "runs the server")),
    ("non-fast-forward", say("the server forbids replacing the branch. Allow it, or choose another")),
)  # fmt: skip


_CLOSED = re.compile(
    r".*(interactive git shell is not enabled|"
    r"account (is|has been) (currently )?(not available|disabled|suspended|locked)|"
    r"sftp connections only|does not provide shell access|git-(upload|receive)-pack['\"]?: .*not found|"
    r"command not allowed|unrecognized command '?git-|(rejected|denied) by .*shell).*", re.IGNORECASE,
)  # fmt: skip
"""The account opens no repository: nologin, a closed git shell, one for SFTP alone, none of git."""
_NO_RIGHT = re.compile(
    r".*(denied by (fallthru|refex|rule)|permission to \S+ denied|marked as read.only|not allowed to (push|upload)|"
    r"(project|repository) you were looking for could not be found|mis-spelled the reponame|"
    r"deploy key does not have|write access (to repository )?not granted|unauthorized).*", re.IGNORECASE,
)  # fmt: skip
"""What gitolite, GitHub, GitLab, Gitea and Bitbucket say to a key that may not."""


_PROGRESS = re.compile(
    r"^(remote: )?(Enumerating|Counting|Compressing|Receiving|Writing|Resolving|Unpacking|Updating|Total|Delta)\b.*\n?",
    re.MULTILINE,
)
"""How far it is, which is no reason why anything failed."""


def without_progress(text: str) -> str:
    """What git prints on stderr besides how far it is."""
    return _PROGRESS.sub("", text.replace("\r", "\n"))


def _closed(location: str, said: str) -> str:
    return say(
        "%(location)s: the account is closed to git (%(said)s). Ask whoever runs the server for an account that may "
        "use git, and write it in `to`",
        location=location, said=said,
    )  # fmt: skip


def _without_right(location: str, said: str) -> str:
    return say(
        "%(location)s: this key may not write there (%(said)s). Give it the right to, or correct `to`",
        location=location, said=said,
    )  # fmt: skip


def damage(location: str, name: str) -> str:
    """That our own copy of the branch was damaged: all it held can be fetched again."""
    return say("%(location)s: %(name)s was damaged and has been removed; run again", location=location, name=name)


def explain(complaint: str, location: str) -> TargetError:
    """What git prints on stderr, as one sentence that says what to do."""
    folded = complaint.lower()
    for pattern, refused in ((_CLOSED, _closed), (_NO_RIGHT, _without_right)):
        if found := pattern.search(complaint):
            return TargetError(refused(location, found[0].strip().removeprefix("remote:").strip()[:200]))
    for words, sentence in _SENTENCES:
        if words in folded:
            return (Moved if sentence is _MOVED else TargetError)(joined((location, sentence), ": "))
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    if lines and lines[0].startswith("fatal: Could not read from remote repository"):
        return TargetError(_closed(location, say("it ended without a word")))
    if "hook declined" in folded:
        refusal = " ".join(line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:"))[:200]
        return TargetError(
            say(
                "%(location)s: the server's rules refuse the push (%(said)s). Do what they ask, or let this key "
                "replace the branch",
                location=location, said=refusal or "hook declined",
            )
        )  # fmt: skip
    parts = {"location": location, "reason": lines[0][:200] if lines else "git ended without a word"}
    return TargetUnreachable(
        say(
            "%(location)s: git could not finish (%(reason)s). The visible site is whole; the next run finishes", **parts
        )
    )
