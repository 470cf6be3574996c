"""`down --protected` lifts the protection of what it destroys, after it has asked, and on record."""

import json
import os
from pathlib import Path

import pytest

from gcloud.deploy.target import target
from gcloud.deploy.unprotect import unprotect
from gcloud.deploy.wish import Wish
from gcloud.engine.state.urn import parse
from tests.cli.estate import KEY, opened, passphrase_known, saved


@pytest.fixture(autouse=True)
def ground(site, monkeypatch):
    passphrase_known(monkeypatch)
    return saved(site)


def protected(site: Path) -> list[str]:
    with opened(site) as store:
        return [state.urn for state in store.snapshot() if state.protect]


def test_everything_is_unprotected_and_nothing_else_changes(site):
    assert protected(site) == [KEY.urn]
    wish = Wish(site)
    assert unprotect([target(site, "ha-tinh", environment=os.environ)], wish) == 1
    assert protected(site) == []
    [entry] = (site / ".govcloud/state/.pulumi/history/datacenter/ha-tinh").glob("*.history.json")
    assert json.loads(entry.read_text())["message"] == "1 resources unprotected"


def test_a_stack_without_protection_is_left_alone(site):
    where = target(site, "ha-tinh", environment=os.environ)
    unprotect([where], Wish(site))
    assert unprotect([where], Wish(site)) == 0
    assert (
        len(list((site / ".govcloud/state/.pulumi/history/datacenter/ha-tinh").glob("*.history.json"))) == 1
    )


def test_it_asks_first(govcloud, site):
    ran = govcloud("down", site, "--stack", "datacenter", "--protected")
    assert ran.code in {2, 130}
    assert protected(site) == [KEY.urn]


def test_without_it_what_is_protected_is_named_and_what_to_do_first(govcloud, site):
    ran = govcloud("down", site, "--stack", "datacenter", "--yes")
    assert ran.code == 2
    assert f"is protected: {parse(KEY.urn).name}." in ran.err
    assert f"govcloud down {site} --protected" in ran.err
    assert protected(site) == [KEY.urn]
