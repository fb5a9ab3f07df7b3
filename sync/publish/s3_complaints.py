"""What an S3 library complains of, as one sentence that says what to do."""

from __future__ import annotations

import re

from sync.errors import TargetError, TargetUnreachable
from sync.message import joined, say
from sync.publish.s3_manifest import REFUSED
from sync.publish.store import ACTS

_SENTENCES = {
    "NoSuchBucket": say("there is no bucket of this name. Make it, or correct `to` in [publish]"),
    "InvalidAccessKeyId": say("the access key is not known there. Check AWS_ACCESS_KEY_ID or key_file"),
    "SignatureDoesNotMatch": say("the secret key is wrong. Check AWS_SECRET_ACCESS_KEY or key_file"),
    "NotImplemented": say("the server lists no bucket as S3 does. Ask the provider for ListObjectsV2"),
    "RequestTimeTooSkewed": say("this machine's clock is wrong. Set it (timedatectl), then run again"),
    **dict.fromkeys(
        REFUSED,
        say(
            "somebody else wrote manifest.json while this run was at work, perhaps another machine. "
            "It was left as it is; the next run puts everything right"
        ),
    ),
    "QuotaExceeded": say("the quota is exceeded. Make room; the next run finishes"),
}


def _from_proxy(error: Exception, endpoint: str) -> bool:
    """Whether a proxy stands before the endpoint and this answer is its own: without TLS it answers in the server's
    place, and no server of S3 refuses without naming the request."""
    from requests.utils import get_environ_proxies

    if not endpoint.startswith("http://") or "http" not in get_environ_proxies(endpoint):
        return False
    return "x-amz-request-id" not in getattr(error, "response", {})["ResponseMetadata"].get("HTTPHeaders", {})


def explain(error: Exception, verb: str, location: str, bucket: str, endpoint: str = "") -> TargetError:
    """The library's error as one sentence that says what to do. Never shows a key."""
    import botocore.exceptions

    if isinstance(error, botocore.exceptions.NoCredentialsError | botocore.exceptions.PartialCredentialsError):
        return TargetError(
            say(
                "%(location)s: there is no key. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a credentials "
                "file as key_file in [publish]",
                location=location,
            )
        )
    detail = str(getattr(error, "kwargs", {}).get("error", ""))
    if "CERTIFICATE_VERIFY_FAILED" in detail:
        return TargetError(
            say(
                "%(location)s: the endpoint's certificate cannot be trusted. Nothing was sent. If the office's network "
                "looks into TLS, name its certificate as ca_file in [network] of dip.toml",
                location=location,
            )
        )
    code = error.response["Error"]["Code"] if isinstance(error, botocore.exceptions.ClientError) else ""
    refused = (
        re.search(r"\b40[37]\b[\w ]*", detail) if isinstance(error, botocore.exceptions.ProxyConnectionError) else None
    )
    if refused or code == "407" or (code == "403" and _from_proxy(error, endpoint)):
        return TargetError(
            say(
                "%(location)s: the proxy of the office's network lets us not through (%(said)s). Give its user and "
                "password in HTTPS_PROXY, or ask who runs it to allow this address",
                location=location, said=refused[0] if refused else code,
            )
        )  # fmt: skip
    if code in _SENTENCES:
        return TargetError(joined((location, _SENTENCES[code]), ": "))
    if code in {"AccessDenied", "403"}:
        return TargetError(
            say(
                "%(location)s: the key may not %(verb)s this bucket. Give it the right to list, read, write and "
                "delete there",
                location=location, verb=ACTS.get(verb, verb),
            )
        )  # fmt: skip
    if code and not code.startswith("5") and code not in {"SlowDown", "InternalError", "ServiceUnavailable"}:
        return TargetError(
            say(
                "%(location)s: the server refuses to %(verb)s %(bucket)s (%(code)s)",
                location=location, verb=ACTS.get(verb, verb), bucket=bucket, code=code,
            )
        )  # fmt: skip
    reason = code or type(error).__name__
    return TargetUnreachable(
        say(
            "%(location)s: the connection failed (%(reason)s). The visible site is whole; the next run finishes",
            location=location, reason=reason,
        )
    )  # fmt: skip
