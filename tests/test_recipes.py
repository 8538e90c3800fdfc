# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipes of the README for cron, systemd and logrotate do what they are there for."""

from __future__ import annotations

import getpass
import grp
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.logs import many, query, write
from tests.test_readme import blocks

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Machine:
    """A folder that stands for a server's, with the program and yesterday's log."""

    folder: Path

    @property
    def logs(self) -> Path:
        return self.folder / "log"

    def moved(self, recipe: str) -> str:
        """A recipe for this machine."""
        for there, here in (
            ("/usr/local/bin", self.folder / "bin"),
            ("/var/log/nginx", self.logs),
            ("/var/lib/loganalytics", self.folder / "lib"),
            ("invoke-rc.d nginx rotate", "true"),
        ):
            recipe = recipe.replace(there, str(here))
        return recipe

    def sh(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it as cron does: by sh, in an environment that holds next to nothing."""
        given = {"HOME": str(self.folder), "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"}
        return subprocess.run(
            ["/bin/sh", "-c", command],
            env=given | environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    for name in ("bin", "log", "lib"):
        (tmp_path / name).mkdir()
    program = tmp_path / "bin" / "loganalytics"
    program.write_text(
        f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec '{sys.executable}' -m loganalytics \"$@\"\n"
    )
    program.chmod(0o755)
    return machine


def unit(section: str) -> str:
    """The unit that has this section."""
    (found,) = (b for b in blocks("ini") if f"[{section}]" in b.lines)
    return "\n".join(found.lines) + "\n"


def test_the_line_for_cron_counts_yesterday_and_is_silent(machine: Machine) -> None:
    write(machine.logs / "access.log.1", many(30))
    (line,) = (b.lines[0] for b in blocks("crontab") if "ingest" in b.lines[0])
    command = re.sub(r"^(\S+ +){5}", "", machine.moved(line))
    assert machine.sh(command).returncode == 127  # of cron's PATH
    command = command.replace("loganalytics", f"{machine.folder}/bin/loganalytics", 1)
    for _ in range(2):
        done = machine.sh(command)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (database,) = machine.folder.glob("**/loganalytics.duckdb")
    assert query(database, "select sum(hits) from traffic") == [(30,)]


def test_the_service_counts_yesterday(machine: Machine) -> None:
    write(machine.logs / "access.log.1", many(30))
    service = dict(
        line.split("=", 1) for line in machine.moved(unit("Service")).splitlines() if "=" in line
    )
    name, _, database = service["Environment"].partition("=")
    done = machine.sh(service["ExecStart"], **{name: database})
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert query(Path(database), "select sum(hits) from traffic") == [(30,)]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_service_and_timer(machine: Machine) -> None:
    for section, name in (("Service", "loganalytics.service"), ("Timer", "loganalytics.timer")):
        (machine.folder / name).write_text(machine.moved(unit(section)))
    verify = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no"]

    def verified() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*verify, "./loganalytics.timer", "./loganalytics.service"],
            cwd=machine.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    done = verified()
    if done.returncode and "loganalytics" not in done.stderr:
        pytest.skip("systemd-analyze cannot work here")
    assert (done.returncode, done.stderr) == (0, "")
    service = machine.folder / "loganalytics.service"
    service.write_text(service.read_text().replace("Type=oneshot", "Type=onceshot"))
    assert "onceshot" in verified().stderr  # it looks


def logrotate_recipe() -> str:
    (found,) = blocks("logrotate")
    return "\n".join(found.lines) + "\n"


def test_the_script_behind_a_rotation_counts_the_rotated_log(machine: Machine) -> None:
    recipe = machine.moved(logrotate_recipe())
    found = re.search(r"postrotate\n(.*)endscript", recipe, re.DOTALL)
    assert found is not None
    write(machine.logs / "access.log.1", many(30))
    done = machine.sh(found[1])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    # The next night: it is .2.gz now, with lines that came behind its rotation.
    grown = write(machine.logs / "access.log.2", many(33))
    subprocess.run(["gzip", str(grown)], check=True)
    write(machine.logs / "access.log.1", many(20, start=100))
    assert machine.sh(found[1]).stderr == ""
    database = machine.folder / "lib" / "loganalytics.duckdb"
    assert query(database, "select sum(hits) from traffic") == [(53,)]


LOGROTATE = shutil.which("logrotate", path=os.pathsep.join([os.environ["PATH"], "/usr/sbin"]))


@pytest.mark.skipif(LOGROTATE is None, reason="there is no logrotate here")
def test_logrotate_rotates_and_has_it_counted(machine: Machine) -> None:
    me, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    recipe = machine.moved(logrotate_recipe()).replace("www-data adm", f"{me} {group}")
    configuration, state = machine.folder / "logrotate.conf", machine.folder / "state"
    configuration.write_text(recipe)
    configuration.chmod(0o644)
    machine.logs.chmod(0o755)
    assert LOGROTATE is not None
    hits = 0
    for night in range(3):
        write(machine.logs / "access.log", many(30, start=100 * night))
        hits += 30
        done = machine.sh(shlex.join([LOGROTATE, "-f", "-s", str(state), str(configuration)]))
        assert (done.returncode, done.stderr) == (0, "")
        database = machine.folder / "lib" / "loganalytics.duckdb"
        assert query(database, "select sum(hits) from traffic") == [(hits,)]
