"""A folder keeps what every target promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.places import FolderPlace
from tests.target_contract import TargetContract


class TestFolder(TargetContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> FolderPlace:
        return FolderPlace(tmp_path)
