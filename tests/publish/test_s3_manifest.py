"""Under which condition `manifest.json` is written into a bucket."""

from __future__ import annotations

import pytest

from sync.publish.s3_manifest import KnownManifest


def _never() -> bytes:
    raise AssertionError("asked for nothing")


def test_it_is_written_over_the_one_that_was_read_first_however_often_it_is_looked_at() -> None:
    known = KnownManifest()
    assert known.condition(b"new") == {}
    known.read('"1"', b"old")
    known.read('"2"', b"another machine's")
    assert known.condition(b"new") == {"IfMatch": '"1"'}
    known.written('"3"', b"new")
    assert known.condition(b"newer") == {"IfMatch": '"3"'}


def test_where_there_was_none_there_must_be_none() -> None:
    known = KnownManifest()
    known.read("", None)
    known.read('"2"', b"another machine's")
    assert known.condition(b"new") == {"IfNoneMatch": "*"}
    known.written("", None)  # removed by us
    assert known.condition(b"new") == {"IfNoneMatch": "*"}


def test_ours_is_known_again_though_the_answer_was_lost() -> None:
    known = KnownManifest()
    known.read('"1"', b"old")
    known.condition(b"new")
    known.read('"2"', b"new")
    assert known.condition(b"newer") == {"IfMatch": '"2"'}


@pytest.mark.parametrize("code", ["PreconditionFailed", "412", "ConditionalRequestConflict"])
def test_a_mark_that_a_proxy_changed_is_no_change(code: str) -> None:
    known = KnownManifest()
    known.read('"1-gzip"', b"old")
    assert known.may_go_on(code, lambda: b"old")
    assert not known.may_go_on(code, lambda: b"another machine's")


def test_any_other_refusal_is_told() -> None:
    known = KnownManifest()
    known.read("", None)
    assert known.may_go_on("NotImplemented", _never)
    assert not known.may_go_on("AccessDenied", _never)
    assert not known.may_go_on("PreconditionFailed", _never)
