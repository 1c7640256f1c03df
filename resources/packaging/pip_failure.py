"""Why pip failed, in a sentence: what it says itself is long, and often about something else.

Without a network pip finds no version of anything, and calls that `ResolutionImpossible`, or tells
that no distribution matches. dev.py imports this before anything is installed.
"""

from __future__ import annotations

import re

# The first that fits is told; what stands further down may follow from what stands above.
_CAUSES = {
    r"No space left on device|Errno 28|not enough space on the disk": (
        "there is no space left. Make room where this folder is, and in the folder for temporary "
        "files (TMPDIR names another)"
    ),
    r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|TLS CA certificate bundle": (
        "the certificate of the package server is not trusted. If a proxy of your network stands "
        "between, set PIP_CERT to the file with its certificate; if the clock of this machine is "
        "wrong, set it"
    ),
    r"ProxyError|Tunnel connection failed|407 Proxy": (
        "the proxy refused the connection. HTTPS_PROXY says which one is used"
    ),
    r"Name or service not known|name resolution|getaddrinfo failed|nodename nor servname"
    r"|Failed to resolve|NewConnectionError|Network is unreachable|Failed to establish|urlopen": (
        "there is no connection to the package server. See whether this machine is online"
    ),
    r"[Tt]imed out|TimeoutError|IncompleteRead|Connection broken|ConnectionReset": (
        "the connection to the package server broke off, or was too slow"
    ),
    r"Permission denied|Errno 13|Read-only file system|Errno 30": (
        "this folder cannot be written to. Copy it to one of your own"
    ),
    r"externally-managed-environment": "this Python belongs to the system",
}
_NOTHING_FITS = re.compile(r"No matching distribution found for (\S+)")


def why_pip_failed(said: str) -> str:
    """Find the cause in what pip printed.

    Parameters
    ----------
    said : str
        Its stderr.

    Returns
    -------
    str
        A sentence without a full stop; where no known cause fits, what pip calls errors.
    """
    for pattern, cause in _CAUSES.items():
        if re.search(pattern, said):
            return cause
    if unfit := _NOTHING_FITS.search(said):
        return f"there is no {unfit[1]} for this Python on this kind of machine"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return "\n".join(errors or lines[-5:]) or "pip does not say why"
