"""What `harden` and `audit` do alike: gather hosts, run, keep what came of it."""

from dataclasses import dataclass
from pathlib import Path

from gcloud.cli.hardening.options import Chosen
from gcloud.cli.hardening.progress import Tally, hosts_progress
from gcloud.cli.hardening.secrets import secrets_of
from gcloud.cli.interrupt import stoppable
from gcloud.cli.surface import Surface
from gcloud.deploy.hardening.books import baselines
from gcloud.deploy.hardening.gather import Gathered, of_inventory, of_site
from gcloud.deploy.hardening.kept import keep_results
from gcloud.deploy.hardening.pace import keep_pace, kept_pace, pace_of
from gcloud.deploy.hardening.work import Done, Manner, work
from gcloud.plan.hardening.results import Run

_STOPPING = (
    "Stopping. Hosts finish what they were told, or the guard on them takes it back."
    " Ctrl-C again stops at once."
)


@dataclass(frozen=True)
class Went:
    """What came of a run.

    Args:
        done: host by host.
        kept: the file of its results.
    """

    done: Done
    kept: Path


def gather(surface: Surface, chosen: Chosen, depth: str | None) -> Gathered:
    """Gather the hosts that were named, and say whose keys were learnt.

    Args:
        surface: the command's surface.
        chosen: what was said about hosts.
        depth: the depth to hold them against instead of their own.
    """
    if chosen.inventory is not None:
        found = of_inventory(chosen.inventory, chosen.words, key=chosen.key)
    else:
        assert chosen.site is not None  # noqa: S101 - one of the two is there
        found = of_site(chosen.site, chosen.words, key=chosen.key)
    for name, source in sorted(found.learnt.items()):
        surface.note(f"{name}: its host key is vouched for by {_SOURCES[source]}; it is in known_hosts now.")
    if depth is None:
        return found
    return Gathered(found.targets.with_variables({"govcloud_depth": depth}), found.held, found.learnt)


_SOURCES = {"site": "the site's record", "console": "the server's console"}


def go(surface: Surface, what: Run, found: Gathered, chosen: Chosen, manner: Manner) -> Went:
    """Run, with progress, and keep the results.

    Args:
        surface: the command's surface.
        what: audit or harden.
        found: the hosts.
        chosen: what was said about hosts.
        manner: how the run goes; its secrets are found here.
    """
    targets = found.targets
    whole = Manner(
        manner.check,
        manner.diff,
        manner.forks,
        manner.serial,
        manner.max_fail,
        manner.controls,
        secrets_of(surface, chosen, targets.name),
    )
    pace_name = "check" if manner.check else what
    going = len(targets.hosts) - len(found.held)
    tally = Tally(going, manner.forks, kept_pace(targets.folder, pace_name))
    title = {"audit": "Auditing", "harden": "Checking" if manner.check else "Hardening"}[what]
    with stoppable(_STOPPING) as cancel, hosts_progress(surface, title, tally) as shown:
        done = work(what, targets, baselines(), whole, held=found.held, tell=shown, cancel=cancel)
    pace = pace_of(done.tasks, going, manner.forks, done.seconds)
    if pace is not None and not done.interrupted:
        keep_pace(targets.folder, pace_name, pace)
    return Went(done, keep_results(targets.folder, done.results))
