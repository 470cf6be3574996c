"""A fresh stack for each test."""

from pathlib import Path

import pytest

from gcloud.engine.state import secrets
from tests.engine.stack import Stack


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stack:
    # The price of guessing a passphrase, a quarter of a second a run, is tested elsewhere.
    monkeypatch.setattr(secrets, "ITERATIONS", 1)
    return Stack(tmp_path)
