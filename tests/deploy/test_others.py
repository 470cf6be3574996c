"""What other stacks told a stack is what counts of them: they may change in any other way."""

import os
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gcloud.deploy.location import Backend
from gcloud.deploy.memory import Memory
from gcloud.deploy.unchanged import Watch
from gcloud.deploy.wish import Wish
from gcloud.engine.state.paths import StackFiles
from tests.deploy.memory import Ground, Small
from tests.deploy.test_unchanged import settle

pytestmark = pytest.mark.process

USER = """
base = pulumi.StackReference("organization/base/s")
Net("b", cidr=base.require_output("cidr"))
"""


@dataclass
class One(Ground):
    """One of two stacks of a site, whose states are in one folder."""

    project: str = ""

    def __post_init__(self):
        self.site = self.folder / "site"
        self.site.mkdir(parents=True, exist_ok=True)

    @property
    def programs(self) -> Path:
        return self.folder / "programs" / self.project

    def program(self, text):
        self.programs.mkdir(parents=True, exist_ok=True)
        (self.programs / "__main__.py").write_text(f"import pulumi\nfrom tests.engine.mem import *\n{text}")
        time.sleep(0.06)  # older than what counts as being changed

    @property
    def target(self):
        backend = Backend((self.folder / "state").as_uri(), self.folder / "state")
        program = Small(self.project, "", ("mem",), self.programs)
        return replace(super().target, program=program, backend=backend)

    @property
    def files(self):
        return StackFiles.locate(self.folder / "state", self.project, "s")

    @property
    def standing(self):
        wish = Wish(self.site, engine="embedded", state=str(self.folder / "state"))
        return Watch(wish, os.environ).standing(self.project, "s")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Made once: what runs a program takes a process."""
    folder = tmp_path_factory.mktemp("others") / "it"
    with pytest.MonkeyPatch.context() as patch:
        settle(patch)
        base, user = One(folder, project="base"), One(folder, project="user")
        base.program('Net("a", cidr="10.0.0.0/24")\npulumi.export("cidr", "10.1.0.0/24")')
        base.up()
        user.program(USER)
        user.up()
    shutil.copytree(folder, folder.parent / "kept")
    return base, user


@pytest.fixture
def stacks(prepared, monkeypatch):
    """The stacks as they were made."""
    settle(monkeypatch)
    base, user = prepared
    shutil.rmtree(base.folder)
    shutil.copytree(base.folder.parent / "kept", base.folder)
    return base, user


def test_what_another_stack_does_without_changing_an_output_is_no_news(stacks):
    base, user = stacks
    before = base.files.checkpoint.read_bytes()
    base.program('Net("other", cidr="10.9.0.0/24")\npulumi.export("cidr", "10.1.0.0/24")')
    base.up()
    assert base.files.checkpoint.read_bytes() != before
    assert user.standing.unchanged


def test_another_output_is_news(stacks):
    base, user = stacks
    base.program('Net("a", cidr="10.0.0.0/24")\npulumi.export("cidr", "10.2.0.0/24")')
    base.up()
    assert user.standing.differs == "the outputs of base/s"


def test_what_a_run_has_told_that_is_not_over_yet_counts(stacks):
    base, user = stacks
    base.program('Net("a", cidr="10.3.0.0/24")\npulumi.export("cidr", "10.1.0.0/24")')
    with base.engine(changes=True) as engine:
        engine.up()
        assert user.standing.unchanged
    base.program('pulumi.export("cidr", "10.2.0.0/24")')
    with base.engine(changes=True) as engine:
        engine.up()
        assert user.standing.differs


def test_a_stack_that_is_gone_is_news(stacks):
    base, user = stacks
    base.files.checkpoint.unlink()
    assert user.standing.differs == "the outputs of base/s"


def test_who_was_told_a_secret_depends_on_the_whole_state(stacks):
    base, user = stacks
    told = 'pulumi.export("cidr", pulumi.Output.secret("10.1.0.0/24"))'
    base.program(told)
    base.up()
    user.up()
    assert user.standing.unchanged
    base.program(f'Net("another", cidr="10.9.0.0/24")\n{told}')
    base.up()
    assert user.standing.differs == "the outputs of base/s"


def test_what_is_kept_does_not_tell_what_was_told(stacks):
    _, user = stacks
    kept = Memory(user.site).recall("user", "s")
    assert set(kept.told) == {"base/s"}
    assert "10.1.0.0" not in str(kept)
