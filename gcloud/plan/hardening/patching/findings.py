"""What is open on hosts, by severity: what a report shows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gcloud.plan.hardening.patching.state import HostState, Update
from gcloud.plan.hardening.patching.tracker import (
    SEVERITIES,
    Severity,
    Tracker,
    Vulnerability,
    mended,
    vulnerabilities,
    worst,
)
from gcloud.plan.hardening.results import HostProblem


@dataclass(frozen=True, slots=True)
class OpenUpdate:
    """An update that is open on a host.

    Attributes:
        update: the update.
        severity: the worst of what it mends.
        mends: the CVEs that it mends; empty without a tracker.
    """

    update: Update
    severity: Severity
    mends: tuple[Vulnerability, ...]


@dataclass(frozen=True, slots=True)
class HostFindings:
    """What is open on one host.

    Attributes:
        host: the host.
        state: its state; None if it is not known.
        problem: why it is not known, or can't be patched.
        updates: open updates, the most severe first.
        unmended: weaknesses that no update mends yet, by severity; None without a tracker.
    """

    host: str
    state: HostState | None
    problem: HostProblem | None
    updates: tuple[OpenUpdate, ...] = ()
    unmended: Mapping[Severity, int] | None = None

    @property
    def counts(self) -> Mapping[Severity, int]:
        """Open security updates by severity."""
        return Counter(one.severity for one in self.updates if one.update.security)


def findings(
    host: str, state: HostState | None, problem: HostProblem | None, tracker: Tracker | None
) -> HostFindings:
    """Say what is open on a host.

    Args:
        host: the host.
        state: its state.
        problem: why it is not known, or can't be patched.
        tracker: the tracker's data; without it no severity is known.
    """
    if state is None:
        return HostFindings(host, None, problem)
    updates = [_open(one, state.codename, tracker) for one in state.updates]
    updates.sort(
        key=lambda one: (not one.update.security, SEVERITIES.index(one.severity), one.update.package)
    )
    return HostFindings(host, state, problem, tuple(updates), _unmended(state, tracker))


def total(hosts: Iterable[HostFindings]) -> Mapping[Severity, int]:
    """Open security updates of all hosts by severity, every severity named."""
    found: Counter[Severity] = Counter()
    for host in hosts:
        found.update(host.counts)
    return {severity: found[severity] for severity in SEVERITIES}


def _open(update: Update, codename: str, tracker: Tracker | None) -> OpenUpdate:
    if tracker is None:
        return OpenUpdate(update, "unknown", ())
    found = vulnerabilities(tracker, codename, update.source, update.source_version)
    mends = mended(found, _source_of(update))
    return OpenUpdate(update, worst(mends), mends)


def _source_of(update: Update) -> str:
    # The new binary's version is its source's, but for packages whose source counts otherwise.
    same = update.installed == update.source_version or update.source.startswith("linux-signed-")
    if same:
        return update.new
    before, sep, _ = update.installed.partition(update.source_version)
    return update.new.removeprefix(before) if sep else update.new


def _unmended(state: HostState, tracker: Tracker | None) -> Mapping[Severity, int] | None:
    if tracker is None:
        return None
    every = (
        one
        for package in state.sources
        for one in vulnerabilities(tracker, state.codename, package.source, package.version)
    )
    found = Counter(one.severity for one in every if one.fixed is None)
    return {severity: found[severity] for severity in SEVERITIES}
