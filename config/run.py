"""`make run` and `make stop`: the whole of Jobbredo on this machine, brought up and ended together.

`make run` brings up the embedded servers, brings the database up to date, loads the demo,
and looks after web server, worker and beat until Ctrl-C. Each data folder carries one such
run at a time; runs of different data folders don't touch each other.
"""

import ctypes
import ctypes.util
import fcntl
import http.client
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config.embedded import (
    SetupError,
    embedded_database_in_use,
    open_home,
    stop_embedded_services,
    use_embedded_services,
)
from config.home import data_home
from config.supervisor import MARKER, Child, end_left_behind, end_together, say

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
ANSWER = 90.0  # seconds within which the web server must answer
GLANCE = 0.1  # seconds between looks at the processes
CHECKUP = 10.0  # seconds between looks at the embedded servers


class Run:
    """One run on one data folder, from bringing up to ending."""

    def __init__(self, *, home: Path, port: int) -> None:
        """Describe a run that serves the data folder `home` on `port`; nothing is started yet."""
        self.home = home
        self.port = port
        self.ending: signal.Signals | None = None  # what told it to end
        self.children: list[Child] = []

    def serve(self) -> None:
        """Bring everything up, keep it up, and end it all on SIGINT, SIGTERM or SIGHUP.

        Raises SetupError where it can't be brought or kept up; nothing is left behind then.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        try:
            use_embedded_services()
            log_ins = self._prepare()
            if not self.ending:
                check_port(self.port)
                self._start_children()
                self._wait_for_answer()
            if not self.ending:
                if not os.environ.get("MAIL_URL"):
                    log_ins += f"Letters that Jobbredo sends are files in {self.home / 'mail'}\n"
                say(f"\n{log_ins}\nJobbredo answers on http://{HOST}:{self.port}/ (Ctrl-C ends it)")
            self._look_after()
        finally:
            say(f"Ending for {self.ending.name} …" if self.ending else "Ending …")
            end_together(self.children)
            if embedded_database_in_use(self.home):
                say("The database stays up for another command that uses it; `make stop` ends it.")
            else:
                stop_embedded_services(self.home)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        # A flag, not an Event: setting one takes a lock that the interrupted code may hold.
        self.ending = signal.Signals(number)

    def _environment(self) -> dict[str, str]:
        return {
            "LOG_LEVEL": "WARNING",  # unless chosen otherwise: the log-ins must stay in sight
            **os.environ,
            "JOBBREDO_HOME": str(self.home),
            # Plain http for this machine alone: cookies and redirects must not insist on https.
            "JOBBREDO_HTTPS": "0",
            MARKER: str(self.home),
        }

    def _prepare(self) -> str:
        """Bring database, static files and demo up to date; returns the demo's log-ins."""
        say("Bringing the database and the static files up to date …")
        self._manage("migrate", "--no-input", "--verbosity", "0")
        self._manage("collectstatic", "--no-input", "--verbosity", "0")
        say("Loading the demo projects, where they are missing …")
        return self._manage("load_demo", "--unless-in-use")

    def _manage(self, *command: str) -> str:
        """Run a management command to its end, or to the run's; returns what it printed."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            step = Child(command[0], [sys.executable, "manage.py", *command])
            step.start(self._environment(), output=output)
            while (code := step.exit_code()) is None:
                if self.ending:
                    end_together([step])
                    return ""
                time.sleep(GLANCE)
            if code:
                raise SetupError(f"`manage.py {command[0]}` failed: its messages above say why.")
            output.seek(0)
            return output.read()

    def _start_children(self) -> None:
        level = (self._environment()["LOG_LEVEL"] or "info").lower()
        address = ["--host", HOST, "--port", str(self.port), "--interface", "wsgi"]
        schedule = self.home / "beat" / "schedule"
        schedule.parent.mkdir(exist_ok=True)
        web = _module(
            "granian", "config.wsgi:application", *address, "--blocking-threads", "4", "--log-level", level
        )
        worker = _module(
            "celery", "--quiet", "--app", "config", "worker", "--concurrency", "2", "--loglevel", level
        )
        beat = _module("celery", "--quiet", "--app", "config", "beat", "--loglevel", level)
        self.children = [
            Child("web server", web, environment={"JOBBREDO_DB_POOL": "1"}),
            Child(
                "worker",
                [*worker, "--without-gossip", "--without-mingle"],
                # Gives running jobs a short time, then puts them back (worker_soft_shutdown_timeout).
                stop_signal=signal.SIGQUIT,
                # Celery minds root because pickled messages can hold code; ours are JSON.
                environment={"PYTHONWARNINGS": "ignore:You're running the worker with superuser"},
            ),
            Child("beat", [*beat, "--pidfile", "", "--schedule", str(schedule)]),
        ]
        self._look_after_children()

    def _look_after_children(self) -> None:
        for child in self.children:
            child.look_after(self._environment(), now=time.monotonic())

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + ANSWER
        while not self.ending and not _answers(self.port):
            time.sleep(GLANCE)
            self._look_after_children()
            if time.monotonic() > deadline:
                raise SetupError(
                    f"The web server does not answer within {ANSWER:.0f} s: its messages say why."
                )

    def _look_after(self) -> None:
        checkup = time.monotonic() + CHECKUP
        while not self.ending:
            time.sleep(GLANCE)
            self._look_after_children()
            if time.monotonic() > checkup:
                use_embedded_services()
                checkup = time.monotonic() + CHECKUP


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/konto/halsa/")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def check_pango() -> None:
    """Raise SetupError where Pango, which sets the reports' text, is missing."""
    for library in ("pango-1.0", "pangoft2-1.0"):
        name = ctypes.util.find_library(library) if sys.platform == "darwin" else f"lib{library}.so.0"
        try:
            ctypes.CDLL(name or library)
        except OSError:
            raise SetupError(
                "Reports need Pango: install it with `apt-get install libpango-1.0-0 libpangoft2-1.0-0` "
                "(macOS: `brew install pango`) and try again."
            ) from None


def check_port(port: int) -> None:
    """Raise SetupError where something else listens on the port."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise SetupError(
                f"Port {port} can't be used ({error.strerror}): choose another, for instance "
                f"`make run PORT={port + 1}`."
            ) from error


def chosen_port() -> int:
    """PORT from the environment, 8000 where it is unset. Raises SetupError for what is no port."""
    given = os.environ.get("PORT") or "8000"
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 65535:  # noqa: PLR2004  the last port
        raise SetupError(f"PORT is {given!r}: give a number from 1 to 65535.")
    return int(given)


@contextmanager
def only_run(home: Path) -> Iterator[None]:
    """Hold the data folder's place for a run. Raises SetupError while another run has it."""
    with (home / "run.lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(
                f"Jobbredo runs from {home} already: end that one with `make stop`, "
                "or choose another folder with JOBBREDO_HOME."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def run() -> None:
    """`make run`. Raises SetupError."""
    port = chosen_port()
    check_pango()
    home = data_home()
    open_home(home)
    with only_run(home):
        if end_left_behind(home):
            say("Ended what the last run had left behind.")
        check_port(port)
        Run(home=home, port=port).serve()


def stop() -> None:
    """`make stop`: end the run of this data folder, or what is left of it."""
    home = data_home()
    ended = end_run(home) | end_left_behind(home)
    servers = [part for folder in (home, *home.glob("tests*")) for part in stop_embedded_services(folder)]
    say(f"Ended what ran from {home}." if ended or servers else f"Nothing ran from {home}.")


def end_run(home: Path) -> bool:
    """Ask the run that looks after this data folder to end, and wait for it; False if there is none."""
    try:
        lock = (home / "run.lock").open(encoding="ascii")
    except FileNotFoundError:
        return False
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.kill(int(lock.read()), signal.SIGTERM)
            fcntl.flock(lock, fcntl.LOCK_EX)
            return True
        return False


def main() -> None:
    """Carry out `run` or `stop`; a problem is told in one sentence."""
    os.chdir(ROOT)
    os.umask(0o077)
    try:
        {"run": run, "stop": stop}[sys.argv[1]]()
    except SetupError as problem:
        sys.exit(f"Jobbredo: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
