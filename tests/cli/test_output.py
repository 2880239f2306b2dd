"""Ways out: full disks, closed pipes, terminals that a name must not steer, and progress that stays off a pipe."""
import os
import pathlib
import pty
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import BIN, Case, main  # noqa: E402


class Output(Case):
    @classmethod
    def furnish(cls):
        cls.maria = cls.p.client("Maria Santos")
        cls.p.client("\u202eolap \u2066Reyes")
        cls.p.signed("santos", "r slr 58>62", "r hams p 90s", ": a note " + "long " * 700)

    def on_terminal(self, *words):
        """What a terminal would get on standard output, and the exit status."""
        master, slave = pty.openpty()
        child = subprocess.Popen([BIN, *words], env=self.p.environment(), stdin=subprocess.DEVNULL, stdout=slave,
                                 stderr=slave)
        os.close(slave)
        got = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            got += piece
        os.close(master)
        return child.wait(), got.decode()

    def test_a_full_disk_under_standard_output_is_an_error(self):
        session = self.p.json("session", "list")["sessions"][0]["id"]
        for words in (("client", "list"), ("client", "list", "--json"), ("session", "show", session), ("--help",),
                      ("--version",), ("log", "santos", ": kept all the same"), ("today",), ("practice", "info"),
                      ("record", "verify"), ("config", "check"), ("find", "santos"), ("client", "new", "--help")):
            with self.subTest(words=words), open("/dev/full", "wb") as full:
                done = self.p.run(*words, stdout=full)
                self.assertEqual(done.status, 6, str(done))
                self.assertIn("space", done.err)

    def test_a_closed_standard_output_is_an_error_and_no_file_takes_its_place(self):
        script = '"$0" client list >&-'
        done = subprocess.run(["bash", "-c", script, BIN], env=self.p.environment(), stdin=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 6, done.stderr)
        script = '"$0" log santos ": with everything closed" >&- 2>&- <&-'
        subprocess.run(["bash", "-c", script, BIN], env=self.p.environment(), check=False)
        self.p.ok("record", "verify")

    def test_a_reader_that_has_seen_enough_ends_it_quietly(self):
        reader, writer = os.pipe()
        os.close(reader)
        session = self.p.json("session", "list")["sessions"][0]["id"]
        child = subprocess.run([BIN, "session", "show", session], env=self.p.environment(), stdin=subprocess.DEVNULL,
                               stdout=writer, stderr=subprocess.PIPE, check=False, restore_signals=True)
        os.close(writer)
        self.assertIn(child.returncode, (0, -signal.SIGPIPE, 128 + signal.SIGPIPE))
        self.assertEqual(child.stderr, b"")
        self.p.ok("record", "verify")

    def test_a_name_cannot_steer_a_terminal(self):
        status, text = self.on_terminal("client", "list")
        self.assertEqual(status, 0)
        self.assertIn("Santos, Maria", text)
        self.assertFalse(set(text) & set("\x1b\x07\u202e\u2066\u202a"), ascii(text))
        piped = self.p.ok("client", "list").out
        self.assertIn("\u202e", piped)

    def test_no_bar_where_no_terminal_is(self):
        for words in (("record", "verify"), ("record", "rebuild")):
            self.assertNotIn("\r", self.p.ok(*words).err)

    def test_every_command_refuses_in_json_what_it_refuses_in_text(self):
        for words in (("client", "show", "zzyzx"), ("client", "list", "--limit", "0"), ("nonsense",), ("log", "santos", "x y z"),
                      ("session", "show", "x"), ("--color", "pink", "client", "list"), ("--passphrase-fd",)):
            with self.subTest(words=words):
                text, json = self.p.run(*words), self.p.run("--json", *words)
                self.assertEqual(text.status, json.status)
                self.assertNotEqual(text.status, 0)
                self.assertEqual(sorted(json.error), ["at", "candidates", "code", "message"], str(json))
                self.assertEqual(f"fascia: {json.error['message']}", text.err.split("\n")[0])


main()
