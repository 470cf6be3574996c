"""What a batch is going to change: gathered in full before anything is touched.

A check shows exactly this, a run commits exactly this, and a guard knows from it, beforehand, every file and
unit that it may have to bring back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Sequence, Tuple

from .host import Host


@dataclass
class FileEdit:
    """A file as it is and as it is to be.

    Attributes:
        path: The file.
        before: Its text; None where it isn't there.
        after: Its new text; None removes it.
        mode: Its new mode; None keeps it (0644 for a new file).
        owner: Its new owner's name; None keeps it (root for a new file).
        group: Its new group's name; None keeps it.
        check: Programs that accept the text before it takes its place; ``%s`` is the file.
        secret: Its text is never shown.
        items: The items that ask for it.
    """

    path: str
    before: Optional[str]
    after: Optional[str]
    mode: Optional[int] = None
    owner: Optional[str] = None
    group: Optional[str] = None
    check: Optional[Tuple[str, ...]] = None
    secret: bool = False
    items: List[str] = field(default_factory=list)

    @property
    def what(self) -> str:
        """What happens to the file, in words."""
        if self.before is None:
            return f"create {self.path}"
        return f"remove {self.path}" if self.after is None else f"change {self.path}"


@dataclass(frozen=True)
class Permit:
    """Mode and owner of something that keeps its content.

    Attributes:
        item: The item that asks for it.
        path: A file or folder.
        mode: Its new mode.
        uid: Its new owner.
        gid: Its new group.
        before: Mode and owner as they are, in words.
        after: Mode and owner as they are to be, in words.
    """

    item: str
    path: str
    mode: Optional[int]
    uid: Optional[int]
    gid: Optional[int]
    before: str
    after: str


@dataclass(frozen=True)
class Kernel:
    """A value of the running kernel below /proc/sys or /sys: written in place."""

    item: str
    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Action:
    """A program that changes something which is no file of ours.

    Attributes:
        item: The item that asks for it.
        what: What it does, in words.
        argv: Its name or path, and arguments.
        before: What is so now.
        after: What is so afterwards.
        stdin: What it reads; never shown.
        timeout: Seconds that it may take.
        first: Run before files are written, not after.
        timed: The name that its seconds are reported under, where they are counted apart.
    """

    item: str
    what: str
    argv: Tuple[str, ...]
    before: Any = None
    after: Any = None
    stdin: Optional[str] = None
    timeout: float = 600
    first: bool = False
    timed: Optional[str] = None


@dataclass(frozen=True)
class Package:
    """A package that is installed (``present``) or purged."""

    item: str
    name: str
    present: bool


@dataclass(frozen=True)
class Unit:
    """What is asked of a unit: ``stop``, ``disable``, ``mask``, ``unmask``, ``enable`` or ``start``."""

    item: str
    name: str
    verb: str


class Edits:
    """Gathers what the items of one batch change.

    Args:
        host: The host as it is.
    """

    def __init__(self, host: Host) -> None:
        self.host = host
        self.files: Dict[str, FileEdit] = {}
        self.permits: List[Permit] = []
        self.kernel_values: List[Kernel] = []
        self.actions: List[Action] = []
        self.packages: List[Package] = []
        self.units: List[Unit] = []
        self.checks: List[Tuple[str, ...]] = []
        self.restarts: Dict[str, str] = {}
        self.reboot = False

    def text(self, path: str) -> Optional[str]:
        """A file's text as it will be: with what earlier items of this batch do to it."""
        return self.files[path].after if path in self.files else self.host.text(path)

    def write(
        self,
        item: str,
        path: str,
        content: str,
        *,
        mode: Optional[int] = None,
        owner: Optional[str] = None,
        group: Optional[str] = None,
        check: Optional[Sequence[str]] = None,
        secret: bool = False,
    ) -> None:
        """A file shall have this text; several items may write one file, each over ``text(path)``.

        Args:
            item: The id of the item that asks for it.
            path: The file; its folder is made where there is none.
            content: Its whole text.
            mode: Its mode; None keeps it, 0644 for a new file.
            owner: Its owner; None keeps it, root for a new file.
            group: Its group; None keeps it, root for a new file.
            check: A program that must accept it first; ``%s`` stands for the file.
            secret: Never show its text.
        """
        edit = self._file(item, path)
        edit.after = content
        edit.mode = edit.mode if mode is None else mode
        edit.owner = owner or edit.owner
        edit.group = group or edit.group
        edit.check = tuple(check) if check else edit.check
        edit.secret = edit.secret or secret

    def remove(self, item: str, path: str) -> None:
        """A file shall not be there."""
        self._file(item, path).after = None

    def permit(self, permit: Permit) -> None:
        """A file or folder shall have another mode or owner, and keep its content.

        Where several items ask for the same one, what each takes away goes and what each adds comes.
        """
        known = next((entry for entry in self.permits if entry.path == permit.path), None)
        if known is None:
            self.permits.append(permit)
        else:
            self.permits[self.permits.index(known)] = self._merged(known, permit)

    def _merged(self, one: Permit, other: Permit) -> Permit:
        state = self.host.stat(one.path, follow=False)
        if state is None:
            return other
        now = state.st_mode & 0o7777
        modes = [now if entry.mode is None else entry.mode for entry in (one, other)]
        gone = now & ~(modes[0] & modes[1])
        mode = (now & ~gone) | ((modes[0] | modes[1]) & ~now)
        uid = one.uid if other.uid is None else other.uid
        gid = one.gid if other.gid is None else other.gid
        names = self.host.owner(state.st_uid if uid is None else uid, state.st_gid if gid is None else gid)
        after = f"{mode:04o} {names[0]}:{names[1]}"
        return Permit(f"{one.item}, {other.item}", one.path, mode, uid, gid, one.before, after)

    def kernel(self, item: str, path: str, value: str) -> None:
        """A value below /proc/sys or /sys shall be this now; keeping it across a reboot is another edit."""
        before = (self.host.text(path) or "").strip()
        self.kernel_values.append(Kernel(item, path, before, value))

    def act(self, action: Action) -> None:
        """A program shall run; the same program is run once, however many items ask for it."""
        if all((known.argv, known.stdin) != (action.argv, action.stdin) for known in self.actions):
            self.actions.append(action)

    def package(self, item: str, name: str, present: bool) -> None:
        """A package shall be there, or not; all of a batch are handed to apt at once."""
        if all(known.name != name for known in self.packages):
            self.packages.append(Package(item, name, present))

    def unit(self, item: str, name: str, verb: str) -> None:
        """A unit shall be enabled, started, masked …; one call of systemctl serves all of a verb."""
        if all((known.name, known.verb) != (name, verb) for known in self.units):
            self.units.append(Unit(item, name, verb))

    def verify(self, argv: Sequence[str]) -> None:
        """A program must accept the whole configuration once files are written; else they are taken back."""
        if tuple(argv) not in self.checks:
            self.checks.append(tuple(argv))

    def restart(self, unit: str, verb: str = "try-restart") -> None:
        """A unit must take up what changed, once a batch.

        Args:
            unit: Its name.
            verb: ``try-restart`` (only where it runs), ``restart``, ``reload``, ``try-reload-or-restart``.
        """
        if self.restarts.get(unit) != "restart":
            self.restarts[unit] = verb

    def needs_reboot(self) -> None:
        """What changed takes effect at the next start."""
        self.reboot = True

    # What a check shows and a guard keeps

    @property
    def changed_files(self) -> List[FileEdit]:
        """The files that really change."""
        return [edit for edit in self.files.values() if edit.after != edit.before or self._moves(edit)]

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        others = (self.permits, self.kernel_values, self.actions, self.packages, self.units)
        return not (self.changed_files or any(others))

    @property
    def paths(self) -> List[str]:
        """Every file whose content or permissions change."""
        return sorted({edit.path for edit in self.changed_files} | {permit.path for permit in self.permits})

    def changes(self) -> List[Dict[str, Any]]:
        """What changes, a line each, with the item that asks for it."""
        told: List[Dict[str, Any]] = [
            {
                "id": ", ".join(edit.items),
                "what": edit.what,
                "before": _state(edit, edit.before is None),
                "after": _state(edit, edit.after is None),
            }
            for edit in self.changed_files
        ]
        told += [
            {
                "id": permit.item,
                "what": f"permissions of {permit.path}",
                "before": permit.before,
                "after": permit.after,
            }
            for permit in self.permits
        ]
        told += [
            {"id": value.item, "what": f"set {value.path}", "before": value.before, "after": value.after}
            for value in self.kernel_values
        ]
        told += [
            {
                "id": package.item,
                "what": f"{'install' if package.present else 'purge'} {package.name}",
                "before": "absent" if package.present else "present",
                "after": "present" if package.present else "absent",
            }
            for package in self.packages
        ]
        told += [
            {"id": unit.item, "what": f"{unit.verb} {unit.name}", "before": None, "after": None}
            for unit in self.units
        ]
        told += [
            {"id": action.item, "what": action.what, "before": action.before, "after": action.after}
            for action in self.actions
        ]
        return told

    def diff(self) -> List[Dict[str, str]]:
        """What changes, in the form that Ansible's ``--diff`` prints."""
        shown = []
        for edit in self.changed_files:
            before, after = edit.before or "", edit.after or ""
            if edit.secret:
                before, after = "(not shown)\n" if before else "", "(not shown)\n" if after else ""
            marks = f" (mode {edit.mode:04o})" if edit.mode is not None and self._moves(edit) else ""
            shown.append(
                _shown(
                    edit.path + ("" if edit.before is not None else " (absent)"),
                    before,
                    edit.path + (marks if edit.after is not None else " (absent)"),
                    after,
                )
            )
        rest = self.changes()[len(shown) :]
        shown.extend(
            _shown(change["what"], _line(change["before"]), change["what"], _line(change["after"]))
            for change in rest
        )
        return shown

    def _file(self, item: str, path: str) -> FileEdit:
        if path not in self.files:
            before = self.host.text(path)
            self.files[path] = FileEdit(path, before, before)
        edit = self.files[path]
        if item not in edit.items:
            edit.items.append(item)
        return edit

    def _moves(self, edit: FileEdit) -> bool:
        state = self.host.stat(edit.path)
        if state is None or edit.after is None:
            return False
        owner, group = self.host.owner(state.st_uid, state.st_gid)
        return (
            (edit.mode is not None and edit.mode != state.st_mode & 0o7777)
            or (edit.owner is not None and edit.owner != owner)
            or (edit.group is not None and edit.group != group)
        )


def _state(edit: FileEdit, missing: bool) -> str:
    return "absent" if missing else f"present{'' if edit.mode is None else f', mode {edit.mode:04o}'}"


def _shown(before_header: str, before: str, after_header: str, after: str) -> Dict[str, str]:
    return {"before_header": before_header, "before": before, "after_header": after_header, "after": after}


def _line(value: object) -> str:
    return "" if value is None else f"{value}\n"
