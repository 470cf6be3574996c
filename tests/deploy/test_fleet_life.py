"""Three stacks of one site, real engines on a cloud in memory: a change runs what depends on it, no more."""

import os
import time
from dataclasses import replace

import pytest

from gcloud.deploy.fleet import Fleet
from gcloud.deploy.members import Member
from gcloud.deploy.unchanged import Watch
from gcloud.deploy.wish import Wish
from tests.deploy.memory import Ground, Small
from tests.deploy.test_unchanged import settle

pytestmark = pytest.mark.process

READS = """
from pathlib import Path
text = Path({file!r}).read_text()
Net("net", name="{name}", label=text)
pulumi.export("label", text)
"""
REFERS = """
base = pulumi.StackReference("organization/base/s")
Net("net", name="refers", label=base.require_output("label"))
"""
AFTER = {"refers": ("base",)}


class Part(Ground):
    """One of the stacks; its site, state and cloud are those of all."""

    def __init__(self, project, whole):
        super().__init__(whole.folder / project, cloud=whole.cloud)
        self.project, self.site = project, whole.site

    @property
    def target(self):
        made = super().target
        return replace(made, program=Small(self.project, "", ("mem",), made.program.folder))


class Site:
    def __init__(self, folder):
        self.whole = Ground(folder)
        self.parts = {name: Part(name, self.whole) for name in ("base", "refers", "alone")}
        for name in ("base", "alone"):
            self.write(name, "one")
            self.parts[name].program(READS.format(file=str(self.whole.site / name), name=name))
        self.parts["refers"].program(REFERS)

    def write(self, name, text):
        (self.whole.site / name).write_text(text)
        time.sleep(0.06)  # older than what counts as being changed

    def differing(self):
        wish = Wish(self.whole.site, engine="embedded", state=str(self.parts["base"].target.backend.folder))
        return [name for name in self.parts if Watch(wish, os.environ).standing(name, "s").unchanged is None]

    def up(self, *names):
        members = [
            Member(name, "s", self.parts[name].engine(changes=True), AFTER.get(name, ())) for name in names
        ]
        with Fleet(members, name="embedded", version="1") as together:
            planned = together.preview()
            assert planned.failed == ()
            return planned, together.up()

    def labels(self):
        return {item["name"]: item["label"] for item in self.whole.cloud.objects.values()}


@pytest.fixture
def site(tmp_path, monkeypatch):
    settle(monkeypatch)
    return Site(tmp_path)


def test_a_change_runs_the_stacks_that_depend_on_it_and_what_needs_them_follows_at_once(site):
    planned, done = site.up("base", "refers", "alone")
    assert (planned.counts["create"], done.failed, done.finished) == (2, (), 3)
    assert "refers/s is planned when what it needs is up" in planned.warnings[0].text
    assert site.labels() == {"base": "one", "refers": "one", "alone": "one"}
    assert site.differing() == []

    site.write("alone", "two")
    assert site.differing() == ["alone"]
    assert site.up("alone")[1].counts == {"update": 1}

    site.write("base", "two")
    assert site.differing() == ["base"]
    planned, done = site.up("base", "refers")
    assert planned.counts == {"update": 1, "same": 1}
    assert done.finished == 2
    assert site.labels() == {"base": "two", "refers": "two", "alone": "two"}
    assert site.differing() == []
