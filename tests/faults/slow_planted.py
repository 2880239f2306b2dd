"""Words that exist nowhere else are typed into every place that takes words; then they must be in no file.

Looked at: every file of the practice, again and again while the program works; and every file on the machine that was made or
changed since the start, in the middle of a form, after signing, after a kill and after a crash. The files that the user named
for a letter are the exception, and show, like a plain SQLite copy of the store, that the search finds what there is to find.
"""
import os
import pathlib
import pty
import re
import secrets
import signal
import struct
import subprocess
import sys
import threading
import time
import fcntl
import termios

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import BIN, Case, main  # noqa: E402

NOT_FILES = ("/proc", "/sys")
PIECE = 1 << 20


def word():
    return "qz" + secrets.token_hex(6)


class Terminal:
    """fascia on an 80x24 terminal; `keys` waits until they are handled and drawn."""

    def __init__(self, p, *arguments):
        self.sent = 0
        self.bytes = b""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        env = p.environment(FASCIA_TEST="1", TERM="xterm-256color")
        self.child = subprocess.Popen([BIN, "--no-lock", *arguments], env=env, stdin=slave, stdout=slave, stderr=slave,
                                      cwd=p.root, start_new_session=True)
        os.close(slave)
        self.master = master
        self.wait()

    def wait(self):
        end = time.monotonic() + 20
        while True:
            marks = re.findall(rb"\x1b\]7777;idle;(\d+);", self.bytes)
            if marks and int(marks[-1]) == self.sent:
                return
            if time.monotonic() > end:
                raise AssertionError(f"not idle: {self.bytes[-2000:]!r}")
            self.bytes += os.read(self.master, 65536)

    def keys(self, text):
        for key in text:
            data = key.encode()
            os.write(self.master, data)
            self.sent += len(data)
            self.wait()

    def end(self, how=signal.SIGKILL):
        self.child.send_signal(how)
        return self.drain()

    def drain(self):
        try:
            while True:
                piece = os.read(self.master, 65536)
                if not piece:
                    break
                self.bytes += piece
        except OSError:
            pass
        os.close(self.master)
        return self.child.wait()


def hits(path, words):
    """Which of the words a file holds, in any case."""
    found, tail = set(), b""
    try:
        with open(path, "rb", buffering=0) as file:
            while piece := file.read(PIECE):
                text = (tail + piece).lower()
                found |= {w for w in words if w in text}
                tail = text[-64:]
    except OSError:
        pass  # it is gone again
    return found


class Planted(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stamp = pathlib.Path(cls.root) / "start"
        cls.stamp.touch()
        time.sleep(0.05)
        names = ("given", "family", "email", "alerts", "address", "note", "homecare", "half", "reason", "to", "own", "query",
                 "draft", "later")
        cls.w = {name: word() for name in names}
        cls.w["phone"] = "07" + "".join(secrets.choice("0123456789") for _ in range(13))
        cls.words = {w.encode() for w in cls.w.values()}
        cls.named = set()  # what the user named
        cls.seen = set()
        cls.stop = threading.Event()
        cls.watcher = threading.Thread(target=cls.watch)
        cls.watcher.start()

    @classmethod
    def tearDownClass(cls):
        cls.stop.set()
        cls.watcher.join()
        super().tearDownClass()

    @classmethod
    def watch(cls):
        """The practice's own files, journals among them, while they are written."""
        while not cls.stop.is_set():
            for path in cls.p.folder.rglob("*"):
                cls.seen |= {(str(path), w) for w in hits(path, cls.words)}

    def changed_files(self):
        roots = [f"/{name}" for name in os.listdir("/") if f"/{name}" not in NOT_FILES]
        done = subprocess.run(["find", *roots, "-xdev", "-type", "f", "-newer", self.stamp, "-print0"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        mounts = {line.split()[1] for line in pathlib.Path("/proc/mounts").read_text().splitlines()}
        inner = [m for m in mounts if m not in roots and m != "/" and not m.startswith(NOT_FILES)]
        more = subprocess.run(["find", *inner, "-xdev", "-type", "f", "-newer", self.stamp, "-print0"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False) if inner else None
        names = (done.stdout + (more.stdout if more else b"")).split(b"\0")
        return {os.fsdecode(name) for name in names if name}

    def assert_nowhere(self, when):
        files = self.changed_files()
        self.assertIn(str(self.p.folder / "record.db"), files, "the search does not see the store itself")
        found = {(f, w) for f in files - self.named for w in hits(f, self.words)}
        found |= {(str(f), w) for f in self.p.folder.rglob("*") for w in hits(f, self.words)}
        self.assertEqual(found, set(), when)
        self.assertEqual(self.seen, set(), f"{when}: while it was written")
        print(f"  {when}: {len(files)} files changed on this machine, 0 hits", file=sys.stderr)

    def test_what_is_typed_is_in_no_file(self):
        p, w = self.p, self.w
        p.ok("client", "new", "--name", f"{w['given']} {w['family']}", "--born", "1980-01-01", "--phone", w["phone"],
             "--email", f"{w['email']}@example.org")
        screen = Terminal(p)
        screen.keys(f"n{w['later']} x\t010180\t \t\t\t{w['address']}\t\t\t{w['alerts']}\x13")
        screen.keys("\x1b")
        screen.keys(f"f{w['family']}\rs")
        screen.keys(f"l ktw 10.5\rl gastroc wb 3x\r: {w['note']}\rhw {w['homecare']}\r")
        screen.keys(f": {w['half']}")
        self.assert_nowhere("in the middle of a form")
        screen.keys("\r\x13\r")
        self.assertIn(b"signed ", screen.bytes)
        self.assert_nowhere("after signing")
        letter = pathlib.Path(p.root) / "letter.txt"
        self.named.add(str(letter))
        screen.keys("L")
        screen.keys(f"t{chr(21)}{w['to']}\re{w['own']}\r")
        screen.keys(f"w{chr(21)}{letter}\r")
        self.assertTrue(letter.exists())
        screen.keys("\x1b")
        screen.keys(f"s: {w['draft']} and more than twenty keys of it")
        self.assertEqual(screen.end(), -signal.SIGKILL)
        self.assert_nowhere("after a kill")

        screen = Terminal(p)
        screen.keys(f"f{w['family']}\rs\x1b\x1b")
        screen.keys(f"/{w['query']}")
        self.assertNotEqual(screen.end(signal.SIGSEGV), 0)
        self.assert_nowhere("after a crash")

        for words in (("client", "find", w["family"]), ("find", w["family"]), ("record", "rebuild"), ("record", "verify"),
                      ("log", w["family"], f": {w['reason']}"), ("today",), ("progress", w["family"])):
            p.ok(*words)
        p.run("client", "show", w["family"], "--json")
        named = pathlib.Path(p.root) / "named.md"
        self.named.add(str(named))
        p.ok("letter", "write", w["family"], "--kind", "gp", "--to", w["to"], "-o", named)
        self.assert_nowhere("after the command line")

        self.assertEqual(hits(letter, self.words) & {w["to"].encode(), w["own"].encode()},
                         {w["to"].encode(), w["own"].encode()}, "the search finds nothing in a letter")
        plain = pathlib.Path(p.root) / "plain.db"
        p.sql(f"ATTACH DATABASE '{plain}' AS plain KEY '';", "SELECT sqlcipher_export('plain');", "DETACH DATABASE plain;")
        found = {(f, w_) for f in self.changed_files() - self.named for w_ in hits(f, self.words)}
        self.assertEqual({f for f, _ in found}, {str(plain)}, "the search finds nothing in a plain copy")
        kept = {"given", "family", "email", "address", "alerts", "note", "half", "homecare", "reason", "later", "phone"}
        self.assertEqual({name for name in kept if w[name].encode() not in {h for _, h in found}}, set(),
                         "typed, but not even in the plain copy")


main()
