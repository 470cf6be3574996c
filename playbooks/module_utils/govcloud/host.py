"""The host as this run sees it: every file, list and fact is read at most once.

The root folder is a parameter, so that a folder made by a test is a host too: its files stand below the root
and its programs are those in the root's own ``/usr/bin``.
"""

from __future__ import annotations

import glob
import os
import stat
from functools import cached_property
from typing import Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, TypeVar, cast

from . import facts, programs, session
from .errors import UnreadableError

T = TypeVar("T")
UNIT_PROPERTIES = (
    "Id,LoadState,ActiveState,SubState,UnitFileState,FragmentPath,ConditionResult,ConditionTimestampMonotonic"
)


class Host:
    """Reads the host; never changes it.

    Args:
        root: The folder that is the host's ``/``.
        operator: The account that must be able to come in after a change, beside the one that this run is.
    """

    def __init__(self, root: str = "/", operator: Optional[str] = None) -> None:
        self.operator = operator
        self.root = root.rstrip("/") or "/"
        self._texts: Dict[str, Optional[str]] = {}
        self._answers: Dict[str, object] = {}
        self._units: Dict[str, Mapping[str, str]] = {}
        self._asked: Dict[Tuple[str, ...], programs.Ran] = {}

    # Files

    def path(self, name: str) -> str:
        """Where a file of the host (``/etc/passwd``) is found by this process."""
        return name if self.root == "/" else self.root + name

    def text(self, name: str) -> Optional[str]:
        """A file's text, or None where there is no such file.

        Raises:
            UnreadableError: It is there, but may not be read.
        """
        if name not in self._texts:
            try:
                with open(self.path(name), encoding="utf-8", errors="surrogateescape") as file:
                    self._texts[name] = file.read()
            except (FileNotFoundError, NotADirectoryError):
                self._texts[name] = None
            except OSError as error:
                raise UnreadableError(f"{name} can't be read: {error.strerror}") from error
        return self._texts[name]

    def lines(self, name: str) -> List[str]:
        """A file's lines; none where there is no such file."""
        return (self.text(name) or "").splitlines()

    def stat(self, name: str, follow: bool = True) -> Optional[os.stat_result]:
        """A file's state, or None where there is no such file.

        Raises:
            UnreadableError: Its folder may not be searched.
        """
        try:
            return os.stat(self.path(name), follow_symlinks=follow)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise UnreadableError(f"{name} can't be read: {error.strerror}") from error

    def is_folder(self, name: str) -> bool:
        """Whether there is a folder of this name."""
        found = self.stat(name)
        return found is not None and stat.S_ISDIR(found.st_mode)

    def glob(self, pattern: str) -> List[str]:
        """The files of the host that match, sorted; ``**`` goes down folders."""
        found = glob.glob(self.path(pattern), recursive="**" in pattern)
        cut = 0 if self.root == "/" else len(self.root)
        return sorted(name[cut:] for name in found)

    # Facts

    @cached_property
    def os_release(self) -> Mapping[str, str]:
        """The fields of /etc/os-release."""
        return facts.os_release(self.text("/etc/os-release") or self.text("/usr/lib/os-release") or "")

    @property
    def system(self) -> str:
        """Which system it is: ``debian-12``."""
        return f"{self.os_release.get('ID', 'unknown')}-{self.os_release.get('VERSION_ID', '?')}"

    @cached_property
    def container(self) -> bool:
        """Whether the kernel belongs to somebody else: systemd-nspawn, Docker, Podman, LXC."""
        if self.stat("/run/systemd/container") or self.stat("/.dockerenv") or self.stat("/run/.containerenv"):
            return True
        try:
            return "\0container=" in "\0" + (self.text("/proc/1/environ") or "")
        except UnreadableError:
            return False

    @cached_property
    def packages(self) -> Mapping[str, str]:
        """Name and version of every installed package.

        Raises:
            UnreadableError: There is no dpkg here.
        """
        text = self.text("/var/lib/dpkg/status")
        if text is None:
            raise UnreadableError("/var/lib/dpkg/status is missing: packages can't be told")
        return facts.installed_packages(text)

    @cached_property
    def users(self) -> Sequence[facts.User]:
        """The users in /etc/passwd, in its order."""
        return facts.users(self.text("/etc/passwd") or "")

    @cached_property
    def groups(self) -> Sequence[facts.Group]:
        """The groups in /etc/group, in its order."""
        return facts.groups(self.text("/etc/group") or "")

    @cached_property
    def mounts(self) -> Sequence[facts.Mount]:
        """What is mounted now; a later mount hides an earlier one on the same path."""
        return facts.mounts(self.text("/proc/self/mounts") or self.text("/proc/mounts") or "")

    @cached_property
    def session(self) -> session.Session:
        """Who works on the host by this run, and where from; nobody where the root is a folder."""
        return session.current() if self.root == "/" else session.Session()

    def operators(self, named: Optional[str] = None) -> List[str]:
        """Who must be able to come in after any change, and to become root.

        Args:
            named: Somebody who is named for one item; then nobody else.
        """
        return sorted(
            {name for name in ([named] if named else [self.operator, self.session.operator]) if name}
        )

    def groups_of(self, name: str) -> List[str]:
        """The names of a user's groups, the primary one first; none where there is no such user."""
        primary = next((user.gid for user in self.users if user.name == name), None)
        first = [group.name for group in self.groups if group.gid == primary]
        return first + [
            group.name for group in self.groups if name in group.members and group.name not in first
        ]

    def mount(self, path: str) -> Optional[facts.Mount]:
        """What is mounted on a path now, or None."""
        return next((entry for entry in reversed(self.mounts) if entry.path == path), None)

    def owner(self, uid: int, gid: int) -> Tuple[str, str]:
        """The names of a user and a group; the number where there is none."""
        user = next((entry.name for entry in self.users if entry.uid == uid), str(uid))
        group = next((entry.name for entry in self.groups if entry.gid == gid), str(gid))
        return user, group

    def uid(self, name: str) -> Optional[int]:
        """The number of a user, or None where there is no such user."""
        return next((entry.uid for entry in self.users if entry.name == name), None)

    def gid(self, name: str) -> Optional[int]:
        """The number of a group, or None where there is no such group."""
        return next((entry.gid for entry in self.groups if entry.name == name), None)

    def once(self, name: str, work: Callable[[], T]) -> T:
        """The answer of something that is asked for more than once but worth doing only once a run.

        Args:
            name: Which it is.
            work: Finds the answer.
        """
        if name not in self._answers:
            self._answers[name] = work()
        return cast("T", self._answers[name])

    # Programs

    def program(self, name: str) -> Optional[str]:
        """The path of a program on the host, or None where it isn't installed."""
        return programs.find(self.root, name)

    def run(self, argv: Sequence[str], *, stdin: Optional[str] = None, timeout: float = 60) -> programs.Ran:
        """Run one of the host's programs (it must not change anything: that is for ``Edits``).

        Raises:
            UnreadableError: It isn't installed, or did not end in time.
        """
        return programs.run(self.root, argv, stdin=stdin, timeout=timeout)

    def ask(self, argv: Sequence[str]) -> programs.Ran:
        """What one of the host's programs says; the same question is asked once.

        Raises:
            UnreadableError: It isn't installed, or did not end in time.
        """
        key = tuple(argv)
        if key not in self._asked:
            self._asked[key] = self.run(argv)
        return self._asked[key]

    def units(self, names: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        """The properties of units by name, those of all names asked for by one ``systemctl show``.

        Raises:
            UnreadableError: systemd doesn't answer.
        """
        wanted = [name for name in dict.fromkeys(names) if name not in self._units]
        if wanted:
            ran = self.run(
                ["systemctl", "show", "--no-pager", f"--property={UNIT_PROPERTIES}", "--", *wanted]
            )
            blocks = facts.unit_blocks(ran.out)
            if ran.code or len(blocks) != len(wanted):
                raise UnreadableError(f"systemctl show: {ran.said}")
            self._units.update(zip(wanted, blocks))
        return self._units
