"""Every operation by which the guard changes a file system, one method an operation.

A test stops before the N-th operation, as a power cut does, by a subclass of ``Disk``.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import shutil
import stat
import struct
from typing import Any, Callable, Mapping

_GET_FLAGS, _SET_FLAGS = 0x80086601, 0x40086602  # FS_IOC_GETFLAGS and FS_IOC_SETFLAGS of Linux
_LOCKED_DOWN = 0x10 | 0x20  # FS_IMMUTABLE_FL, FS_APPEND_FL


class Disk:
    """Changes files; each method is one step that either happened or did not."""

    def before(self, operation: str, path: str) -> None:
        """Called before every operation; a subclass may stop here."""

    def folder(self, path: str, mode: int = 0o700) -> None:
        """Make a folder, and those above it, where there is none."""
        if not os.path.isdir(path):
            self.before("folder", path)
            os.makedirs(path, mode, exist_ok=True)

    def write(self, path: str, data: bytes, mode: int = 0o600) -> None:
        """Write a file whole or not at all, durably."""
        fresh = f"{path}.new"
        self.before("write", fresh)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode), "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        self.rename(fresh, path)

    def write_json(self, path: str, value: Mapping[str, Any]) -> None:
        """Write a JSON file whole or not at all, durably."""
        self.write(path, json.dumps(value, indent=1, sort_keys=True).encode() + b"\n")

    def overwrite(self, path: str, data: bytes) -> None:
        """Write over the start of a file, within the space that it has, durably."""
        self.before("overwrite", path)
        with open(path, "r+b") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def copy(self, source: str, target: str) -> None:
        """Copy a file or a symbolic link with all that it is: owner, mode, times, attributes."""
        self.before("copy", target)
        shutil.copyfile(source, target, follow_symlinks=False)
        self._become(source, target)

    def like(self, source: str, target: str) -> None:
        """Make an empty folder with the owner, mode and attributes of another."""
        self.before("like", target)
        os.mkdir(target)
        self._become(source, target)

    def replace(self, source: str, target: str) -> None:
        """Write a file's content and owner into another one, which may be a mount point."""
        self.before("replace", target)
        with open(source, "rb") as there, open(target, "r+b") as here:
            here.truncate()
            shutil.copyfileobj(there, here)
            here.flush()
            os.fsync(here.fileno())
        self._become(source, target)

    def rename(self, source: str, target: str) -> None:
        """Put a file in another's place in one step, durably."""
        self.before("rename", target)
        self._unlocked(lambda: os.rename(source, target), target)
        self.sync(os.path.dirname(target))

    def become(self, source: str, target: str) -> None:
        """Give a folder the owner, mode and attributes of another."""
        self.before("become", target)
        for name in set(os.listxattr(target)) - set(os.listxattr(source)):
            os.removexattr(target, name)
        self._become(source, target)
        self.sync(target)

    def remove(self, path: str) -> None:
        """Remove a file, a link or a folder with what is in it; nothing where there is none."""
        try:
            state = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            return
        self.before("remove", path)
        if stat.S_ISDIR(state.st_mode):
            shutil.rmtree(path)
        else:
            self._unlocked(lambda: os.unlink(path), path)
        self.sync(os.path.dirname(path))

    @staticmethod
    def sync(folder: str) -> None:
        """Make what happened in a folder durable."""
        try:
            opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return  # the folder went meanwhile, or can't be opened: its parent's sync covers what matters
        try:
            os.fsync(opened)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.EROFS):
                raise
        finally:
            os.close(opened)

    @staticmethod
    def sync_all(folder: str) -> None:
        """Make everything durable that was written on a folder's file system until now."""
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(opened):
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), folder)
        finally:
            os.close(opened)

    @staticmethod
    def _become(source: str, target: str) -> None:
        state = os.lstat(source)
        os.chown(
            target, state.st_uid, state.st_gid, follow_symlinks=False
        )  # first: it takes capabilities away
        shutil.copystat(source, target, follow_symlinks=False)

    def _unlocked(self, change: Callable[[], None], path: str) -> None:
        """Change a name; where ``chattr +i`` or ``+a`` forbids it, take that from the file and its folder."""
        try:
            change()
        except PermissionError:
            for name in (path, os.path.dirname(path)):
                self._take_flags(name)
            change()

    def _take_flags(self, path: str) -> None:
        if not os.path.lexists(path) or os.path.islink(path):
            return
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            flags = struct.unpack("l", fcntl.ioctl(opened, _GET_FLAGS, struct.pack("l", 0)))[0]
            if flags & _LOCKED_DOWN:
                self.before("flags", path)
                fcntl.ioctl(opened, _SET_FLAGS, struct.pack("l", flags & ~_LOCKED_DOWN))
        except OSError:
            pass  # a file system without such flags: the second try says why it fails
        finally:
            os.close(opened)
