"""``govcloud patch``: what is open on hosts, and bringing it, wave by wave."""

import json
import threading
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.hardening.going import gather
from gcloud.cli.hardening.options import Chosen, host_options
from gcloud.cli.hardening.progress import Tally, hosts_progress
from gcloud.cli.hardening.secrets import secrets_of
from gcloud.cli.interrupt import stoppable
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.output_file import table_option, write_tables
from gcloud.cli.patching.json_form import done_json, open_json
from gcloud.cli.patching.options import How, how_options
from gcloud.cli.patching.shown import show_done, show_open, show_problems, show_waves, summary
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.hardening.gather import Gathered, alone
from gcloud.deploy.hardening.patching.record import Record, last_record
from gcloud.deploy.hardening.patching.rolling import Rolled, Route, roll, route, share
from gcloud.deploy.hardening.patching.sweep import Manner, Said, look
from gcloud.errors import CloudError, ExitCode, InputError
from gcloud.plan.hardening.patching.findings import HostFindings, findings
from gcloud.plan.hardening.patching.tracker import Tracker, read_tracker
from gcloud.plan.hardening.patching.waves import Limits, at_once
from gcloud.render.hardening.patching import TITLE, tables

_STOPPING = (
    "Stopping. Hosts that have begun finish; no further wave begins. Ctrl-C again stops at once:"
    " the next run goes on with the hosts that were under way."
)


@click.command(
    epilog=example(
        "govcloud patch all --site examples/ha-tinh --check --tracker tracker.json",
        "govcloud patch @zone/dmz --site examples/ha-tinh --at-once 2 --canary one-stop-web-1",
        "govcloud patch all --inventory hosts.yml --to patches.html --yes",
    )
)
@host_options
@click.option("--check", is_flag=True, help="Only say what is open and what a run would do.")
@how_options
@table_option
@yes_option
@common
def patch(surface: Surface, hosts: Chosen, how: How, to: Path | None, *, check: bool, yes: bool) -> int:
    """Bring security updates to hosts: one first, then in waves, reboots only where needed.

    HOSTS are names, @groups, patterns or `all`; hosts of systems with a lower
    level come first. Two hosts of an anti-affinity group are never away together. What worked before on
    a host must work after, or
    no further wave begins. A run that was killed goes on by the same command, hosts under way first.

    Exit code 3 with --check if anything is open, 4 if a host was not done, 7 if one could not be seen.
    """
    tracker = _tracker(how.tracker)
    found = gather(surface, hosts, None)
    folder = found.targets.folder
    most_failing = share(how.max_fail)
    limits = Limits(at_once(how.at_once, len(found.targets.hosts)), how.canary)
    with nullcontext() if check else alone(folder):
        earlier = None if how.anew else last_record(folder)
        secrets = secrets_of(surface, hosts, found.targets.name)
        with stoppable(_STOPPING) as cancel:
            manner = Manner(
                found.targets,
                how.wish,
                secrets,
                how.forks,
                {"govcloud_patch_settle": how.settle},
                lambda _: None,
                cancel,
            )
            seen = _look(surface, manner, found)
            open_ = [findings(name, one.first, one.problem, tracker) for name, one in seen.items()]
            show_open(surface, open_, tracked=tracker is not None)
            show_problems(surface, seen)
            surface.text(summary(open_), bold=True)
            if to is not None:
                write_tables(to, TITLE, tables(open_))
            plan = route(seen, _groups(found), _ranks(found), how.wish, limits=limits, earlier=earlier)
            result = {"check": check, "hosts": [open_json(one) for one in open_], "waves": plan.waves}
            _tell_route(surface, plan, earlier)
            if check or not plan.waves or cancel.is_set():
                return surface.finish(result, _code_of_look(open_, plan, cancel))
            if not confirmed(surface, f"Patch {count(len(plan.candidates), 'host')}?", yes=yes):
                raise DeclinedError
            rolled = _roll(surface, manner, plan, folder, most_failing)
    show_done(surface, rolled.said, rolled.held)
    show_problems(surface, rolled.said)
    result["done"] = [done_json(name, one) for name, one in rolled.said.items()]
    result["held_back"] = list(rolled.held)
    result["stopped"] = rolled.stopped or None
    return _end(surface, result, rolled, plan, open_)


def _tracker(file: Path | None) -> Tracker | None:
    if file is None:
        return None
    try:
        return read_tracker(json.loads(file.read_bytes()), str(file))
    except (OSError, ValueError) as error:
        raise InputError(f"{file} can't be read as JSON: {error}.", hint="Fetch it again.") from error


def _look(surface: Surface, manner: Manner, found: Gathered) -> dict[str, Said]:
    going = tuple(name for name in found.targets.hosts if name not in found.held)
    with hosts_progress(surface, "Looking at", Tally(len(going), manner.forks, None)) as shown:
        said = look(replace(manner, tell=shown), going)
    held = {name: Said(None, None, problem=one, reached=False) for name, one in found.held.items()}
    return {name: held.get(name) or said[name] for name in found.targets.hosts}


def _roll(surface: Surface, manner: Manner, plan: Route, folder: Path, max_fail: int) -> Rolled:
    def wave(number: int, of: int, names: tuple[str, ...]) -> None:
        surface.note(f"Wave {number} of {of}: {', '.join(names)}")

    with hosts_progress(surface, "Patching", Tally(len(plan.candidates), manner.forks, None)) as shown:
        return roll(replace(manner, tell=shown), plan, folder, max_fail, wave)


def _groups(found: Gathered) -> dict[str, str | None]:
    groups = {name: variables.get("govcloud_group") for name, variables in found.targets.hosts.items()}
    return {name: str(group) if group else None for name, group in groups.items()}


def _ranks(found: Gathered) -> dict[str, int]:
    # What goes wrong shall go wrong on a system of a lower level.
    hosts = found.targets.hosts
    return {
        name: int(own.get("govcloud_patch_rank", own.get("govcloud_level", 0))) for name, own in hosts.items()
    }


def _tell_route(surface: Surface, plan: Route, earlier: Record | None) -> None:
    if earlier is not None and earlier.open:
        under_way = ", ".join(f"{name} ({one.status})" for name, one in earlier.open.items())
        surface.text(f"The run of {earlier.started:%Y-%m-%d %H:%M} left hosts half way: {under_way}.")
        surface.text("    They come first, and what worked on them before it must work again.")
    show_waves(surface, plan.waves)


def _code_of_look(open_: list[HostFindings], plan: Route, cancel: threading.Event) -> ExitCode:
    if cancel.is_set():
        return ExitCode.INTERRUPTED
    if any(one.problem is not None for one in open_):
        return ExitCode.INCOMPLETE
    return ExitCode.CHANGES if plan.waves else ExitCode.OK


def _end(
    surface: Surface, result: dict[str, Any], rolled: Rolled, plan: Route, open_: list[HostFindings]
) -> int:
    failed = [name for name, one in rolled.said.items() if one.problem is not None]
    left = len(plan.candidates) - len(rolled.said) - len(rolled.held)
    done = len(rolled.said) - len(failed)
    surface.text(f"{done} of {count(len(plan.candidates), 'host')} patched.", bold=True)
    if rolled.stopped or failed or rolled.held:
        why = f"The run stopped: {rolled.stopped}. " if rolled.stopped else ""
        error = CloudError(
            f"{why}{len(failed)} failed, {len(rolled.held)} held back, {left} not turned to.",
            hint="Mend what is named above, then run the same command again: it goes on from here.",
        )
        interrupted = rolled.stopped == "it was interrupted"
        return surface.finish(result, ExitCode.INTERRUPTED if interrupted else ExitCode.REFUSED, error=error)
    unseen = any(one.problem is not None for one in open_)
    return surface.finish(result, ExitCode.INCOMPLETE if unseen else ExitCode.OK)
