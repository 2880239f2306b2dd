"""letter write: from signed sessions, into a file that only its owner reads and that is never overwritten."""
import pathlib
import stat
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import Case, main  # noqa: E402


class Letter(Case):
    begins = "2026-03-01T09:00:00+00:00"

    @classmethod
    def furnish(cls):
        cls.p.now = cls.begins
        cls.maria = cls.p.client("Maria Santos")
        for day in ("04", "11", "18"):
            cls.p.now = f"2026-03-{day}T09:00:00+00:00"
            cls.p.signed("santos", f"r slr {50 + int(day)}>{60 + int(day)}", "r hams p 90s", "r hams a 3x",
                         ": ran 4 km | without *stopping* <b> `x`")
        cls.p.now = "2026-11-23T10:00:05+00:00"
        cls.p.ok("log", "santos", "l ktw 3.5", ": a draft that nobody signed")
        cls.p.client("Never Seen")

    def write(self, *words, to="Dr Okafor"):
        path = self.dir / "letter"
        self.p.ok("letter", "write", "santos", "--kind", "gp", "--to", to, "-o", path, *words)
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        return path.read_text()

    def test_a_letter_tells_what_was_signed(self):
        for form in ("txt", "md"):
            with self.subTest(form=form):
                text = self.write("--format", form)
                for part in ("Dr Okafor", "Maria Santos", "Ana Ruiz", "68", "78", "hamstrings", "18 Mar 2026"):
                    self.assertIn(part, text)
                (self.dir / "letter").unlink()

    def test_a_draft_is_not_in_it(self):
        text = self.write()
        self.assertNotIn("nobody signed", text)
        self.assertNotIn("3.5", text)

    def test_what_is_there_already_is_not_overwritten(self):
        path = self.dir / "letter"
        path.write_text("mine")
        done = self.p.run("letter", "write", "santos", "--kind", "gp", "--to", "Dr Okafor", "-o", path)
        self.assertNotEqual(done.status, 0)
        self.assertEqual(path.read_text(), "mine")

    def test_a_link_is_not_followed(self):
        target, path = self.dir / "target", self.dir / "letter"
        path.symlink_to(target)
        done = self.p.run("letter", "write", "santos", "--kind", "gp", "--to", "Dr Okafor", "-o", path)
        self.assertNotEqual(done.status, 0)
        self.assertFalse(target.exists())

    def test_each_kind_is_written(self):
        for kind in ("referral", "gp", "discharge", "insurer", "client"):
            with self.subTest(kind=kind):
                path = self.dir / kind
                self.p.ok("letter", "write", "santos", "--kind", kind, "--to", "Whom", "-o", path)
                self.assertIn("Maria", path.read_text())

    def test_what_cannot_be_written_is_refused(self):
        path = self.dir / "letter"
        for status, words in (
                (2, ("letter", "write", "santos", "--kind", "gp", "--to", "X")),
                (2, ("letter", "write", "santos", "--to", "X", "-o", path)),
                (3, ("letter", "write", "santos", "--kind", "love", "--to", "X", "-o", path)),
                (3, ("letter", "write", "never", "--kind", "gp", "--to", "X", "-o", path)),
                (1, ("letter", "write", "zzyzx", "--kind", "gp", "--to", "X", "-o", path)),
        ):
            with self.subTest(words=words):
                done = self.p.run(*words)
                self.assertEqual(done.status, status, str(done))
                self.assertFalse(path.exists())
        self.assertEqual(self.p.run("letter", "write", "santos", "--kind", "gp", "--to", "X", "-o",
                                    self.dir / "none" / "x").status, 6)
        done = self.p.run("letter", "write", "santos", "--kind", "gp", "--to", "X", "-o", "/dev/full")
        self.assertNotEqual(done.status, 0)

    def test_text_of_the_record_does_not_become_markup(self):
        text = self.write("--format", "md")
        self.assertNotIn("*stopping*", text.replace("\\*", ""))
        self.assertNotIn("<b>", text.replace("\\<", ""))


main()
