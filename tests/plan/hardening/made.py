"""Results made for tests: everything that a test doesn't look at has a value that means nothing."""

from datetime import UTC, datetime

from gcloud.plan.hardening.results import ControlResult, ControlText, HostResult, Results, Words
from gcloud.plan.hardening.score import score

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def control(name="ssh-root-login", verdict="pass", **fields):
    return ControlResult(
        **{
            "id": name,
            "family": "access",
            "severity": "high",
            "level": 1,
            "verdict": verdict,
            "clause": "TCVN 14423:2026, 3.6.2.4",
            "certainty": "S",
            **fields,
        }
    )


def host(name, controls, **fields):
    return HostResult(
        **{
            "host": name,
            "address": "192.0.2.10",
            "system": "debian-12",
            "profile": "tcvn14423-2026",
            "level": 3,
            "depth": "none",
            "roles": (),
            "at": AT,
            "run": "audit",
            "reached": True,
            "problem": None,
            "controls": tuple(controls),
            "changes": (),
            "undone": (),
            "score": score(controls),
            **fields,
        }
    )


def run(*hosts, **fields):
    names = dict.fromkeys(one.id for host in hosts for one in host.controls)
    catalogue = {
        name: ControlText(Words(f"vi {name}", name), Words(f"vi {name}.", f"{name}.")) for name in names
    }
    return Results(
        **{
            "format": 1,
            "run": "audit",
            "at": AT,
            "site": "ha-tinh",
            "program": "0.1.0",
            "catalogue": catalogue,
            "hosts": hosts,
            **fields,
        }
    )
