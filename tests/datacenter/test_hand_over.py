"""One state, two engines: what ours made, the official CLI finds as it should be, and the reverse."""

import json
import shutil
import subprocess

import pytest

from tests.datacenter.conftest import ROOT

pytestmark = [
    pytest.mark.official,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="no official pulumi CLI on PATH: not run"),
]


@pytest.fixture(scope="module")
def province(provinces):
    return provinces()


@pytest.fixture(scope="module")
def official(province, tmp_path_factory):
    """Runs the official CLI on the same state, in a copy of the folder: it writes its settings there."""
    folder = tmp_path_factory.mktemp("stack")
    shutil.copy(ROOT / "stacks" / "datacenter" / "Pulumi.yaml", folder)
    shutil.copy(ROOT / "stacks" / "datacenter" / "__main__.py", folder)
    (folder / "Pulumi.ha-tinh.yaml").write_text(f"config:\n  datacenter:site: {province.site}\n")
    bin_folder = ROOT / ".venv" / "bin"
    environment = province.environment | {
        "PATH": f"{bin_folder}:{province.environment['PATH']}",
        "VIRTUAL_ENV": str(bin_folder.parent),
        "PULUMI_BACKEND_URL": f"file://{province.site}/.govcloud/state",
        "PULUMI_SKIP_UPDATE_CHECK": "1",
    }

    def run(*arguments: str) -> dict[str, int]:
        done = subprocess.run(
            ["pulumi", *arguments, "--stack", "ha-tinh", "--non-interactive", "--json"],  # noqa: S607 - whichever is on PATH
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return _counts(done.stdout)

    return run


def _counts(text: str) -> dict[str, int]:
    """Resource counts from a preview's one document, or from the events of another operation."""
    if text.startswith("{\n"):
        return json.loads(text)["changeSummary"]
    events = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    (summary,) = [event["summaryEvent"] for event in events if "summaryEvent" in event]
    return summary["resourceChanges"]


def test_after_ours_the_official_engine_plans_nothing(province, official):
    province.command("up", str(province.site), "--engine", "embedded", "--yes")
    assert official("preview").keys() == {"same"}


def test_a_refresh_by_the_official_engine_finds_nothing_changed(official):
    assert official("refresh", "--yes", "--skip-preview").keys() == {"same"}


def test_after_the_official_refresh_ours_plans_nothing(province):
    counts = province.command("plan", str(province.site), "--engine", "embedded")["plan"]["counts"]
    assert {kind for kind, count in counts.items() if count} == {"same"}


def test_what_ours_made_the_official_engine_destroys(province, official):
    before = province.estate()
    assert any(before.counts().values())
    assert official("destroy", "--yes", "--skip-preview").keys() == {"delete"}
    assert not any(province.estate().counts().values())


def test_what_the_official_engine_made_ours_finds_as_it_should_be(province, official):
    official("up", "--yes", "--skip-preview")
    counts = province.command("plan", str(province.site), "--engine", "embedded")["plan"]["counts"]
    assert {kind for kind, count in counts.items() if count} == {"same"}
    province.command("down", str(province.site), "--engine", "embedded", "--yes")
    assert not any(province.estate().counts().values())
