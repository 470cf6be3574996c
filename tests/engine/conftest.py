"""A fresh stack for each test."""

from pathlib import Path

import pytest

from tests.engine.stack import Stack


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    return Stack(tmp_path)
