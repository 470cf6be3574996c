"""Command lines run in this process; their output is kept apart by stream."""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from gcloud.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "ha-tinh"
SCHEMA = json.loads((ROOT / "docs" / "schema" / "output.schema.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Ran:
    """What a command line did."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The JSON document on stdout: exactly one, of the documented form."""
        document = json.loads(self.out)
        jsonschema.validate(document, SCHEMA)
        assert document["exit_code"] == self.code
        return document


@pytest.fixture
def govcloud(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run one command line: `govcloud("check", site, "--output", "json")`."""

    def call(*arguments: object) -> Ran:
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the example site, to be changed at will."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "ha-tinh", ignore=shutil.ignore_patterns(".govcloud")))


@pytest.fixture
def broken(site: Path) -> Path:
    """The example site with two mistakes in zones.yaml."""
    file = site / "zones.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("kind: dmz", "kind: dzm").replace("name: server", "nam: server"))
    return site


@pytest.fixture
def processor_seconds() -> Callable[..., float]:
    """The least processor time of several runs of a command line; a busy machine does not count."""

    def measure(*arguments: object) -> float:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        line = [sys.executable, "-c", "from gcloud.cli.main import main; main()", *map(str, arguments)]

        def once() -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(line, check=True, stdout=subprocess.DEVNULL, env=environment)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)

        return min(once() for _ in range(4))

    return measure
