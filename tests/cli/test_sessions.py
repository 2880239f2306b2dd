"""log, session sign, session show: the main job of the program, without its screens."""
import concurrent.futures
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import Case, SESSION_ROW, main  # noqa: E402

SESSION = sorted(SESSION_ROW + ["consent", "ended", "episode", "findings", "format", "homecare", "next_day", "next_hour",
                        "no_finding_reason", "not_treated_reason", "note", "plan", "reaction", "regions", "releases",
                        "subjective"])
FINDING = ["about", "carried", "device", "kind", "mode", "post", "pre", "quality", "region", "side", "target", "unit"]
RELEASE = ["contact", "depth", "locks", "medium", "movement", "position", "pressure", "region", "reps", "seconds", "side",
           "structure", "type"]
AT_TEN = r"^2026-11-23T10:0\d:\d\d(\.\d+)?\+00:00$"
NONE = "00000000-0000-4000-8000-000000000000"


class Logging(Case):
    def setUp(self):
        super().setUp()
        self.client = self.p.client(f"Logged {self.id().rsplit('.', 1)[1][5:60]}")
        self.number = f"#{self.client['number']:04}"

    def drafts(self):
        return self.p.json("session", "list", "--client", self.number)["sessions"]

    def test_lines_become_a_draft_with_the_documented_keys(self):
        made = self.p.json("log", self.number, "l ktw 10.5", "r slr 65>80", "l gastroc wb 3x", "r hams p 60s @4",
                           "hw drops 2x15 daily", "next 29nov 10", ": looser on stairs")
        self.assertEqual(sorted(made), SESSION)
        self.assertEqual(made["status"], "draft")
        for finding in made["findings"]:
            self.assertEqual(sorted(finding), FINDING)
        for release in made["releases"]:
            self.assertEqual(sorted(release), RELEASE)
        ktw, slr = made["findings"]
        self.assertEqual((ktw["target"], ktw["side"], ktw["pre"], ktw["post"], ktw["unit"]),
                         ("knee-to-wall", "left", 10.5, None, "cm"))
        self.assertEqual((slr["target"], slr["side"], slr["pre"], slr["post"], slr["unit"]),
                         ("slr", "right", 65, 80, "deg"))
        wb, p = made["releases"]
        self.assertEqual((wb["structure"], wb["type"], wb["reps"], wb["seconds"]),
                         ("gastrocnemius", "weight-bearing", 3, None))
        self.assertEqual((p["structure"], p["type"], p["seconds"], p["pressure"]), ("hamstrings", "passive", 60, 4))
        self.assertEqual((made["note"], made["homecare"]), ("looser on stairs", ["drops 2x15 daily"]))
        self.assertEqual((made["next_day"], made["next_hour"]), ("2026-11-29", "10:00"))
        self.assertIn({"region": "calf", "side": "left"}, made["regions"])
        self.assertRegex(made["started"], AT_TEN)
        self.assertIsNone(made["signed_at"])

    def test_what_was_understood_is_printed_in_sentences(self):
        said = self.p.ok("log", self.number, "l gastroc wb 3x", "r slr 65>80").out
        self.assertIn("left gastrocnemius", said)
        self.assertIn("3 repetitions", said)
        self.assertRegex(said, r"(?m)^draft [0-9a-f-]{36}$")

    def test_later_lines_go_into_the_same_draft(self):
        first = self.p.json("log", self.number, "l ktw 10.5")
        second = self.p.json("log", self.number, "l gastroc wb 3x")
        self.assertEqual(first["id"], second["id"])
        self.assertEqual((len(second["findings"]), len(second["releases"])), (1, 1))
        self.assertEqual(len(self.drafts()), 1)

    def test_all_lines_or_none(self):
        self.refused(3, "log", self.number, "l ktw 10.5", "l flurb wb 3x", says="line 2")
        self.assertEqual(self.drafts(), [])
        self.p.ok("log", self.number, "l ktw 10.5")
        self.refused(3, "log", self.number, "l gastroc wb 3x", "r slr 650")
        kept = self.p.json("session", "show", self.drafts()[0]["id"])
        self.assertEqual((len(kept["findings"]), len(kept["releases"])), (1, 0))

    def test_every_refusal_has_its_code_and_place(self):
        for line, code, at in (
                ("l flurb wb 3x", "invalid", (2, 7)),
                ("r slr 650", "range", None),
                ("l ta a 3x", "ambiguous", (2, 4)),
                ("neck p 60s", "ambiguous", None),
                ("l gastroc", "invalid", None),
                ("l p", "invalid", None),
                ("r flex 40", "ambiguous", None),
                ("", "invalid", None),
        ):
            with self.subTest(line=line):
                done = self.p.run("log", self.number, "l ktw 10.5", line, "--json")
                error = done.error
                self.assertEqual((done.status, error["code"]), (3, code), error)
                self.assertEqual(error["at"]["line"], 2)
                if at:
                    self.assertEqual((error["at"]["from"], error["at"]["to"]), at)
                if code == "ambiguous":
                    self.assertTrue(error["candidates"], error)
                for candidate in error["candidates"]:
                    self.assertEqual(sorted(candidate), ["id", "label"])
                self.assertEqual(self.drafts(), [])

    def test_an_ambiguous_word_lists_its_candidates_for_people_too(self):
        done = self.refused(3, "log", self.number, "l ta a 3x")
        self.assertIn("Achilles", done.err)
        self.assertIn("ibialis anterior", done.err)

    def test_the_side_is_carried_from_line_to_line(self):
        made = self.p.json("log", self.number, "r slr 66", "ktw 9")
        self.assertEqual([f["side"] for f in made["findings"]], ["right", "right"])

    def test_bilateral_is_two_rows_left_first(self):
        made = self.p.json("log", self.number, "b ql p 90s")
        self.assertEqual([r["side"] for r in made["releases"]], ["left", "right"])

    def test_rows_are_retested_and_removed_by_number(self):
        made = self.p.json("log", self.number, "l ktw 10.5", "r slr 65", "2>80", "-1")
        self.assertEqual([(f["target"], f["post"]) for f in made["findings"]], [("slr", 80)])
        self.refused(3, "log", self.number, "7>3")

    def test_a_line_with_controls_or_no_utf8_is_refused(self):
        for line in (": a\x1b[31mb", ": a\x07b", ": a\x9bb", ": a\ufeffb", ": a\x7fb", ": a\tb",
                     ": " + b"\xc3\x28".decode("utf-8", "surrogateescape")):
            with self.subTest(line=line):
                self.refused(3, "log", self.number, line)
        self.assertEqual(self.drafts(), [])

    def test_a_note_keeps_every_character(self):
        for note in ("it's \"quoted\"; DROP TABLE change;--", "=1+1,@cmd|' /C calc'!A0", "صحيح ‏abc‎", "👨‍👩‍👧‍👦 e\u0301",
                     "back\\slash \\n", "100% _ *"):
            with self.subTest(note=note):
                made = self.p.json("log", self.number, f": {note}")
                self.assertEqual(made["note"].split("\n")[-1], note)

    def test_a_very_long_line_is_refused_and_a_long_note_kept(self):
        self.p.ok("log", self.number, ": " + "x" * 4000)
        done = self.p.run("log", self.number, ": " + "x" * 100000)
        self.assertEqual(done.status, 3, str(done)[:500])


class Signing(Case):
    def setUp(self):
        super().setUp()
        self.client = self.p.client(f"Signed {self.id().rsplit('.', 1)[1][5:60]}")
        self.number = f"#{self.client['number']:04}"

    def test_a_signed_session_says_who_and_when(self):
        made = self.p.signed(self.number, "l ktw 10.5>11", "l gastroc wb 3x")
        self.assertEqual((made["status"], made["therapist"], made["consent"], made["reaction"]),
                         ("signed", "Ana Ruiz", True, "none-seen"))
        self.assertRegex(made["signed_at"], AT_TEN)
        self.assertEqual(made["number"], 1)
        self.assertIsNotNone(made["episode"])
        self.assertEqual(self.p.json("session", "show", made["id"]), made)

    def test_signing_takes_consent_and_reaction(self):
        self.refused(3, "log", self.number, "l ktw 10", "l gastroc wb 3x", "--sign", says="onsent")
        draft = self.p.json("session", "list", "--client", self.number)["sessions"][0]
        self.assertEqual(draft["status"], "draft")
        self.refused(3, "session", "sign", draft["id"], "--consent", says="eaction")
        made = self.p.json("session", "sign", draft["id"], "--consent", "--reaction", "none-seen")
        self.assertEqual(made["status"], "signed")

    def test_what_is_missing_is_named(self):
        self.refused(3, "log", self.number, "l gastroc wb 3x", "--sign", "--consent", "--reaction", "none-seen",
                     says="finding")
        other = self.p.client("Missing Release")
        self.refused(3, "log", f"#{other['number']}", "l ktw 9", "--sign", "--consent", "--reaction", "none-seen",
                     says="release")

    def test_an_empty_part_is_signed_with_its_reason(self):
        sign = ("--sign", "--consent", "--reaction", "none-seen")
        made = self.p.json("log", self.number, ": talked only", *sign, "--no-finding", "came to talk", "--not-treated",
                           "fever: sent home")
        self.assertEqual((made["status"], made["no_finding_reason"], made["not_treated_reason"]),
                         ("signed", "came to talk", "fever: sent home"))
        self.refused(3, "log", self.number, ": again", *sign, "--no-finding", "bad \x1b[2J", says="--no-finding")
        self.refused(3, "log", self.number, ": again", *sign, "--no-finding", "came to talk", says="release")

    def test_a_signed_session_is_not_signed_or_logged_into_again(self):
        made = self.p.signed(self.number, "l ktw 10", "l gastroc wb 3x")
        self.refused(3, "session", "sign", made["id"], "--consent", "--reaction", "none-seen")
        later = self.p.json("log", self.number, ": more")
        self.assertNotEqual(later["id"], made["id"])
        self.assertEqual(self.p.json("session", "show", made["id"]), made)

    def test_the_next_appointment_is_planned_by_signing(self):
        self.p.signed(self.number, "l ktw 10", "l gastroc wb 3x", "next 29nov 10")
        rows = self.p.json("today", "2026-11-29")["sessions"]
        mine = [r for r in rows if r["client"] == self.client["id"]]
        self.assertEqual([(r["hour"], r["status"]) for r in mine][0][0], "10:00")

    def test_a_clock_behind_the_record_must_be_said_to_be_right(self):
        lines = ("log", self.number, "l ktw 10", "l gastroc wb 3x", "--sign", "--consent", "--reaction", "none-seen")
        behind = {"FASCIA_NOW": "2026-11-20T10:00:00+00:00"}
        self.refused(3, *lines, env=behind, says="--clock-is-right")
        draft = self.p.json("session", "list", "--client", self.number)["sessions"][0]
        sign = ("session", "sign", draft["id"], "--consent", "--reaction", "none-seen")
        self.refused(3, *sign, env=behind, says="--clock-is-right")
        self.assertEqual(self.p.json(*sign, "--clock-is-right", env=behind)["status"], "signed")
        self.p.ok("record", "verify")

    def test_an_unknown_session_is_not_found(self):
        self.refused(1, "session", "show", NONE)
        self.refused(1, "session", "sign", NONE)
        self.refused(3, "session", "show", "nonsense")

    def test_a_released_shape_is_copied_without_values(self):
        self.p.signed(self.number, "l ktw 10.5>11", "l gastroc wb 3x @4")
        made = self.p.json("log", self.number, "same")
        self.assertEqual([(f["target"], f["pre"], f["post"]) for f in made["findings"]], [("knee-to-wall", None, None)])
        self.assertEqual([(r["reps"], r["pressure"]) for r in made["releases"]], [(3, None)])
        self.refused(3, "session", "sign", made["id"], "--consent", "--reaction", "none-seen", says="value")


class TwoAtOnce(Case):
    def test_two_processes_that_log_do_not_lose_a_line(self):
        self.p.client("Busy Client")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            done = list(pool.map(lambda i: self.p.run("log", "busy", f": line {i}"), range(8)))
        kept = self.p.json("session", "list", "--client", "busy")["sessions"]
        notes = [line for s in kept for line in (self.p.json("session", "show", s["id"])["note"] or "").split("\n")]
        for i, one in enumerate(done):
            self.assertEqual(one.status == 0, f"line {i}" in notes, str(one))
            self.assertIn(one.status, (0, 3, 5), str(one))
        self.p.ok("record", "verify")

    def test_who_logs_and_signs_at_once_signs_his_own_lines_and_only_those(self):
        self.p.client("Signed Often")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda i: self.p.signed("often", f": line {i}", "l ktw 10.5>11", "l soleus p"), range(8)))
        self.assertEqual([one["note"] for one in made], [f"line {i}" for i in range(8)])
        kept = self.p.json("session", "list", "--client", "often")["sessions"]
        self.assertEqual(sorted((s["id"], s["status"]) for s in kept), sorted((one["id"], "signed") for one in made))
        self.p.ok("record", "verify")


main()
