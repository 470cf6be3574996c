"""Some fifty ways to lock an operator out of real hosts: afterwards they come in, and are told why."""

from pathlib import Path

import pytest
import yaml

from gcloud.lab.hosts.context import OPERATOR
from tests.hosts import breaking

CASES = yaml.safe_load(Path(__file__).with_name("data").joinpath("sabotages.yaml").read_text())
AT_ONCE = 8
pytestmark = [pytest.mark.hosts, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def outcomes(many_hosts, tmp_path_factory):
    """All cases, as many at once as there are hosts."""
    jump, *hosts = many_hosts(AT_ONCE + 1)
    found = {}
    for number, first in enumerate(range(0, len(CASES), AT_ONCE)):
        folder = tmp_path_factory.mktemp(f"wave{number}")
        found |= _wave(folder, list(zip(hosts, CASES[first : first + AT_ONCE], strict=False)), jump)
    return found


def _wave(folder, pairs, jump):
    before = {}
    for host, case in pairs:
        host.inside("sh", "-c", case.get("prepare", "true"))
        before[host.name] = breaking.etc(host)
    given = [(h, breaking.variables(h, case, jump if case.get("through") else None)) for h, case in pairs]
    breaking.start(folder, given).wait(timeout=240)
    found = {}
    for host, case in pairs:
        host.inside("sh", "-c", case.get("settle", "true"))
        after = breaking.etc(host)
        holds = (
            host.inside("sh", "-c", f"{{ {case.get('holds', 'true')}; }} >/dev/null 2>&1; echo $?") == "0\n"
        )
        came = breaking.Outcome(
            before[host.name], after, breaking.report(host), breaking.told(folder, host.name), holds
        )
        entered = host.ssh(
            "sudo",
            "-S",
            "-k",
            "id",
            "-u",
            user=OPERATOR,
            text=host.lab.password_file.read_text(),
            check=False,
        )
        found[case["name"]] = (came, entered)
        host.inside(
            "sh", "-c", f"{{ {case.get('clean', 'true')}; }}; rm -f /var/lib/govcloud-guard/last.json"
        )
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_operator_comes_in_and_is_told_why(outcomes, case):
    outcome, entered = outcomes[case["name"]]
    assert entered == "0\n", outcome.told
    assert outcome.before == outcome.after, outcome.told
    assert outcome.holds
    causes = case.get("cause", "not-confirmed")
    if causes == "refused":
        assert outcome.report == {}
    else:
        assert outcome.report["state"] == "undone", outcome.report
        assert outcome.report["problems"] == []
        assert outcome.report["cause"] in ([causes] if isinstance(causes, str) else causes)
        assert set(case.get("undone", [])) <= {step["name"] for step in outcome.report["undone"]}
        assert outcome.report["why"] in outcome.told
    for words in case.get("seen", []):
        assert words in outcome.told
