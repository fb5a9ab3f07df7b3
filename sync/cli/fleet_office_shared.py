"""The same as `fleet_office`, for an office whose ledger is kept in a database: what that needs is imported, too."""

from __future__ import annotations

import gc

import psycopg
import zstandard

import sync.fence.guards
import sync.fence.postgres
from sync.cli.fleet_office import work

__all__ = ["psycopg", "sync", "work", "zstandard"]

gc.collect()
gc.freeze()
