"""Runs a program that the kernel kills when it asks for a socket: `python -m tests.app.offline …`.

Sockets of this machine only (AF_UNIX) are left: screens, D-Bus and the window that further starts
talk to need them. All child processes are bound by the same. Linux only.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
import sys

# By machine: its number among the kernel's (AUDIT_ARCH), and that of the call `socket`.
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_IO_URING_SETUP = 425  # everywhere; by it a socket could be asked for without the call
_X32 = 0x40000000

# Classic BPF, and the answers of a filter (linux/filter.h, linux/seccomp.h).
_LOAD, _IF_EQUAL, _IF_NOT_BELOW, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050000 | errno.ENOSYS, 0x7FFF0000

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2


def is_possible() -> bool:
    """Return whether a program can be bound here."""
    return sys.platform.startswith("linux") and platform.machine() in _MACHINES


def deny_sockets() -> None:
    """Bind this process, and all that it starts, for ever.

    Raises
    ------
    OSError
        When the kernel has no such filters.
    """
    machine, call = _MACHINES[platform.machine()]
    # Each line: what, how many lines to skip if it is so, and if not, and a number.
    lines = [
        (_LOAD, 0, 0, _MACHINE),
        (_IF_EQUAL, 0, 8, machine),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_NOT_BELOW, 6, 0, _X32),
        (_IF_EQUAL, 4, 0, _IO_URING_SETUP),
        (_IF_EQUAL, 0, 2, call),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_IF_EQUAL, 0, 2, socket.AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _KILL),
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    head = ctypes.create_string_buffer(struct.pack("@HP", len(lines), ctypes.addressof(program)))
    control = ctypes.CDLL(None, use_errno=True).prctl
    arguments = [ctypes.c_ulong(0)] * 3
    for done in (
        control(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), *arguments),
        control(_SET_SECCOMP, ctypes.c_ulong(_FILTER), head, *arguments[1:]),
    ):
        if done != 0:
            raise OSError(ctypes.get_errno(), "the kernel binds no process")


if __name__ == "__main__":
    deny_sockets()
    os.execvp(sys.argv[1], sys.argv[1:])
