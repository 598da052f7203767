"""What a worker gives up before it runs a learner's code. Linux only, without root; each layer may be missing.

Landlock takes the files away, seccomp the network, other processes and new programs, rlimits memory and large files.
Elsewhere nothing is taken away here: the parent limits time and output.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
import time
from collections.abc import Iterable
from typing import Any

MEMORY = 768 << 20
"""Bytes of address space."""
FILE = 4 << 20
"""Bytes that one file may have."""
FILES = 128
"""Open files."""

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
MAKE_CHAR, MAKE_SOCK, MAKE_BLOCK = 1 << 6, 1 << 9, 1 << 11
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
"""Rights that a single file can be given."""
RIGHTS = {0: 0, 1: 13, 2: 14, 3: 15, 4: 15}
"""How many rights on files each version of Landlock knows; later ones 16."""
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 1, 38, 22, 2
READABLE = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/share/zoneinfo", "/etc/localtime", "/etc/mime.types",
            "/dev/urandom", "/dev/zero", "/proc/self")  # fmt: skip


def confine(folder: str, readable: Iterable[str], seconds: float) -> dict[str, bool]:
    """Give up everything but reading `readable` and working in `folder`.

    Args:
        seconds: of processor time from now on.

    Returns: what is enforced: "files", "network", "processes", "memory", "disk".
    """
    if sys.platform != "linux":
        return dict.fromkeys(("files", "network", "processes", "memory", "disk"), False)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0)  # end with the tutor
    limited = _limit(seconds)
    files = _landlock(libc, [*readable, *READABLE], [folder, "/dev/null"])
    calls = _seccomp(libc)
    return {"files": files, "network": calls, "processes": calls, "memory": limited, "disk": limited}


# ── Limits ───────────────────────────────────────────────────────────────────────────────────────


def _limit(seconds: float) -> bool:
    import resource

    used = int(time.process_time()) + 1  # what the imports took counts
    wanted = {
        resource.RLIMIT_CPU: used + int(seconds) + 1,
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_FSIZE: FILE,
        resource.RLIMIT_NOFILE: FILES,
        resource.RLIMIT_CORE: 0,
    }
    for name, value in wanted.items():
        hard = resource.getrlimit(name)[1]
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(name, (least, least))
        except (ValueError, OSError):
            return False
    return True


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def _landlock(libc: Any, readable: Iterable[str], writable: Iterable[str]) -> bool:
    """Take away all files but these, and TCP where the kernel can; whether it was done."""
    version = max(0, libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1))
    if not version:
        return False
    handled = (1 << RIGHTS.get(version, 16)) - 1
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = struct.pack("QQQ", handled, 3, 3)[:size]  # TCP since version 4, signals and sockets since 6
    fd = libc.syscall(CREATE_RULESET, ruleset, ctypes.c_size_t(size), 0)
    if fd < 0:
        return False
    try:
        read = READ_FILE | READ_DIR
        write = handled & ~(EXECUTE | MAKE_CHAR | MAKE_BLOCK | MAKE_SOCK)
        given = [(path, read) for path in readable] + [(path, write) for path in writable]
        if not all(_give(libc, fd, path, rights) for path, rights in given):
            return False
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(libc.syscall(RESTRICT_SELF, fd, 0) == 0)
    finally:
        os.close(fd)


def _give(libc: Any, ruleset: int, path: str, rights: int) -> bool:
    """Give rights on a path and all below it; a path that does not exist needs none."""
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return True
    try:
        rule = struct.pack("=Qi", rights if os.path.isdir(path) else rights & ON_FILES, fd)
        return bool(libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, rule, 0) == 0)
    finally:
        os.close(fd)


# ── System calls ─────────────────────────────────────────────────────────────────────────────────

X86_64, AARCH64 = 0xC000003E, 0xC00000B7
_CALLS: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (X86_64, {
        "socket": 41, "fork": 57, "vfork": 58, "clone": 56, "clone3": 435, "execve": 59, "execveat": 322,
        "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kill": 62, "tkill": 200, "tgkill": 234,
        "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "pidfd_open": 434, "pidfd_send_signal": 424,
        "pidfd_getfd": 438, "io_uring_setup": 425, "unshare": 272, "setns": 308, "bpf": 321, "perf_event_open": 298,
        "userfaultfd": 323, "keyctl": 250, "add_key": 248, "request_key": 249, "mount": 165, "prlimit64": 302,
        "setsid": 112, "setpgid": 109, "msgget": 68, "shmget": 29, "semget": 64, "mq_open": 240, "memfd_create": 319,
    }),
    "aarch64": (AARCH64, {
        "socket": 198, "clone": 220, "clone3": 435, "execve": 221, "execveat": 281, "ptrace": 117,
        "process_vm_readv": 270, "process_vm_writev": 271, "kill": 129, "tkill": 130, "tgkill": 131,
        "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "pidfd_open": 434, "pidfd_send_signal": 424,
        "pidfd_getfd": 438, "io_uring_setup": 425, "unshare": 97, "setns": 268, "bpf": 280, "perf_event_open": 241,
        "userfaultfd": 282, "keyctl": 219, "add_key": 217, "request_key": 218, "mount": 40, "prlimit64": 261,
        "setsid": 157, "setpgid": 154, "msgget": 186, "shmget": 194, "semget": 190, "mq_open": 180,
        "memfd_create": 279,
    }),
}  # fmt: skip
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Instructions of the classic BPF that a filter is written in."""
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
CLONE_THREAD = 0x10000
Instruction = tuple[int, int, int, int]


def _filter(machine: int, numbers: dict[str, int], pid: int) -> list[Instruction]:
    """A filter that lets threads and signals to oneself through, and of the calls in `numbers` nothing else."""

    def fails(number: int) -> Instruction:
        return RETURN, 0, 0, FAIL | number

    allowed: Instruction = (RETURN, 0, 0, ALLOW)
    to_me = [(LOAD, 0, 0, 16), (EQUAL, 0, 1, pid), allowed, fails(errno.EPERM)]
    special: dict[str, list[Instruction]] = {
        "clone3": [fails(errno.ENOSYS)],  # then the C library takes clone, whose flags can be looked at
        "clone": [(LOAD, 0, 0, 16), (ANY_BIT, 0, 1, CLONE_THREAD), allowed, fails(errno.EPERM)],
        "kill": to_me,
        "tgkill": to_me,
        "prlimit64": [(LOAD, 0, 0, 16), (EQUAL, 1, 0, 0), (EQUAL, 0, 1, pid), allowed, fails(errno.EPERM)],
        "socket": [fails(errno.EACCES)],
    }
    program: list[Instruction] = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, machine), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    if machine == X86_64:  # numbers of the x32 variant would pass by
        program += [(AT_LEAST, 0, 1, 0x40000000), fails(errno.EPERM)]
    for name, number in numbers.items():
        body = special.get(name, [fails(errno.EPERM)])
        program += [(EQUAL, 0, len(body), number), *body]
    return [*program, allowed]


def _seccomp(libc: Any) -> bool:
    """Take away the network, other processes and other programs; whether it was done."""
    machine, numbers = _CALLS.get(platform.machine(), (0, {}))
    if not machine or struct.calcsize("P") != 8:
        return False
    program = _filter(machine, numbers, os.getpid())
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *instruction) for instruction in program))
    head = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_char_p(head), 0, 0) == 0)
