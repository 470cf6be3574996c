"""Bringing chosen versions to a host: finish what was left, see that it fits, update, restart, look again."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from . import health, reading, reboot, replaced, space, transaction
from .lists import Apt
from .process import run
from .reading import Reading
from .transaction import Step
from .trouble import Trouble, of_program

_KEEP = ("-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold")
"""The operator's configuration files stay; a new one is laid beside as .dpkg-dist."""

_FRONTEND = Path("/var/lib/dpkg/lock-frontend")
_BESIDE = (".dpkg-dist", ".dpkg-new", ".ucf-dist")


@dataclass
class Done:
    """What was done so far, or would be; told even if the rest fails.

    Attributes:
        finished: packages that an interrupted dpkg had left half way.
        updated: what was chosen and is changed.
        also: what had to come with it.
        restarts: units that use files which the update replaces, and how each gets the new ones.
        restarted: the units of them that were restarted here; the others' packages did it themselves.
        kept: configuration files that stayed as they were although the package brings others.
        lost: what worked before and does not now.
        health: what works now.
        reboot: whether a reboot is needed, and why.
    """

    finished: list[str] = field(default_factory=list)
    updated: list[Step] = field(default_factory=list)
    also: list[Step] = field(default_factory=list)
    restarts: list[dict[str, str]] = field(default_factory=list)
    restarted: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    health: dict[str, Any] = field(default_factory=dict)
    reboot: dict[str, Any] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Something was changed, or would be."""
        return bool(self.finished or self.updated or self.also or self.restarted)

    def as_dict(self) -> dict[str, Any]:
        """As the module returns it."""
        steps = {"updated": self.updated, "also": self.also}
        return {
            **{name: [step.as_dict() for step in of] for name, of in steps.items()},
            "finished": self.finished,
            "restarts": self.restarts,
            "restarted": self.restarted,
            "kept": self.kept,
            "lost": self.lost,
            **({"health": self.health} if self.health else {}),
            **({"reboot": self.reboot} if self.reboot else {}),
        }


def choose(found: Reading, select: str, wanted: Sequence[Mapping[str, str]] | None) -> dict[str, str]:
    """Say which version of which package is to come.

    Args:
        found: what was read.
        select: `security` or `all` of what is open; what is held stays.
        wanted: `package` and `new` of exactly those that shall come, instead; less what is there already.

    Raises:
        Trouble: a version that is wanted is not to be had.
    """
    if wanted is None:
        open_ = [update for update in found.updates if update.security or select == "all"]
        return {update.package: update.new for update in open_ if not update.held}
    there = {package.name: package.version for package in found.packages}
    offered = {update.package: update for update in found.updates}
    chosen = {}
    for one in wanted:
        name, version = one["package"], one["new"]
        if there.get(name) == version:
            continue
        update = offered.get(name)
        if update is None or update.new != version or update.held:
            has = "is held" if update and update.held else f"has {update.new}" if update else "has none newer"
            raise Trouble(
                "conflict",
                f"{name} {version} was chosen, the mirror now {has}."
                if not (update and update.held)
                else f"{name} {version} was chosen, and it is on hold now.",
                "Read the host again and choose anew.",
            )
        chosen[name] = version
    return chosen


def finish(found: Reading, *, patience: int, only_say: bool) -> list[str]:
    """Finish what an interrupted dpkg has left.

    Args:
        found: what was read.
        patience: seconds to wait for the lock.
        only_say: do nothing.

    Returns:
        The packages that were left half way; `dpkg` if only its journal was.

    Raises:
        Trouble: it can't be finished.
    """
    names = [one["package"] for one in found.broken]
    if not names and not found.interrupted:
        return []
    if not only_say:
        _wait_for_dpkg(patience)
        mend = ("--fix-broken", "--no-remove", "--yes", *_lock(patience), *_KEEP)
        done = run(("dpkg", "--force-confdef", "--force-confold", "--configure", "--pending"))
        done = done if done.code else Apt().get(*mend, "install")
        if done.code:
            raise of_program("dpkg --configure", done.err + "\n" + done.out)
    return names or ["dpkg"]


def apply(
    apt: Apt,
    found: Reading,
    chosen: Mapping[str, str],
    done: Done,
    *,
    before: Mapping[str, Any],
    checks: Sequence[str],
    settle: float,
    patience: int,
    only_say: bool,
) -> None:
    """Do it, and write into `done` what was done.

    Args:
        apt: how apt is called.
        found: what was read.
        chosen: package → version.
        done: what was done so far; it is filled.
        before: health before anything was changed.
        checks: the host's own checks.
        settle: seconds that services have to come up again.
        patience: seconds to wait for dpkg's lock.
        only_say: do nothing, fill in what would be done.

    Raises:
        Trouble: it can't be done; `done` says how far it came.
    """
    names = [f"{name}={version}" for name, version in sorted(chosen.items())]
    steps = transaction.simulate(apt, names)
    if steps:
        space.require(space.needs(steps, transaction.downloads(apt, names), space.sizes(apt, steps)))
    using = replaced.users(_files_of([step.package for step in steps if step.before]))
    done.restarts = [{"unit": user.unit, "how": user.how} for user in using if user.unit]
    if only_say:
        _tell(done, steps, chosen)
        done.restarted = [user.unit for user in using if user.how in {"restart", "reexec"}]
        done.health = dict(before)
        done.reboot = reboot.state(found.packages, replaced.users(), container=found.container)
        return
    if steps:
        _install(apt, names, chosen, done, patience)
    _restart(done)
    done.health, done.lost = health.settled(before, checks, settle)
    done.reboot = reboot.state(reading.installed(), replaced.users(), container=found.container)


def _install(apt: Apt, names: Sequence[str], chosen: Mapping[str, str], done: Done, patience: int) -> None:
    old = {package.name: package.version for package in reading.installed()}
    beside = _beside()
    ran = apt.get(*transaction.OPTIONS, "--quiet", *_lock(patience), *_KEEP, *names)
    new = {package.name: package.version for package in reading.installed()}
    changed = [Step(name, old.get(name, ""), new[name]) for name in sorted(new) if old.get(name) != new[name]]
    _tell(done, changed, chosen)
    done.kept = sorted({name.rpartition(".")[0] for name, _ in _beside() - beside})
    if ran.code:
        raise of_program("apt-get install", ran.err + "\n" + ran.out)
    missing = [f"{name} is {new.get(name)}" for name, version in chosen.items() if new.get(name) != version]
    if missing:
        raise Trouble(
            "apt",
            f"apt reported success, but {'; '.join(missing)}.",
            "See /var/log/apt/term.log on the host.",
        )


def _tell(done: Done, steps: Sequence[Step], chosen: Mapping[str, str]) -> None:
    done.updated = [step for step in steps if chosen.get(step.package) == step.after]
    done.also = [step for step in steps if chosen.get(step.package) != step.after]


def _restart(done: Done) -> None:
    for user in replaced.users():
        if user.how == "reexec":
            run(("systemctl", "daemon-reexec"))
            done.restarted.append(user.unit)
        elif user.how == "restart":
            run(("systemctl", "restart", user.unit))  # whether it is up again is what health says
            done.restarted.append(user.unit)


def _files_of(names: Sequence[str]) -> frozenset[str]:
    listed = run(("dpkg-query", "-L", *names)).out.splitlines() if names else []
    return frozenset(str(Path(line).resolve()) for line in listed if line.startswith("/"))


def _beside() -> set[tuple[str, int]]:
    found = (path for ending in _BESIDE for path in Path("/etc").rglob(f"*{ending}"))
    return {(str(path), path.lstat().st_mtime_ns) for path in found}


def _wait_for_dpkg(patience: float) -> None:
    # dpkg itself does not wait: what looks interrupted may be another program's update in full swing.
    end = time.monotonic() + patience
    with _FRONTEND.open("a") as lock:
        while not _locked(lock):
            if time.monotonic() >= end:
                raise Trouble(
                    "lock",
                    f"{_FRONTEND} is held by another program; packages are half way because of it.",
                    "Wait until that program has ended, or raise the time to wait for it (lock_timeout).",
                )
            time.sleep(1.0)


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock(patience: int) -> tuple[str, ...]:
    return ("-o", f"DPkg::Lock::Timeout={patience}")
