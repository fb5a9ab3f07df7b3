"""`s3://bucket/prefix`: a bucket of Amazon or of any provider that speaks its protocol (`endpoint`).

An object appears whole or not at all, so nothing is staged. One listing shows everything that is there. Keys come from
where the provider's own tools find them: the environment, or a credentials file (`key_file`).
"""

from __future__ import annotations

import base64
import configparser
import hashlib
import mimetypes
import os
import tempfile
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar

from sync.certificates import bundle_with
from sync.errors import TargetError
from sync.message import say
from sync.publish.s3_complaints import explain
from sync.publish.s3_manifest import KnownManifest
from sync.publish.secret import text_of
from sync.publish.steps import folders_above
from sync.publish.store import GARBLED, SAMPLED, Done, FileInfo
from sync.settings.target_address import Address
from sync.site.manifest import MANIFEST
from sync.time_limit import seconds_for, within

AT_ONCE = 8
SECONDS = 30
"""From one byte of an answer to the next."""
ANSWER = 120.0
"""Seconds for a whole answer."""
TEXTS = ("text/", "application/json", "application/xml", "image/svg")
MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
NO_CONTENT = 204
KEYS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")

Result = TypeVar("Result")


@dataclass(frozen=True)
class S3Access:
    """`endpoint` is empty for Amazon; `key_file` is a credentials file. `ca_file` verifies the endpoint; without it the
    known authorities do, and those of the office's `network`."""

    endpoint: str = ""
    key_file: Path | None = None
    ca_file: Path | None = None
    network: Path | None = None


class S3Store:
    """A `Store`. There are no folders but in the names of keys."""

    direct = True
    share = SAMPLED

    def __init__(self, address: Address, access: S3Access) -> None:
        self.location = address.location
        self._bucket, self._access = address.host, access
        self._prefix = f"{address.path.strip('/')}/".lstrip("/")
        self._known_client: Any = None
        self._trusted: IO[bytes] | None = None
        self._listed: dict[str, FileInfo] | None = None
        self._manifest = KnownManifest()

    def look(self, paths: Collection[str]) -> dict[str, FileInfo]:
        objects = self._objects()
        folders = {folder for path in objects for folder in folders_above(path)} | {""}
        files = {path: objects[path] for path in paths if path in objects}
        return {path: FileInfo("folder") for path in paths if path in folders} | files

    def list_folders(self, folders: Collection[str]) -> dict[str, dict[str, FileInfo]]:
        listed: dict[str, dict[str, FileInfo]] = {}
        for path, info in self._objects().items():
            for folder in ("", *folders_above(path)):
                rest = path.removeprefix(f"{folder}/") if folder else path
                name, below, _ = rest.partition("/")
                if folder in folders:
                    listed.setdefault(folder, {})[name] = FileInfo("folder") if below else info
        return listed

    def read(self, paths: Collection[str]) -> dict[str, bytes]:
        asked = list(paths)
        contents = self._do("read", lambda client: self._each(asked, lambda path: self._read(client, path)))
        return {path: data for path, data in zip(asked, contents, strict=True) if data is not None}

    def write(self, files: Mapping[str, bytes], done: Done) -> None:
        def put(client: Any, path: str) -> None:
            if path == MANIFEST:
                self._put_manifest(client, files[path])
            else:
                self._put(client, path, files[path])
            done()

        def limit(path: str) -> float:
            return seconds_for(len(files[path]))

        self._listed = None
        self._do("write to", lambda client: self._each(files, lambda path: put(client, path), limit))

    def _put(self, client: Any, path: str, data: bytes, **condition: str) -> str:
        """Write an object. Returns its tag."""
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        charset = "; charset=utf-8" if kind.startswith(TEXTS) else ""
        answer = client.put_object(
            Bucket=self._bucket, Key=self._prefix + path, Body=data, ContentType=kind + charset, ContentMD5=_md5(data),
            CacheControl="no-cache" if path.endswith((".html", ".json")) else "max-age=300", **condition,
        )  # fmt: skip
        return str(answer.get("ETag", ""))

    def _put_manifest(self, client: Any, data: bytes) -> None:
        """Only over the one that this run read, where the provider knows conditions."""
        from botocore.exceptions import ClientError

        condition = self._manifest.condition(data)
        try:
            tag = self._put(client, MANIFEST, data, **condition)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if not condition or not self._manifest.may_go_on(code, lambda: self._get(client, MANIFEST)[0]):
                raise
            tag = self._put(client, MANIFEST, data)
        self._manifest.written(tag, data)

    def move(self, pairs: Sequence[tuple[str, str]]) -> None:
        raise NotImplementedError("objects are written in their place")

    def make_folders(self, folders: Sequence[str]) -> None:
        """Nothing to do."""

    def remove(self, paths: Collection[str], folders: Sequence[str]) -> None:  # noqa: ARG002
        def drop(client: Any, path: str) -> None:
            client.delete_object(Bucket=self._bucket, Key=self._prefix + path)
            if path == MANIFEST:
                self._manifest.written("", None)

        self._listed = None
        self._do("remove files from", lambda client: self._each(paths, lambda path: drop(client, path)))

    def close(self) -> None:
        self._listed = None
        if self._known_client is not None:
            self._known_client.close()
            self._known_client = None
        if self._trusted is not None:
            self._trusted.close()
            self._trusted = None

    def _bundle(self) -> str | None:
        """A file of the certificates to trust, for as long as the store is there: this library takes no other kind."""
        if self._access.network is None:
            return None
        self._trusted = tempfile.NamedTemporaryFile(prefix="dip-", suffix=".pem")  # noqa: SIM115  `close` removes it
        self._trusted.write(bundle_with(self._access.network))
        self._trusted.flush()
        return self._trusted.name

    def _objects(self) -> dict[str, FileInfo]:
        """Everything that is there. Several questions in a row, without a change of ours between, cost one listing."""
        if self._listed is None:
            self._listed = self._do("list", lambda client: within(ANSWER, lambda: self._list(client)))
        return self._listed

    def _list(self, client: Any) -> dict[str, FileInfo]:
        """Raises `TargetError` if the server gives less than everything: what is missing there would be taken for
        gone."""
        from botocore.exceptions import PaginationError

        try:
            pages = list(client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix))
        except PaginationError:
            raise self._not_whole() from None
        if not all("IsTruncated" in page for page in pages):
            raise ConnectionError("the answer is no listing")
        if pages[-1]["IsTruncated"]:
            raise self._not_whole()
        return {
            item["Key"].removeprefix(self._prefix): FileInfo("file", item["Size"], item["ETag"])
            for page in pages
            for item in page.get("Contents", ())
            if item["Key"].startswith(self._prefix) and not item["Key"].endswith("/")
        }

    def _not_whole(self) -> TargetError:
        return TargetError(
            say(
                "%(location)s: the server says that its listing goes on, and does not say where: it may know version 1 "
                "of listings alone. Nothing can be published to it. Ask the provider for ListObjectsV2",
                location=self.location,
            )
        )

    def _read(self, client: Any, path: str) -> bytes | None:
        data, tag = self._get(client, path)
        if path == MANIFEST:
            self._manifest.read(tag, data)
        return data

    def _get(self, client: Any, path: str) -> tuple[bytes | None, str]:
        """What an object holds, and its tag; None where there is none."""
        import botocore.exceptions

        try:
            answer = client.get_object(Bucket=self._bucket, Key=self._prefix + path)
            with closing(answer["Body"]) as body:
                return body.read(), str(answer.get("ETag", ""))
        except botocore.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in MISSING:
                raise
            return None, ""

    def _each(
        self, items: Iterable[str], work: Callable[[str], Result], limit: Callable[[str], float] = lambda _: ANSWER
    ) -> list[Result]:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            jobs = [pool.submit(within, limit(item), partial(work, item)) for item in items]
            try:
                return [job.result() for job in jobs]
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _do(self, verb: str, work: Callable[[Any], Result]) -> Result:
        try:
            import boto3
            import botocore.exceptions
            from botocore.parsers import ResponseParserError
        except ImportError:
            raise TargetError(say("publishing by s3:// needs one more package: pip install 'dip-sync[s3]'")) from None
        foreign = (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError, ResponseParserError, OSError)
        try:
            with warnings.catch_warnings():
                # The parser warns of a truncated date; the truncated answer is raised as an error below.
                warnings.simplefilter("ignore", RuntimeWarning)
                if self._known_client is None:
                    self._known_client = _client(boto3, self._access, self._bundle())
                return work(self._known_client)
        except (*foreign, *GARBLED) as error:
            raise explain(error, verb, self.location, self._bucket, self._access.endpoint) from error


def _md5(data: bytes) -> str:
    """What lets a server refuse a file that did not arrive whole: it is signed together with the request."""
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def _keys(path: Path) -> dict[str, str]:
    """What a credentials file says of the profile in use. Raises `TargetError` if it is none."""
    profile, file = os.environ.get("AWS_PROFILE", "default"), configparser.RawConfigParser(strict=False)
    with suppress(configparser.Error):
        file.read_string(text_of(path.read_bytes()))
    keys = {name: file.get(profile, name, fallback="") for name in KEYS}
    if not (keys["aws_access_key_id"] and keys["aws_secret_access_key"]):
        raise TargetError(
            say(
                "key_file %(name)s is no credentials file that can be used: it needs a line [%(profile)s], and below "
                "it aws_access_key_id = … and aws_secret_access_key = …",
                name=path.name, profile=profile,
            )
        )  # fmt: skip
    return {name: text for name, text in keys.items() if text}


def _client(boto3: Any, access: S3Access, bundle: str | None) -> Any:
    """`bundle` is a file of the certificates to trust; None: those that the library knows."""
    from botocore.config import Config
    from botocore.session import Session

    session, keys = Session(), _keys(access.key_file) if access.key_file else {}
    # Retries are made by StoreTarget, which first looks at what is there.
    config = Config(
        retries={"total_max_attempts": 1}, connect_timeout=SECONDS, read_timeout=SECONDS,
        max_pool_connections=AT_ONCE, request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )  # fmt: skip
    region = session.get_config_variable("region") or "us-east-1"
    client = boto3.Session(botocore_session=session, region_name=region, **keys).client(
        "s3", endpoint_url=access.endpoint or None, config=config,
        verify=str(access.ca_file or "") or bundle,
    )  # fmt: skip
    client.meta.events.register("before-parse.s3", _refuse_half)
    client.meta.events.register_last("before-call.s3", _expect_nothing)
    return client


def _expect_nothing(params: Mapping[str, Any], **_: Any) -> None:
    """Send a file without asking first whether it is wanted: where the connection ends within the headers of the answer
    (`100 Continue`), the library reads on for ever."""
    params["headers"].pop("Expect", None)


def _refuse_half(response_dict: Mapping[str, Any], **_: Any) -> None:
    """Raise `ConnectionError` for an answer without a length: it was cut within its headers, and would be taken for an
    empty listing or file."""
    headers, status = response_dict["headers"], response_dict["status_code"]
    has_length = "Content-Length" in headers or headers.get("Transfer-Encoding", "").lower() == "chunked"
    if not has_length and status != NO_CONTENT:
        if hasattr(response_dict["body"], "close"):
            response_dict["body"].close()
        raise ConnectionError("the answer ends within its headers")
