"""A small site, its cloud, and govcloud as a real process: what bad weather is tried on."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PASSPHRASE = "a passphrase for tests"
GOVCLOUD = Path(sys.executable).with_name("govcloud")


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        return json.loads(self.out)["result"]


@dataclass(frozen=True)
class Ground:
    """A site, and the environment in which commands find its cloud and its passphrase."""

    site: Path
    environment: dict[str, str]

    @property
    def state(self) -> Path:
        return self.site / ".govcloud" / "state" / ".pulumi"

    def run(self, command: str, *options: str, **environment: str) -> Ended:
        """Run `govcloud COMMAND SITE OPTIONS` to its end."""
        done = subprocess.run(
            [GOVCLOUD, command, self.site, *options],
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=280,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def started(self, command: str, *options: str) -> Iterator[subprocess.Popen[str]]:
        """Start it, and leave it running until the block ends."""
        with subprocess.Popen(
            [GOVCLOUD, command, self.site, *options],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def replace(self, old: str, new: str) -> None:
        """Change the site's file."""
        file = self.site / "site.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


def wait_for(process: subprocess.Popen[str], word: str, times: int = 1) -> None:
    """Read what the process says until a word has come up so many times."""
    assert process.stderr is not None
    seen, said = 0, []
    for line in process.stderr:
        said.append(line)
        seen += word in line
        if seen >= times:
            return
    text = "".join(said)
    raise AssertionError(f"{word!r} did not come up {times} times; exit code {process.wait()}:\n{text}")


def environment_of(home: Path, **more: str) -> dict[str, str]:
    """An environment that holds nothing of the developer's own, the official CLI included."""
    path = [part for part in os.environ["PATH"].split(os.pathsep) if not (Path(part) / "pulumi").exists()]
    return {
        "PATH": os.pathsep.join(path),
        "HOME": str(home),
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        **more,
    }
