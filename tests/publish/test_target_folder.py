"""A folder keeps what every target promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ownership_contract import OwnershipContract
from tests.places import FolderPlace
from tests.target_contract import TargetContract


class TestFolder(TargetContract, OwnershipContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> FolderPlace:
        return FolderPlace(tmp_path)
