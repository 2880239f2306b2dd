"""record verify and rebuild; config check."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import Case, Practice, main  # noqa: E402


class Record(Case):
    @classmethod
    def furnish(cls):
        cls.p.ok("practice", "info")
        for name in ("Maria Santos", "Åse Lindqvist", "محمد العلي"):
            number = f"#{cls.p.client(name)['number']}"
            cls.p.signed(number, "r slr 58>62", "r hams p 90s", "hw drops 2x15", "next 29nov 10")
            cls.p.ok("log", number, "l ktw 9", ": a draft")

    def everything(self):
        p = self.p
        return [p.json("client", "list"), p.json("session", "list"), p.json("find", "hams"), p.json("find", "slr"),
                p.json("today"), p.json("progress", "santos"), p.json("client", "find", "lind")]

    def test_a_record_that_nobody_touched_is_whole(self):
        got = self.p.json("record", "verify")
        self.assertEqual(sorted(got), ["changes", "findings", "format", "signatures"])
        self.assertEqual(got["findings"], [])
        self.assertGreater(got["changes"], 12)
        self.assertIn("whole", self.p.ok("record", "verify").out)

    def test_a_rebuilt_index_answers_as_before(self):
        before = self.everything()
        self.assertEqual(self.p.json("record", "rebuild"), {"format": 1})
        self.assertEqual(self.everything(), before)
        self.p.ok("record", "verify")

    def test_a_row_of_the_index_that_was_changed_is_found_and_rebuilt(self):
        for table, change in (
                ("client", "UPDATE client SET name = 'Nobody'"),
                ("client", "DELETE FROM client_word WHERE word = 'maria'"),
                ("session", "UPDATE session SET status = 3 WHERE status = 2"),
                ("session", "DELETE FROM session WHERE key = (SELECT max(key) FROM session)"),
                ("finding", "UPDATE finding SET pre = pre + 10"),
                ("release", "DELETE FROM release"),
                ("region_use", "DELETE FROM region_use WHERE region = 'thigh-posterior'"),
                ("counts", "UPDATE counts SET clients = 99"),
                ("head", "DELETE FROM head WHERE entity = (SELECT max(id) FROM client)"),
        ):
            with self.subTest(change=change):
                folder = self.dir / str(abs(hash(change)))
                folder.mkdir()
                p = self.p.copy(folder)
                p.sql(change + ";")
                done = p.run("record", "verify", "--json")
                self.assertEqual(done.status, 1, str(done))
                whats = {finding["what"] for finding in done.json["findings"]}
                self.assertEqual(whats, {"index"}, str(done))
                p.ok("record", "rebuild")
                p.ok("record", "verify")

    def test_a_store_that_was_put_back_is_behind_its_anchor(self):
        older = self.p.copy(self.dir / "older") if (self.dir / "older").mkdir() is None else None
        before = (older.folder / "record.db").read_bytes()
        older.client("Later Client")
        older.ok("practice", "info")
        (older.folder / "record.db").write_bytes(before)
        done = older.run("record", "verify")
        self.assertEqual(done.status, 1, str(done))
        self.assertIn("anchor", done.out)

    def test_only_the_owner_rebuilds(self):
        self.p.ok("record", "rebuild")


class Config(Case):
    has_practice = False

    def check(self, files):
        folder = self.dir / "fascia"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text)
        p = Practice(self.dir)
        return p.run("config", "check", env={"XDG_CONFIG_HOME": self.dir})

    def test_the_shipped_files_are_good(self):
        p = Practice(self.dir)
        self.assertIn("good", p.ok("config", "check").out)
        self.assertEqual(p.json("config", "check"), {"format": 1, "problems": []})

    def test_a_problem_has_file_and_line(self):
        done = self.check({"structures.yaml": "- id: x\n  name: [\n"})
        self.assertEqual(done.status, 1, str(done))
        self.assertRegex(done.out, r"structures\.yaml:\d+: ")
        listed = Practice(self.dir).run("config", "check", "--json", env={"XDG_CONFIG_HOME": self.dir})
        self.assertEqual((listed.status, len(listed.json["problems"])), (1, len(done.out.splitlines())))

    def test_a_broken_override_does_not_lock_the_practice(self):
        p = Practice(self.dir)
        p.init()
        folder = self.dir / "fascia"
        folder.mkdir()
        (folder / "structures.yaml").write_text("]][[")
        done = p.run("client", "list", env={"XDG_CONFIG_HOME": self.dir})
        self.assertNotEqual(done.status, -6)
        self.assertIn(done.status, (0, 3), str(done))


main()
