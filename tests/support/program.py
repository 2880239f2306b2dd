"""Runs fascia as a person or a script would, on a practice of the test's own.

Import it after `sys.path.insert(0, ...)` of this folder. Every run has a clean environment: nothing of the home directory, UTC,
and the cheapest key derivation that a test build accepts. Standard input is /dev/null unless a test gives one.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

BIN = os.environ.get("FASCIA_BIN", "")
SOURCE = pathlib.Path(os.environ.get("FASCIA_SOURCE_DIR", pathlib.Path(__file__).parents[2]))
TOOLS = pathlib.Path(BIN).parent
PASSPHRASE = "velvet orbit canyon drum"
NOW = "2026-11-23T10:00:05+00:00"
SESSION_ROW = ["amendments", "client", "client_name", "client_number", "id", "number", "planned_day", "planned_hour",
               "signed_at", "started", "status", "summary", "therapist"]  # what a list of sessions says of each
KEPT = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LLVM_PROFILE_FILE", "GCOV_PREFIX", "TMPDIR")


class Result:
    """What one run left behind: status, out, err."""

    def __init__(self, words, done):
        self.words, self.status = words, done.returncode
        self.out = done.stdout.decode() if done.stdout is not None else ""
        self.err = done.stderr.decode() if done.stderr is not None else ""

    def __str__(self):
        return f"fascia {' '.join(self.words)}\nstatus {self.status}\n{self.out}{self.err}"

    @property
    def json(self):
        """The one object on the one line of standard output."""
        assert self.out.endswith("\n") and self.out.count("\n") == 1, f"not one line: {self}"
        got = json.loads(self.out, object_pairs_hook=no_twins)
        assert got.get("format") == 1, f"no format: {self}"
        return got

    @property
    def error(self):
        return self.json["error"]


def no_twins(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"a key twice: {keys}"
    return dict(pairs)


class Practice:
    """A folder with a home, a passphrase file, and a practice once `init` has run."""

    program = BIN

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.folder = self.root / "practice"
        self.passphrase = self.root / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n")
        self.passphrase.chmod(0o600)
        (self.root / "home").mkdir(exist_ok=True)
        self.now = NOW

    def environment(self, **more):
        env = {name: os.environ[name] for name in KEPT if name in os.environ}
        env |= {"HOME": str(self.root / "home"), "LC_ALL": "C.UTF-8", "TZ": "UTC", "FASCIA_NOW": self.now,
                "FASCIA_TEST_KDF": "min", "FASCIA_PRACTICE": str(self.folder),
                "FASCIA_PASSPHRASE_FILE": str(self.passphrase)}
        env |= {name: str(value) for name, value in more.items() if value is not None}
        return {name: value for name, value in env.items() if more.get(name, "") is not None}

    def run(self, *words, env=None, stdin=None, **options):
        """Any status is fine. env: what to add; a name with None is taken away."""
        words = [str(word) for word in words]
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60, **options}
        if stdin is not None:
            given["input"] = stdin if isinstance(stdin, bytes) else stdin.encode()
        elif "stdin" not in given:
            given["stdin"] = subprocess.DEVNULL
        return Result(words, subprocess.run([self.program, *words], env=self.environment(**(env or {})), check=False, **given))

    def ok(self, *words, **options):
        done = self.run(*words, **options)
        assert done.status == 0, str(done)
        assert done.err == "", f"standard error is not empty: {done}"
        return done

    def json(self, *words, **options):
        return self.ok(*words, "--json", **options).json

    def init(self):
        return self.json("practice", "init", "--name", "Harbour", "--user", "Ana Ruiz", "--no-drill")

    def client(self, name, born="1985-04-12"):
        return self.json("client", "new", "--name", name, "--born", born, "--consent")

    def signed(self, client, *lines, **options):
        return self.json("log", client, *lines, "--sign", "--consent", "--reaction", "none-seen", **options)

    def key(self):
        """The raw key of the store in hex, by a program of the tests."""
        done = subprocess.run([TOOLS / "rawkey", self.folder, "ana"], input=PASSPHRASE.encode(), env=self.environment(),
                              stdout=subprocess.PIPE, check=True)
        return done.stdout.decode().strip()

    def sql(self, *statements, key=None, check=True):
        """Runs SQL in the sqlcipher shell under the raw key; its output, without the `ok` of the key."""
        script = f"PRAGMA key = \"x'{key or self.key()}'\";\n" + "\n".join(statements) + "\n"
        done = subprocess.run(["sqlcipher", "-batch", "-bail", self.folder / "record.db"], input=script.encode(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        out = done.stdout.decode().removeprefix("ok\n")
        if check:
            assert done.returncode == 0, f"sqlcipher: {done.returncode} {out}{done.stderr.decode()}"
            return out
        return done.returncode, out, done.stderr.decode()

    def copy(self, root):
        """The same practice in another folder, for a test that damages it."""
        other = Practice(root)
        shutil.copytree(self.folder, other.folder)
        other.now = self.now
        return other


class Case(unittest.TestCase):
    """Each class has one practice `p`, made once; each test its own folder `self.dir`."""

    has_practice = True
    begins = NOW  # when the practice is made

    @classmethod
    def setUpClass(cls):
        cls.root = tempfile.mkdtemp(prefix="fascia-test-")
        cls.p = Practice(cls.root)
        if cls.has_practice:
            cls.p.now = cls.begins
            cls.made = cls.p.init()
            cls.p.now = NOW
            cls.furnish()

    @classmethod
    def furnish(cls):
        """What the tests of a class share; does nothing unless overridden."""

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.root)

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(dir=self.root))

    def refused(self, status, *words, says="", p=None, **options):
        """The run ends with this status, says why on standard error in one line (and candidates), prints nothing."""
        done = (p or self.p).run(*words, **options)
        self.assertEqual(done.status, status, str(done))
        self.assertEqual(done.out, "", str(done))
        self.assertRegex(done.err.split("\n")[0], r"^fascia: [^A-Z\n]", str(done))
        self.assertIn(says, done.err, str(done))
        return done


def main():
    unittest.main(verbosity=2)
