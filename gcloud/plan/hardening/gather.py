"""Puts what came of single hosts together to what came of a run."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from gcloud.model.baseline.control import Control
from gcloud.model.baseline.words import Both
from gcloud.plan.hardening.compiled import Compiled
from gcloud.plan.hardening.results import FORMAT, ControlResult, ControlText, HostResult, Results, Run, Words


def gather(
    hosts: Iterable[HostResult],
    compiled: Iterable[Compiled],
    *,
    run: Run,
    at: datetime,
    site: str,
    program: str,
    check: bool = False,
) -> Results:
    """What came of a run.

    Args:
        hosts: what came of each host.
        compiled: what hosts had to be; of these the controls' texts are taken.
        run: audit or harden.
        at: when it began.
        site: the site's name; empty for a plain inventory.
        program: the version of govcloud.
        check: nothing was changed, only said.
    """
    results = tuple(hosts)
    controls = {one.control.id: one.control for what in compiled for one in what.controls}
    there = {one.id for host in results for one in host.controls}
    catalogue = {name: _text(control) for name, control in controls.items() if name in there}
    return Results(FORMAT, run, at, site, program, catalogue, results, check)


def unmet(hosts: Sequence[HostResult]) -> bool:
    """Whether anything keeps a run from being clean: a control that fails, a waiver that has expired."""
    return any(one.verdict == "fail" for host in hosts for one in host.controls) or any(
        expired_waivers(host) for host in hosts
    )


def expired_waivers(host: HostResult) -> tuple[ControlResult, ...]:
    """The controls of a host whose waiver has expired, whatever is so: a waiver is renewed or taken out."""
    return tuple(one for one in host.controls if one.waiver is not None and one.waiver.expired)


def unseen(hosts: Sequence[HostResult]) -> bool:
    """Whether something could not be seen: a host, or a control that a look at the host could have judged."""
    return any(
        not host.reached or any(one.verdict == "not-checked" and not one.procedural for one in host.controls)
        for host in hosts
    )


def _text(control: Control) -> ControlText:
    return ControlText(
        _words(control.title),
        _words(control.text),
        dict(control.cis.items()),
    )


def _words(both: Both) -> Words:
    return Words(both.vi, both.en)
