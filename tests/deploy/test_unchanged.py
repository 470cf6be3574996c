"""A stack of which nothing has changed is not run; the least change, or a doubt, and it is."""

import copy
import os
import re
import shutil
import time
from dataclasses import replace

import pytest

from gcloud.deploy import roster, surroundings
from gcloud.deploy.memory import Due, Memory
from gcloud.deploy.unchanged import Watch, all_unchanged
from gcloud.deploy.wish import Wish
from gcloud.engine.scope import Scope
from gcloud.engine.state import secrets
from tests.deploy.memory import Ground

pytestmark = pytest.mark.process

PROGRAM = """
from pathlib import Path
site = Path({site!r})
Net("a", cidr=(site / "a.txt").read_text())
Net("b", label=str(sorted(entry.name for entry in (site / "zones").iterdir())))
"""


def settle(patch):
    """Make the tests quick, and keep pytest's own variable, another in each test, out of what counts."""
    patch.setattr(secrets, "ITERATIONS", 10)
    patch.setattr(surroundings, "VOLATILE", re.compile(f"{surroundings.VOLATILE.pattern}|PYTEST_.*"))


class Estate(Ground):
    """A stack whose program reads a file and lists a folder of its site."""

    def prepare(self):
        (self.site / "zones").mkdir()
        (self.site / "a.txt").write_text("10.0.0.0/24")
        (self.site / "zones" / "dmz").write_text("")
        self.program(PROGRAM.format(site=str(self.site)))
        time.sleep(0.06)  # older than what counts as being changed
        self.up()

    def standing(self, **variables):
        return Watch(self.wish, {**os.environ, **variables}).standing("small", "s")

    @property
    def unchanged(self):
        return self.standing().unchanged is not None

    @property
    def wish(self):
        return Wish(self.site, engine="embedded", state=str(self.target.backend.folder))

    def plan(self, scope=Scope()):  # noqa: B008 - frozen
        with self.engine(changes=False) as engine:
            return engine.preview(scope=scope)

    def behind_our_back(self):
        net = next(item for item in self.cloud.objects.values() if str(item["name"]).startswith("b"))
        net["label"] = "changed by hand"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Made once: what runs a program takes a process."""
    folder = tmp_path_factory.mktemp("unchanged")
    with pytest.MonkeyPatch.context() as patch:
        settle(patch)
        estate = Estate(folder / "it")
        estate.prepare()
    shutil.copytree(folder / "it", folder / "kept")
    return estate, folder / "kept", copy.deepcopy(estate.cloud.objects)


@pytest.fixture
def estate(prepared, monkeypatch):
    """The stack as it was made; copied, so that content and not time is what is the same."""
    settle(monkeypatch)
    made, kept, objects = prepared
    shutil.rmtree(made.folder)
    shutil.copytree(kept, made.folder)
    made.cloud.objects = copy.deepcopy(objects)
    return made


def test_a_stack_of_which_nothing_has_changed_can_be_left_alone(estate):
    found = estate.standing().unchanged
    assert (found.project, found.stack, found.resources) == ("small", "s", 2)
    assert found.since.startswith("20")


CHANGES = {
    "a file that the program read": lambda it: (it.site / "a.txt").write_text("10.1.0.0/24"),
    "a new file in a folder that it listed": lambda it: (it.site / "zones" / "edge").write_text(""),
    "a file that is gone from there": lambda it: (it.site / "zones" / "dmz").unlink(),
    "the program": lambda it: it.program("Net('a')"),
    "a module that comes before another": lambda it: (it.target.program.folder / "pathlib.py").write_text(""),
    "the state": lambda it: (it.state_file).write_bytes(it.state_file.read_bytes() + b"\n"),
    "a state that is gone": lambda it: it.state_file.unlink(),
    "a journal that is gone": lambda it: it.journal.unlink(),
    "a journal with something in it": lambda it: it.journal.write_bytes(it.journal.read_bytes() + b"{}\n"),
    "the stack's settings": lambda it: (it.target.program.folder / "Pulumi.s.yaml").write_text("config: {}"),
    "the key": lambda it: (it.site / ".govcloud/fingerprints/key").write_bytes(b"o" * 32),
    "a fingerprint that is damaged": lambda it: it.print_file.write_text('{"form": 1'),
    "a fingerprint of another version": lambda it: it.print_file.write_text('{"form": 99}'),
}
Estate.state_file = property(lambda self: self.target.backend.folder / ".pulumi/stacks/small/s.json")
Estate.journal = property(lambda self: self.target.backend.folder / ".pulumi/govcloud/small/s.journal")
Estate.print_file = property(lambda self: self.site / ".govcloud/fingerprints/small/s.json")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_the_stack_is_run(estate, change):
    change(estate)
    assert not estate.unchanged


@pytest.mark.parametrize(
    "change",
    [
        lambda it: (it.site / "a.txt").touch(),
        lambda it: (it.site / "elsewhere.txt").write_text("what the program does not look at"),
        lambda it: (it.site / "zones" / "dmz").write_text("listed, not read"),
    ],
)
def test_what_the_program_does_not_depend_on_may_change(estate, change):
    change(estate)
    assert estate.unchanged


def test_another_environment_state_or_engine_is_another_stack(estate):
    assert not estate.standing(SOMETHING="else").unchanged
    assert not estate.standing(PULUMI_CONFIG_PASSPHRASE="another").unchanged
    assert estate.standing(SHLVL="7", PWD="/").unchanged
    other = replace(estate.wish, state="/elsewhere")
    assert not Watch(other, os.environ).standing("small", "s").unchanged
    assert not Watch(replace(estate.wish, engine="pulumi"), os.environ).standing("small", "s").unchanged


def test_nothing_that_is_kept_tells_a_value_and_only_its_owner_can_read_it(estate):
    folder = estate.site / ".govcloud" / "fingerprints"
    for file in (folder / "key", estate.print_file):
        assert file.stat().st_mode & 0o077 == 0
    assert "10.0.0.0" not in estate.print_file.read_text()


def test_drift_that_was_found_is_mended_by_the_next_plain_up(estate):
    estate.behind_our_back()
    with estate.engine(changes=False) as engine:
        assert [one.kind for one in engine.drift().drifted] == ["changed"]
    assert "drift" in estate.standing().due
    assert estate.up().counts == {"update": 1, "same": 1}
    assert estate.unchanged


def test_a_verified_plan_that_found_something_makes_the_next_plain_up_look_too(estate):
    estate.behind_our_back()
    assert estate.plan(Scope(verify=True)).counts == {"update": 1, "same": 1}
    assert estate.standing().due
    assert estate.plan().pending == 1


def test_where_nothing_drifted_nothing_is_due(estate):
    with estate.engine(changes=False) as engine:
        assert engine.drift().drifted == ()
    assert estate.unchanged


def test_a_refresh_takes_over_what_it_finds_and_the_next_up_runs(estate):
    estate.behind_our_back()
    with estate.engine(changes=True) as engine:
        engine.refresh()
    assert (estate.unchanged, estate.standing().due) == (False, "")
    assert estate.up().counts == {"update": 1, "same": 1}


def test_a_run_of_a_part_is_no_run_of_the_whole(estate):
    (estate.site / "a.txt").write_text("10.1.0.0/24")
    with estate.engine(changes=True) as engine:
        engine.up(scope=Scope(targets=("b",)))
    assert not estate.unchanged
    (estate.site / "a.txt").write_text("10.0.0.0/24")
    assert not estate.unchanged


def test_a_run_that_fails_leaves_nothing_to_go_by(estate):
    estate.program("Net('a')\nraise ValueError('no')")
    assert estate.up().failed
    assert Memory(estate.site).recall("small", "s") is None


def test_an_up_that_had_nothing_to_do_is_a_success_too(estate):
    Memory(estate.site).remember("small", "s", None)
    with estate.engine(changes=True) as engine:
        assert engine.preview().nothing_to_do
    assert estate.standing().differs == ""
    assert estate.unchanged


def test_a_plan_is_no_success(estate):
    Memory(estate.site).remember("small", "s", None)
    assert estate.plan().nothing_to_do
    assert not estate.unchanged


def test_that_a_look_is_due_outlives_a_run_that_fails(estate):
    Memory(estate.site).remember("small", "s", Due("drift"))
    estate.program("raise ValueError('no')")
    assert estate.up().failed
    assert estate.standing().due == "drift"


def test_what_surrounds_a_run_must_stay_while_it_runs(estate, monkeypatch):
    (estate.site / "a.txt").write_text("10.1.0.0/24")
    time.sleep(0.06)
    with estate.engine(changes=True) as engine:
        engine.up()
        monkeypatch.setenv("OS_CLOUD", "another")
    assert "changed during the run" in estate.standing().differs


def test_a_program_that_starts_another_is_run_each_time(estate):
    estate.program("import subprocess\nNet('a', label=subprocess.check_output(['date'], text=True)[:3])")
    estate.up()
    assert estate.standing().differs == "it starts another program"
    heard = []
    with estate.engine(changes=False) as engine:
        engine.preview(heard.append)
    assert "The last up left no fingerprint: it starts another program." in [
        getattr(event, "text", "") for event in heard
    ]


class TestSite:
    """All stacks of a site together, as `plan` and `up` ask for them."""

    @pytest.fixture
    def site(self, estate):
        time.sleep(0.06)
        roster.keep(Memory(estate.site), roster.site_marks(estate.site), [("small", "s")])
        return estate

    def test_a_site_of_which_nothing_has_changed(self, site):
        [stack] = all_unchanged(site.wish)
        assert (stack.project, stack.stack) == ("small", "s")

    @pytest.mark.parametrize(
        "change",
        [
            lambda it: it.file.write_text("name: small # a remark\n"),
            lambda it: (it.site / "new.yaml").write_text(""),
            lambda it: (it.site / "a.txt").write_text("10.1.0.0/24"),
            lambda it: (it.site / "a.txt").unlink(),
            lambda it: Memory(it.site).remember("small", "s", Due("drift")),
        ],
    )
    def test_any_change_and_the_site_is_loaded(self, site, change):
        change(site)
        assert all_unchanged(site.wish) is None

    @pytest.mark.parametrize(
        "more",
        [
            {"scope": Scope(verify=True)},
            {"scope": Scope(targets=("a",))},
            {"engine": "pulumi"},
            {"stacks": ("other",)},
        ],
    )
    def test_who_asks_for_more_gets_more(self, site, more):
        assert all_unchanged(replace(site.wish, **more)) is None

    def test_what_is_hidden_is_not_of_the_site(self, site):
        (site.site / ".git").mkdir()
        (site.site / ".git" / "index").write_text("")
        assert all_unchanged(site.wish)

    def test_a_site_whose_files_are_being_changed_is_not_remembered(self, estate):
        (estate.site / "now.yaml").write_text("")
        roster.keep(Memory(estate.site), roster.site_marks(estate.site), [("small", "s")])
        assert roster.recall(Memory(estate.site), estate.site) == ()
