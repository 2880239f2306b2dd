"""What the command line asks on a terminal: the passphrase without echo, twice for a new practice, and the recovery drill."""
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import BIN, PASSPHRASE, Case, Practice, main  # noqa: E402


class Asking:
    """fascia with a controlling terminal of its own."""

    def __init__(self, p, *words):
        self.text = ""
        self.master, slave = pty.openpty()
        self.slave = slave
        self.before = termios.tcgetattr(slave)
        self.child = subprocess.Popen(["setsid", "--ctty", "--wait", BIN, *words], stdin=slave, stdout=slave, stderr=slave,
                                      env=p.environment(FASCIA_PASSPHRASE_FILE=None), start_new_session=False)

    def until(self, pattern):
        end = time.monotonic() + 30
        while not re.search(pattern, self.text):
            ready, _, _ = select.select([self.master], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"no {pattern!r} in {self.text!r}")
            try:
                self.text += os.read(self.master, 4096).decode()
            except OSError as gone:
                raise AssertionError(f"it ended without {pattern!r}: {self.text!r}") from gone

    def say(self, line):
        self.text = ""
        os.write(self.master, line.encode() + b"\n")

    @property
    def echoes(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def end(self):
        status = self.child.wait(timeout=30)
        while select.select([self.master], [], [], 0)[0]:
            self.text += os.read(self.master, 65536).decode()
        same = termios.tcgetattr(self.slave) == self.before
        os.close(self.slave)
        os.close(self.master)
        return status, same


class OnATerminal(Case):
    def test_the_passphrase_is_asked_without_echo(self):
        asked = Asking(self.p, "client", "list")
        asked.until("Passphrase: ")
        self.assertFalse(asked.echoes)
        asked.say(PASSPHRASE)
        status, same = asked.end()
        self.assertEqual((status, same), (0, True), asked.text)
        self.assertNotIn("velvet", asked.text)

    def test_a_wrong_one_is_refused(self):
        asked = Asking(self.p, "client", "list")
        asked.until("Passphrase: ")
        asked.say("velvet orbit canyon bell")
        status, same = asked.end()
        self.assertEqual((status, same), (4, True), asked.text)
        self.assertIn("wrong passphrase", asked.text)

    def test_an_interrupted_question_gives_the_echo_back(self):
        for key, stop in ((b"\x03", signal.SIGINT), (b"\x1c", signal.SIGQUIT)):
            with self.subTest(stop=stop):
                asked = Asking(self.p, "client", "list")
                asked.until("Passphrase: ")
                self.assertFalse(asked.echoes)
                os.write(asked.master, key)
                status, same = asked.end()
                self.assertTrue(same, "the terminal stays without echo")
                self.assertNotEqual(status, 0)

    def test_a_new_practice_is_asked_twice_and_drilled(self):
        p = Practice(self.dir)
        asked = Asking(p, "practice", "init", "--name", "Harbour", "--user", "Ana Ruiz")
        asked.until("New passphrase: ")
        self.assertFalse(asked.echoes)
        asked.say(PASSPHRASE)
        asked.until("The same again: ")
        asked.say(PASSPHRASE)
        asked.until("group 2 of the recovery key: ")
        key = re.search(r"((?:[0-9A-Z]{8}[- ]){7}[0-9A-Z]{8})", asked.text)
        self.assertTrue(key, asked.text)
        groups = re.split("[- ]", key.group(1))
        asked.say("AAAAAAAA")
        asked.until("group 2 of the recovery key: ")
        asked.say(groups[1].lower())
        asked.until("group 7 of the recovery key: ")
        asked.say(groups[6])
        status, same = asked.end()
        self.assertEqual((status, same), (0, True), asked.text)
        self.assertEqual(p.json("practice", "info")["name"], "Harbour")

    def test_two_passphrases_that_differ_make_nothing(self):
        p = Practice(self.dir)
        asked = Asking(p, "practice", "init", "--name", "Harbour", "--user", "Ana Ruiz")
        asked.until("New passphrase: ")
        asked.say(PASSPHRASE)
        asked.until("The same again: ")
        asked.say(PASSPHRASE + "s")
        status, _ = asked.end()
        self.assertEqual(status, 3, asked.text)
        self.assertFalse(p.folder.exists())


main()
