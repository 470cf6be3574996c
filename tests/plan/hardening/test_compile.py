import json
from pathlib import Path

import pytest
import yaml

from gcloud.plan.hardening.fault import WishInvalid
from gcloud.plan.hardening.variables import wish_of
from tests.plan.hardening.conftest import variables_of

DATA = Path(__file__).parent / "data"
COMPILED = yaml.safe_load((DATA / "compiled.yaml").read_text())
REFUSED = yaml.safe_load((DATA / "refused.yaml").read_text())


@pytest.mark.parametrize("case", COMPILED, ids=lambda case: case["name"])
def test_what_is_asked_of_a_host(case, compiled):
    found = {one.control.id: one for one in compiled(case["variables"]).controls}
    assert list(found) == case.get("controls", list(found))
    for name, expected in case.items():
        if name in {"name", "variables", "controls"}:
            continue
        one = found[name]
        is_so = {
            "standing": one.standing,
            "values": {key: list(v) if isinstance(v, tuple) else v for key, v in one.values.items()},
            "clause": one.source.clause,
            "level": one.level,
            "why": one.why and one.why.en,
        }
        assert {key: is_so[key] for key in expected} == expected


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["faults"][0][:40])
def test_what_is_refused_and_how(case, compiled):
    with pytest.raises(WishInvalid) as found:
        compiled(case["variables"])
    told = [str(fault) for fault in found.value.faults]
    assert len(told) == len(case["faults"])
    for line, expected in zip(told, case["faults"], strict=True):
        assert line.startswith(expected)


def test_items_are_json_that_the_module_takes(compiled):
    found = compiled({"govcloud_level": 3, "govcloud_ntp": ["192.0.2.1", "192.0.2.2"]})
    assert json.loads(json.dumps(found.items)) == list(found.items)
    items = {item["id"]: item for item in found.items}
    assert items["lockout/1"] == {
        "id": "lockout/1",
        "control": "lockout",
        "kind": "setting",
        "batch": "files",
        "path": "/etc/security/faillock.conf",
        "format": "equals",
        "values": {"deny": 4, "unlock_time": 900},
        "only": {},
        "waived": False,
    }
    assert items["clock/2"]["content"] == "# ours\nserver 192.0.2.1 iburst\nserver 192.0.2.2 iburst\n"
    assert (items["apparmor/1"]["only"], items["twelve-only/1"]["only"]) == (
        {"container": False},
        {"system": ["debian-12"]},
    )


def test_batches_come_in_the_order_of_application_and_hold_every_item_once(compiled):
    found = compiled({"govcloud_level": 3, "govcloud_ntp": ["192.0.2.1"]})
    batches = found.batches()
    assert list(batches) == ["packages", "kernel", "files", "logging", "ssh"]
    assert sorted(item["id"] for members in batches.values() for item in members) == sorted(
        item["id"] for item in found.items
    )
    assert all(item["batch"] == batch for batch, members in batches.items() for item in members)


def test_the_same_is_compiled_once_whoever_it_is_for(compiler):
    variables = variables_of({"govcloud_level": 3, "govcloud_ntp": ["192.0.2.1"]})
    one, other = (compiler.compile(wish_of(name, variables)) for name in "ab")
    assert all(mine is theirs for mine, theirs in zip(one.items, other.items, strict=True))
