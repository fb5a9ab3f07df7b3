"""A disk that refuses what a test wants: a FUSE file system over a folder, as a share or a cloud's mount would be.

It speaks the kernel's protocol (linux/fuse.h, 7.31) and needs nothing but `/dev/fuse` and the right to mount.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import stat
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

IN = struct.Struct("<IIQQIIIHH")
ATTRIBUTES = struct.Struct("<6Q10I")
LOOKUP, FORGET, GETATTR, SETATTR, READLINK, SYMLINK = 1, 2, 3, 4, 5, 6
MKDIR, UNLINK, RMDIR, RENAME, LINK, OPEN, READ, WRITE = 9, 10, 11, 12, 13, 14, 15, 16
STATFS, RELEASE, FSYNC, FLUSH, INIT, OPENDIR, READDIR = 17, 18, 20, 25, 26, 27, 28
RELEASEDIR, FSYNCDIR, SETLK, SETLKW, CREATE, DESTROY, BATCH_FORGET, RENAME2 = 29, 30, 32, 33, 35, 38, 42, 45
NO_ANSWER = (FORGET, BATCH_FORGET)
MNT_DETACH = 2
POSIX_LOCKS, FLOCK_LOCKS, BIG_WRITES = 1 << 1, 1 << 10, 1 << 5
_libc = ctypes.CDLL(None, use_errno=True)


def can_mount() -> bool:
    """Whether this account may mount such a disk here."""
    return os.geteuid() == 0 and os.path.exists("/dev/fuse") and sys.platform == "linux"


@contextmanager
def refusing_disk(behind: Path, at: Path, refused: Mapping[str, int], mode: int | None = None) -> Iterator[Path]:
    """The folder `behind`, seen at `at`. `refused` names what fails there and how: `flock`, `lock` (of a range, which
    SQLite takes), `chmod`, `chown`, `utime`, `fsync`, `fsync folder`, `link`, `rename`, `write`. With a `mode` every
    file has that one, as on a memory stick."""
    for folder in (behind, at):
        folder.mkdir(parents=True, exist_ok=True)
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other"
    if _libc.mount(b"dip", os.fsencode(at), b"fuse", 0, options.encode()):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(at))
    settings = json.dumps([os.fspath(behind), device, dict(refused), mode])
    # A process that was only forked would hold on to all that this one has open, to the pipe of the test's worker, too.
    server = subprocess.Popen([sys.executable, "-P", __file__, settings], pass_fds=[device], stdin=subprocess.DEVNULL)
    os.close(device)
    try:
        yield at
    finally:
        busy = _libc.umount2(os.fsencode(at), 0) and ctypes.get_errno()
        server.kill()  # whoever still has a file open there gets an error, and nobody waits
        if busy:
            _libc.umount2(os.fsencode(at), MNT_DETACH)
        server.wait()
    assert not busy, f"{at} could not be unmounted ({os.strerror(busy)}): a file there was not closed"


class _Disk:
    def __init__(self, behind: str, device: int, refused: Mapping[str, int], mode: int | None) -> None:
        self.device, self.refused, self.mode = device, refused, mode
        self.paths = {1: behind}
        self.acts: dict[int, Callable[[int, bytes], bytes]] = {
            LOOKUP: self.lookup, GETATTR: self.getattr, SETATTR: self.setattr, MKDIR: self.mkdir, OPEN: self.open,
            UNLINK: lambda node, data: self.remove(os.unlink, node, data),
            RMDIR: lambda node, data: self.remove(os.rmdir, node, data),
            RENAME: lambda node, data: self.rename(node, data, 8),
            RENAME2: lambda node, data: self.rename(node, data, 16),
            READ: self.read, WRITE: self.write, RELEASE: self.release, FSYNC: self.fsync, CREATE: self.create,
            FLUSH: lambda *_: b"", OPENDIR: lambda *_: bytes(16), READDIR: self.readdir, RELEASEDIR: lambda *_: b"",
            FSYNCDIR: lambda *_: self.refuse("fsync folder"), INIT: self.init, SETLK: self.lock, SETLKW: self.lock,
            STATFS: lambda *_: struct.pack("<5Q4I24x", 1 << 20, 1 << 19, 1 << 19, 1 << 20, 1 << 19, 4096, 255, 4096, 0),
            LINK: lambda *_: self.refuse("link") or self.fail(errno.EPERM),
        }  # fmt: skip

    def serve(self) -> None:
        """Until it is unmounted."""
        with suppress(OSError):
            while request := os.read(self.device, (1 << 20) + 4096):
                _, act, unique, node, *_ = IN.unpack_from(request)
                if act in NO_ANSWER:
                    continue
                failed, answer = 0, b""
                try:
                    answer = self.acts[act](node, request[IN.size :]) if act in self.acts else self.fail(errno.ENOSYS)
                except OSError as error:
                    failed = error.errno or errno.EIO
                with suppress(FileNotFoundError):  # whoever asked is gone
                    os.write(self.device, struct.pack("<IiQ", 16 + len(answer), -failed, unique) + answer)
                if act == DESTROY:
                    return

    def fail(self, number: int) -> bytes:
        raise OSError(number, os.strerror(number))

    def refuse(self, what: str) -> bytes:
        return self.fail(self.refused[what]) if what in self.refused else b""

    def named(self, node: int, name: bytes) -> str:
        return os.path.join(self.paths[node], os.fsdecode(name.split(b"\0")[0]))

    def attributes(self, there: os.stat_result) -> bytes:
        times = [there.st_atime_ns, there.st_mtime_ns, there.st_ctime_ns]
        mode = there.st_mode if self.mode is None else stat.S_IFMT(there.st_mode) | self.mode
        return ATTRIBUTES.pack(
            there.st_ino, there.st_size, there.st_blocks, *(time // 10**9 for time in times),
            *(time % 10**9 for time in times), mode, there.st_nlink, there.st_uid, there.st_gid, 0, 4096, 0,
        )  # fmt: skip

    def entry(self, path: str) -> bytes:
        there = os.lstat(path)
        node = next((node for node, known in self.paths.items() if known == path), max(self.paths) + 1)
        self.paths[node] = path
        return struct.pack("<4Q2I", node, 0, 0, 0, 0, 0) + self.attributes(there)

    def init(self, _: int, data: bytes) -> bytes:
        offered = struct.unpack_from("<4I", data)[3]
        wanted = BIG_WRITES | (FLOCK_LOCKS if "flock" in self.refused else 0)
        wanted |= POSIX_LOCKS if "lock" in self.refused else 0
        return struct.pack("<4IHHIIHH8I", 7, 31, 1 << 17, offered & wanted, 12, 9, 1 << 17, 1, 32, 0, *[0] * 8)

    def lookup(self, node: int, data: bytes) -> bytes:
        return self.entry(self.named(node, data))

    def getattr(self, node: int, _: bytes) -> bytes:
        return bytes(16) + self.attributes(os.lstat(self.paths[node]))

    def setattr(self, node: int, data: bytes) -> bytes:
        valid, _, _, size, _, atime, mtime, _, an, mn, _, mode, _, uid, gid, _ = struct.unpack_from("<II6Q8I", data)
        path = self.paths[node]
        if valid & 1:
            self.refuse("chmod")
            os.chmod(path, mode & 0o7777)
        if valid & 6:
            self.refuse("chown")
            os.chown(path, uid if valid & 2 else -1, gid if valid & 4 else -1)
        if valid & 8:
            os.truncate(path, size)
        elif valid & (16 | 32):
            self.refuse("utime")
            os.utime(path, None if valid & 256 else (atime + an / 1e9, mtime + mn / 1e9))
        return self.getattr(node, b"")

    def mkdir(self, node: int, data: bytes) -> bytes:
        path = self.named(node, data[8:])
        os.mkdir(path, struct.unpack_from("<I", data)[0])
        return self.entry(path)

    def remove(self, how: Callable[[str], None], node: int, data: bytes) -> bytes:
        how(self.named(node, data))
        return b""

    def rename(self, node: int, data: bytes, begins: int) -> bytes:
        self.refuse("rename")
        goal_node = struct.unpack_from("<Q", data)[0]
        source, goal = data[begins:].split(b"\0")[:2]
        old, new = self.named(node, source), self.named(goal_node, goal)
        os.replace(old, new)
        for known, path in list(self.paths.items()):
            if path == new:
                del self.paths[known]
            elif path == old or path.startswith(old + "/"):
                self.paths[known] = new + path[len(old) :]
        return b""

    def open(self, node: int, data: bytes) -> bytes:
        flags = struct.unpack_from("<I", data)[0] & ~(os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_APPEND)
        return struct.pack("<QII", os.open(self.paths[node], flags), 0, 0)

    def create(self, node: int, data: bytes) -> bytes:
        flags, mode, _, _ = struct.unpack_from("<4I", data)
        path = self.named(node, data[16:])
        handle = os.open(path, flags & ~os.O_APPEND, mode)
        return self.entry(path) + struct.pack("<QII", handle, 0, 0)

    def read(self, _: int, data: bytes) -> bytes:
        handle, offset, size = struct.unpack_from("<QQI", data)
        return os.pread(handle, size, offset)

    def write(self, _: int, data: bytes) -> bytes:
        self.refuse("write")
        handle, offset, size = struct.unpack_from("<QQI", data)
        return struct.pack("<II", os.pwrite(handle, data[40 : 40 + size], offset), 0)

    def release(self, _: int, data: bytes) -> bytes:
        os.close(struct.unpack_from("<Q", data)[0])
        return b""

    def fsync(self, _: int, data: bytes) -> bytes:
        self.refuse("fsync")
        os.fsync(struct.unpack_from("<Q", data)[0])
        return b""

    def lock(self, _: int, data: bytes) -> bytes:
        is_flock = struct.unpack_from("<QQQQIII", data)[6] & 1
        return self.refuse("flock" if is_flock else "lock")

    def readdir(self, node: int, data: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", data)
        answer = b""
        for number, name in enumerate([b".", b"..", *sorted(map(os.fsencode, os.listdir(self.paths[node])))], 1):
            line = struct.pack("<QQII", 1 << 40 | number, number, len(name), 0) + name
            line += bytes(-len(line) % 8)
            if number > offset and len(answer) + len(line) <= size:
                answer += line
            elif number > offset:
                break
        return answer


if __name__ == "__main__":
    _Disk(*json.loads(sys.argv[1])).serve()
