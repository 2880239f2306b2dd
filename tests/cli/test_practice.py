"""practice init, info and the ways to a passphrase; what is refused, and with which exit status."""
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import BIN, PASSPHRASE, Case, Practice, main  # noqa: E402

NOBODY = 65534


class Making(Case):
    has_practice = False

    def setUp(self):
        super().setUp()
        self.p = Practice(self.dir)

    def test_a_practice_is_private_and_shows_its_recovery_key_once(self):
        made = self.p.ok("practice", "init", "--name", "Harbour Soft Tissue", "--user", "Ana Ruiz", "--no-drill")
        key = re.search(r"([0-9A-Z]{8}[- ]){7}[0-9A-Z]{8}", made.out)
        self.assertTrue(key, made.out)
        self.assertEqual(stat.S_IMODE(self.p.folder.stat().st_mode), 0o700)
        for file in self.p.folder.iterdir():
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600, file)
        self.assertNotIn(key.group(0), self.p.ok("practice", "info").out)

    def test_init_as_json_has_the_documented_keys(self):
        made = self.p.init()
        self.assertEqual(sorted(made), ["folder", "format", "login", "name", "owner_check", "recovery_key"])
        self.assertEqual(made["login"], "ana")
        self.assertRegex(made["owner_check"], r"^[0-9a-f]{8}$")

    def test_a_folder_that_holds_a_practice_is_left_alone(self):
        self.p.init()
        before = (self.p.folder / "record.db").read_bytes()
        self.refused(3, "practice", "init", "--name", "Other", "--user", "Ben Tan", "--no-drill", says="already")
        self.assertEqual((self.p.folder / "record.db").read_bytes(), before)

    def test_a_weak_passphrase_makes_nothing(self):
        self.p.passphrase.write_text("short\n")
        self.refused(3, "practice", "init", "--name", "Harbour", "--user", "Ana", "--no-drill")
        self.assertFalse(self.p.folder.exists())

    def test_a_name_and_a_user_are_needed(self):
        self.refused(2, "practice", "init", "--user", "Ana", says="--name")
        self.refused(2, "practice", "init", "--name", "Harbour", says="--user")
        self.assertFalse(self.p.folder.exists())

    def test_without_a_folder_the_practice_goes_under_xdg_data(self):
        data = self.dir / "data"
        env = {"FASCIA_PRACTICE": None, "XDG_DATA_HOME": data}
        self.p.ok("practice", "init", "--name", "Harbour Soft Tissue", "--user", "Ana Ruiz", "--no-drill", env=env)
        self.assertEqual([f.name for f in (data / "fascia").iterdir()], ["harbour-soft-tissue"])
        self.assertEqual(self.p.json("practice", "info", env=env)["name"], "Harbour Soft Tissue")

    def test_of_several_practices_one_must_be_named(self):
        env = {"FASCIA_PRACTICE": None, "XDG_DATA_HOME": self.dir / "data"}
        for name in ("North", "South"):
            self.p.ok("practice", "init", "--name", name, "--user", "Ana Ruiz", "--no-drill", env=env)
        done = self.refused(3, "practice", "info", env=env, says="north")
        self.assertIn("south", done.err)
        south = self.dir / "data" / "fascia" / "south"
        self.assertEqual(self.p.json("--practice", south, "practice", "info", env=env)["name"], "South")

    def test_no_practice_at_all_says_how_to_make_one(self):
        self.refused(1, "practice", "info", says="practice init")

    def test_a_demo_prints_the_passphrase_that_opens_it(self):
        made = self.p.json("practice", "demo", "--clients", "3", "--sessions", "12", "--seed", "7",
                           env={"FASCIA_PASSPHRASE_FILE": None})
        env = {"FASCIA_PASSPHRASE_FILE": None}
        info = self.p.json("--passphrase-fd", "0", "--as", made["login"], "practice", "info", env=env,
                           stdin=made["passphrase"] + "\n")
        self.assertTrue(info["synthetic"])
        self.assertEqual(info["clients"], 3)
        self.assertGreaterEqual(info["sessions"], 12)

    def test_the_same_seed_makes_the_same_people(self):
        lists = []
        for name in ("one", "two"):
            (self.dir / name).mkdir()
            p = Practice(self.dir / name)
            p.ok("practice", "demo", "--clients", "5", "--sessions", "20", "--seed", "9")
            people = p.json("--as", "ana", "client", "list")["clients"]
            lists.append([(c["given"], c["family"], c["born"], c["sessions"]) for c in people])
        self.assertEqual(*lists)


class Opening(Case):
    def test_info_has_the_documented_keys(self):
        info = self.p.json("practice", "info")
        self.assertEqual(sorted(info), ["bytes", "changes", "clients", "folder", "format", "head", "last_backup", "name",
                                        "schema", "sessions", "synthetic", "unsigned"])
        self.assertEqual((info["clients"], info["sessions"], info["unsigned"]), (0, 0, 0))
        self.assertRegex(info["head"], r"^[0-9a-f]{64}$")

    def test_a_passphrase_comes_from_an_open_file(self):
        env = {"FASCIA_PASSPHRASE_FILE": None}
        self.p.ok("--passphrase-fd", "0", "practice", "info", env=env, stdin=PASSPHRASE + "\nmore\n")
        self.p.ok("--passphrase-fd=0", "practice", "info", env=env, stdin=PASSPHRASE)
        self.refused(6, "--passphrase-fd", "9", "practice", "info", env=env)
        self.refused(2, "--passphrase-fd", "x", "practice", "info", env=env)

    def test_a_passphrase_file_that_others_can_read_is_refused(self):
        for mode in (0o644, 0o640, 0o604, 0o620):
            self.p.passphrase.chmod(mode)
            self.refused(3, "practice", "info", says="chmod 600")
        self.p.passphrase.chmod(0o600)

    def test_a_passphrase_file_that_is_missing_or_a_link_is_refused(self):
        self.refused(6, "practice", "info", env={"FASCIA_PASSPHRASE_FILE": self.dir / "none"})
        link = self.dir / "link"
        link.symlink_to(self.p.passphrase)
        self.assertNotEqual(self.p.run("practice", "info", env={"FASCIA_PASSPHRASE_FILE": link}).status, 0)

    def test_without_a_terminal_nobody_is_asked(self):
        self.refused(4, "practice", "info", env={"FASCIA_PASSPHRASE_FILE": None}, start_new_session=True)

    def test_a_wrong_passphrase_opens_nothing_and_leaves_a_trace(self):
        wrong = self.dir / "wrong"
        wrong.write_text("velvet orbit canyon trum\n")
        wrong.chmod(0o600)
        before = self.p.json("practice", "info")["changes"]
        self.refused(4, "client", "list", env={"FASCIA_PASSPHRASE_FILE": wrong}, says="passphrase")
        error = self.p.run("client", "list", "--json", env={"FASCIA_PASSPHRASE_FILE": wrong}).error
        self.assertEqual(error["code"], "locked")
        self.assertGreater(self.p.json("practice", "info")["changes"], before)
        self.assertEqual((self.p.folder / "tries").read_bytes().count(b"ana"), 0)

    def test_an_unknown_user_is_no_user(self):
        self.assertIn(self.p.run("--as", "ben", "practice", "info").status, (1, 4))

    def test_an_unknown_command_or_option_is_a_usage_error(self):
        self.refused(2, "cleint", "list", says="fascia --help")
        self.refused(2, "client", "list", "--limt", "3", says="--limt")
        self.refused(2, "client", "list", "--limit", "x", says="--limit")
        self.refused(2, "client", "show", says="usage")
        self.refused(2, "client", "show", "#1", "#2", says="too many")
        self.refused(2, "--color", "pink", "practice", "info", says="--color")

    def test_help_and_version_need_no_practice(self):
        env = {"FASCIA_PRACTICE": None, "FASCIA_PASSPHRASE_FILE": None}
        self.assertRegex(self.p.ok("--version", env=env).out, r"^fascia \d+\.\d+\.\d+\n$")
        overview = self.p.ok("--help", env=env).out
        for command in ("practice init", "client new", "log", "session sign", "letter write", "record verify"):
            self.assertIn(f"fascia {command} ", overview)
        self.assertIn("--name N", self.p.ok("client", "new", "--help", env=env).out)

    def test_without_a_terminal_the_screens_are_refused(self):
        self.refused(2, says="terminal", env={})

    def test_a_folder_that_others_can_enter_is_refused(self):
        for mode in (0o755, 0o750, 0o701):
            self.p.folder.chmod(mode)
            self.refused(3, "practice", "info", says="700")
        self.p.folder.chmod(0o700)

    def test_a_store_file_that_others_can_read_is_refused_or_closed(self):
        record = self.p.folder / "record.db"
        record.chmod(0o644)
        done = self.p.run("practice", "info")
        self.assertTrue(done.status == 3 or stat.S_IMODE(record.stat().st_mode) == 0o600, str(done))
        record.chmod(0o600)

    def test_a_damaged_page_is_said_to_be_damaged(self):
        p = self.p.copy(self.dir)
        record = p.folder / "record.db"
        bytes_ = bytearray(record.read_bytes())
        for page in range(1, len(bytes_) // 4096):
            bytes_[page * 4096 + 100] ^= 1
        record.write_bytes(bytes_)
        self.refused(5, "client", "list", p=p, says="damaged")
        bytes_[100] ^= 1
        record.write_bytes(bytes_)
        self.refused(5, "client", "list", p=p)

    def test_a_store_cut_short_is_said_to_be_damaged(self):
        p = self.p.copy(self.dir)
        os.truncate(p.folder / "record.db", 3 * 4096)
        self.refused(5, "record", "verify", p=p)
        os.truncate(p.folder / "record.db", 0)
        self.refused(5, "practice", "info", p=p)

    def test_a_missing_store_is_said_to_be_missing(self):
        p = self.p.copy(self.dir)
        (p.folder / "record.db").unlink()
        self.assertIn(self.refused(1, "practice", "info", p=p, says="record.db").status, (1, 5))
        self.assertFalse((p.folder / "record.db").exists())

    def test_a_store_of_a_newer_fascia_is_refused(self):
        p = self.p.copy(self.dir)
        p.sql("PRAGMA user_version = 99;")
        before = (p.folder / "record.db").read_bytes()
        self.refused(5, "practice", "info", p=p, says="newer")
        self.assertEqual(p.run("practice", "info", "--json").error["code"], "version")
        self.assertEqual((p.folder / "record.db").read_bytes(), before)

    def test_damaged_key_slots_fall_back_to_the_copy(self):
        good = (self.p.folder / "keyslots").read_bytes()
        for at, both_damaged in ((0, 5), (90, 5), (64 + 140, 4), (64 + 180, 5), (len(good) - 1, 5)):
            with self.subTest(at=at):
                folder = self.dir / str(at)
                folder.mkdir()
                p = self.p.copy(folder)
                slots = bytearray(good)
                slots[at] ^= 1
                (p.folder / "keyslots").write_bytes(slots)
                done = p.run("--as", "ana", "practice", "info")
                self.assertEqual(done.status, 0, str(done))
                for name in ("keyslots", "keyslots.prev"):
                    (p.folder / name).write_bytes(slots)
                self.refused(both_damaged, "--as", "ana", "practice", "info", p=p)

    def test_a_folder_that_cannot_be_written_is_said_to_be_read_only(self):
        p = self.p.copy(self.dir)
        user = {}
        if os.geteuid() == 0:
            user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            p.program = shutil.copy(BIN, p.root / "program")  # where it was built may be behind a closed door
            for path in [p.root, *p.root.rglob("*")]:
                os.chown(path, NOBODY, NOBODY)
            pathlib.Path(self.root).chmod(0o711)
        for path in p.folder.iterdir():
            path.chmod(0o400)
        p.folder.chmod(0o500)
        self.refused(5, "practice", "info", p=p, says="cannot be written", **user)
        p.folder.chmod(0o700)

    def test_a_full_disk_loses_nothing(self):
        disk = self.dir / "disk"
        disk.mkdir(mode=0o700)
        mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", disk], check=False,
                               capture_output=True)
        if mount.returncode != 0:
            self.skipTest("no small file system can be mounted here")
        try:
            p = Practice(self.dir)
            p.folder = disk / "practice"
            shutil.copytree(self.p.folder, p.folder)
            p.client("Maria Santos")
            done = None
            for i in range(60):
                done = p.run("log", "santos", f": {'a long note ' * 300} {i}")
                if done.status:
                    break
            self.assertEqual(done.status, 6, str(done))
            self.assertIn("full", done.err)
            self.assertIn(p.run("record", "verify").status, (0, 6))
            (disk / "practice" / "filler").unlink(missing_ok=True)
            subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
            p.ok("record", "verify")
            noted = p.json("session", "list", "--client", "santos")["sessions"]
            note = p.json("session", "show", noted[0]["id"])["note"]
            self.assertEqual(note.count("\n") + 1, i)
        finally:
            subprocess.run(["umount", disk], check=False)


main()
