"""Mail servers whose Debian packages conflict: unpacked beside each other, not installed.

Debian lets only one mail transport agent and one IMAP server be installed at a time. So the others
are downloaded, with whatever libraries the system lacks, and unpacked below `.venv/debian`. That
needs apt's package lists, and no root. `.ci/run` does it by `python3 -m tests.servers.packages`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = {
    "cyrus": ("cyrus-imapd", "libsasl2-modules"),
    "courier": ("courier-imap",),
    "exim": ("exim4-daemon-light",),
    "opensmtpd": ("opensmtpd",),
}

ROOT = Path(__file__).resolve().parents[2] / ".venv" / "debian"
COMMAND = "python3 -m tests.servers.packages"


def unpacked(server: str) -> Path:
    """The folder that stands for "/" to this server; it may not be there."""
    return ROOT / server


def missing(server: str, binary: str) -> str:
    """Why this server cannot be started, or ""."""
    if not (unpacked(server) / binary).exists():
        return f"{server} is not unpacked: run {COMMAND} (Debian's {PACKAGES[server][0]})"
    return "" if shutil.which("openssl") else "openssl is not installed"


def tree(server: str, home: Path) -> Path:
    """The unpacked files, where the account that runs the server can reach them: root's checkout
    may be closed to it."""
    if os.getuid() != 0:
        return unpacked(server)
    shutil.copytree(unpacked(server), home / "debian", symlinks=True)
    return home / "debian"


def libraries(root: Path) -> str:
    """LD_LIBRARY_PATH for the programs of this tree."""
    folders = {path.parent for path in root.rglob("lib*.so*") if "debug" not in path.parts}
    return ":".join(sorted(map(str, folders)))


def fetch(server: str) -> None:
    """Download and unpack, unless that is done."""
    if unpacked(server).is_dir():
        return
    ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT) as scratch:
        files, tree = Path(scratch, "files"), Path(scratch, "tree")
        files.mkdir()
        tree.mkdir()
        names = _not_installed(PACKAGES[server])
        subprocess.run(["apt-get", "download", "-qq", *names], cwd=files, check=True)
        for package in files.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(package), str(tree)], check=True)
        tree.rename(unpacked(server))


def _not_installed(packages: tuple[str, ...]) -> list[str]:
    """The packages and those of their dependencies that this system has not; in a simulation,
    since apt would remove the packages that conflict."""
    simulated = ["apt-get", "-s", "install", "--no-install-recommends", *packages]
    done = subprocess.run(
        simulated, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"}
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    wanted = {*packages, *(line[1] for line in lines if line[:1] == ["Inst"])}
    # A C library beside the system's own would not fit the system's loader.
    return [name for name in wanted if not name.startswith("libc6")]


if __name__ == "__main__":
    for name in sys.argv[1:] or PACKAGES:
        fetch(name)
