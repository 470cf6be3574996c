"""The official CLI takes what is done to a state here: exports, imports, edits, another passphrase."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gcloud.deploy.custody import Custody
from gcloud.deploy.exchange import arrival, exported, taken_in
from gcloud.deploy.location import Backend
from gcloud.deploy.official import OfficialEngine
from gcloud.deploy.rotate import rotate
from gcloud.deploy.stacks import StackProgram
from gcloud.deploy.target import Target
from gcloud.engine.state import stackfile
from gcloud.engine.state.edit import remove
from gcloud.engine.state.find import find
from gcloud.engine.state.integrity import problems
from gcloud.engine.state.rename import rename
from gcloud.engine.state.stackfile import StackFile
from tests.deploy.test_official import DATA, Things

pytestmark = [
    pytest.mark.official,
    pytest.mark.skipif(shutil.which("pulumi") is None, reason="no official pulumi CLI on PATH: not run"),
]

OLD, NEW = "planted-old", "planted-new"


class Ground:
    """A stack of two things that the official CLI has made, with a secret in its configuration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program: StackProgram = Things(
            "things", "", ("pulumi-python",), Path(shutil.copytree(DATA, folder / "program"))
        )
        assert OfficialEngine(self.target, OLD).up().counts == {"create": 2}
        self.pulumi(OLD, "config", "set", "--secret", "things:token", "planted-token")

    @property
    def target(self) -> Target:
        state, workspace = self.folder / "state", self.folder / ".govcloud" / "pulumi"
        own = stackfile.read(stackfile.path_of(workspace, "s"), "things")
        return Target(
            site=self.folder,
            program=self.program,
            stack="s",
            backend=Backend(state.as_uri(), state),
            workspace=workspace,
            settings=StackFile(own.salt, {**own.config, "things:site": str(self.folder)}),
        )

    def custody(self, passphrase: str) -> Custody:
        return Custody(self.target, 10, {"PULUMI_CONFIG_PASSPHRASE": passphrase})

    def pulumi(self, passphrase: str, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            ["pulumi", *arguments, "--stack", "s", "--non-interactive"],  # noqa: S607 - whichever is on PATH
            cwd=self.folder / ".govcloud" / "pulumi",
            env=os.environ
            | {
                "PULUMI_BACKEND_URL": self.target.backend.url,
                "PULUMI_CONFIG_PASSPHRASE": passphrase,
                "PULUMI_SKIP_UPDATE_CHECK": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode == 0) == (code == 0), done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    return Ground(tmp_path_factory.mktemp("official"))


def test_both_export_the_same(ground):
    theirs = json.loads(ground.pulumi(OLD, "stack", "export"))
    ours = exported(ground.custody(OLD), show_secrets=False)
    for document in (ours, theirs):
        del document["deployment"]["manifest"]  # who wrote it, and when
    assert ours == theirs


def test_the_official_cli_imports_what_ours_exports_and_the_reverse(ground, tmp_path):
    file = tmp_path / "state.json"
    file.write_text(json.dumps(exported(ground.custody(OLD), show_secrets=True)))
    ground.pulumi(OLD, "stack", "import", "--file", str(file))
    assert OfficialEngine(ground.target, OLD).preview().counts == {"same": 2}
    kept = ground.custody(OLD)
    found = arrival(kept, ground.pulumi(OLD, "stack", "export").encode(), None)
    assert found.gone == ()
    taken_in(kept, found.content, "import", "back", len(found.resources))
    assert OfficialEngine(ground.target, OLD).preview().counts == {"same": 2}
    assert "planted" not in (ground.folder / "state/.pulumi/stacks/things/s.json").read_text()


def test_the_official_cli_goes_on_from_an_edited_state(ground):
    kept = ground.custody(OLD)
    with kept.held() as store:
        before = store.snapshot()
        [first, second] = [one for one in before if one.type.startswith("pulumi-python")]
        renamed = rename(before, first.urn, name="by another name")
        kept.save(store, remove(renamed, find(renamed, second.urn)).kept, "rename", "edited", 2)
        assert problems(store.snapshot()) == ()
    counts = OfficialEngine(ground.target, OLD).preview().counts
    assert counts == {"create": 2, "delete": 1}
    with kept.held() as store:
        kept.save(store, before, "repair", "put back", 2)
    assert OfficialEngine(ground.target, OLD).preview().counts == {"same": 2}


def test_the_official_cli_opens_all_of_it_with_the_new_passphrase(ground):
    done = rotate(ground.custody(OLD), NEW, copies=True)
    assert done.left == {}
    ground.pulumi(OLD, "stack", "export", "--show-secrets", code=1)
    assert ground.pulumi(NEW, "config", "get", "things:token").strip() == "planted-token"
    assert OfficialEngine(ground.target, NEW).preview().counts == {"same": 2}
    assert "rotate" in ground.pulumi(NEW, "stack", "history")
    assert OfficialEngine(ground.target, NEW).destroy().counts == {"delete": 2}
