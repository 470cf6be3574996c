"""Which stacks a command is about, and which of them are left alone."""

import threading
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from gcloud.cloud.gate import Gate
from gcloud.deploy import muster as module
from gcloud.deploy.fleet import Fleet
from gcloud.deploy.muster import engine_on, muster
from gcloud.deploy.stacks import DATACENTER, SiteStack
from gcloud.deploy.unchanged import Standing, Unchanged
from gcloud.deploy.wish import Wish
from gcloud.engine.scope import Scope
from gcloud.engine.state import checkpoint, secrets
from gcloud.errors import InputError

LOADED = SimpleNamespace(site=SimpleNamespace(name="s"))


@pytest.fixture
def site(monkeypatch, tmp_path):
    """A site with these stacks, of which those whose names are given are unchanged."""

    def make(*stacks, unchanged=()):
        class Watch:
            def __init__(self, wish, environment):
                pass

            def standing(self, project, stack):
                return Standing(Unchanged(project, stack, "2026", 5) if project in unchanged else None)

        monkeypatch.setattr(module, "stacks_of", lambda _loaded, _backend: stacks)
        monkeypatch.setattr(module, "Watch", Watch)
        monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "x")
        return Wish(tmp_path, engine="embedded")

    return make


def stack(project, *after):
    return SiteStack(replace(DATACENTER, project=project), "s", after)


@pytest.fixture(autouse=True)
def folders(monkeypatch):
    monkeypatch.setattr(type(DATACENTER), "folder", property(lambda self: Path("/programs") / self.project))


A, B, C = stack("a"), stack("b", "a"), stack("c", "b")


@pytest.mark.parametrize(
    ("wanted", "projects"),
    [((), ["a", "b"]), (("b",), ["b"]), (("s",), ["a", "b"]), (("a/s",), ["a"]), (("b/s", "a"), ["a", "b"])],
)
def test_stacks_are_chosen_by_project_name_or_both(site, wanted, projects):
    found = muster(LOADED, replace(site(A, B), stacks=wanted), sparing=False)
    assert [one.program.project for one in found.chosen] == projects


def test_a_stack_that_the_site_does_not_have_is_named_with_those_that_it_has(site):
    with pytest.raises(InputError, match="'x'") as caught:
        muster(LOADED, replace(site(A, B), stacks=("a", "x")), sparing=False)
    assert "a/s, b/s" in caught.value.hint


def test_a_site_without_stacks_can_not_be_deployed(site):
    with pytest.raises(InputError, match="nothing that could be deployed"):
        muster(LOADED, site(), sparing=False)


@pytest.mark.parametrize(
    ("unchanged", "left_alone", "resting"),
    [
        (("a", "b", "c"), ["a", "b", "c"], []),
        (("a", "b"), ["a", "b"], []),
        (("b", "c"), [], ["b", "c"]),
        (("a", "c"), ["a"], ["c"]),
        ((), [], []),
    ],
)
def test_a_stack_that_needs_one_that_is_worked_on_rests_until_that_is_up(
    site, unchanged, left_alone, resting
):
    found = muster(LOADED, site(A, B, C, unchanged=unchanged), sparing=True)
    assert [one.project for one in found.unchanged.values()] == left_alone
    assert [one.project for one in found.resting.values()] == resting
    assert found.idle is (len(left_alone) == 3)


def test_who_asks_for_the_cloud_or_a_part_gets_every_stack_looked_at(site):
    wish = site(A, unchanged=("a",))
    assert not muster(LOADED, wish, sparing=False).unchanged
    assert not muster(LOADED, replace(site(A, B, unchanged=("b",))), sparing=False).resting
    assert not muster(LOADED, replace(wish, scope=Scope(verify=True)), sparing=True).unchanged


def test_one_stack_is_its_engine_and_several_are_a_fleet(site):
    wish = site(A, B, unchanged=("a",))
    alone, gate = replace(wish, stacks=("b",)), Gate(3)
    assert isinstance(engine_on(muster(LOADED, alone, sparing=False), alone, gate, changes=False), Fleet)
    one = site(A)
    engine = engine_on(muster(LOADED, one, sparing=False), one, gate, changes=False)
    assert (engine.name, isinstance(engine, Fleet)) == ("embedded", False)


def test_where_all_can_be_left_alone_nobody_is_asked_for_a_passphrase(site, monkeypatch):
    wish = site(A, B, unchanged=("a", "b"))
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    with engine_on(muster(LOADED, wish, sparing=True), wish, Gate(1), changes=True) as engine:
        outcome = engine.preview(None, threading.Event())
    assert (outcome.nothing_to_do, outcome.counts) == (True, {"same": 10})


def test_new_stacks_share_their_salt_so_that_one_key_is_derived(site, tmp_path, monkeypatch):
    monkeypatch.setattr(secrets, "ITERATIONS", 10)
    wish, gate = site(A, B, C), Gate(1)

    def salts():
        found = (
            checkpoint.parse(path.read_bytes()).salt for path in sorted(tmp_path.rglob("stacks/*/s.json"))
        )
        return list(found)

    one = replace(wish, stacks=("a",))
    with engine_on(muster(LOADED, one, sparing=False), one, gate, changes=True):
        pass
    with engine_on(muster(LOADED, wish, sparing=False), wish, gate, changes=True):
        pass
    assert len(salts()) == 3
    assert len(set(salts())) == 1
