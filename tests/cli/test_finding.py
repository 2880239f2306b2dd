"""find, session list, progress, today: what comes back of what was logged."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import Case, SESSION_ROW, main  # noqa: E402


class Finding(Case):
    begins = "2026-03-01T09:00:00+00:00"

    @classmethod
    def furnish(cls):
        cls.p.now = cls.begins
        cls.maria, cls.paolo = cls.p.client("Maria Santos"), cls.p.client("Paolo Reyes")
        cls.sessions = {}
        for now, who, *lines in (
                ("2026-03-04T09:00:00+00:00", "santos", "r slr 58>62", "r hams p 90s"),
                ("2026-03-18T09:00:00+00:00", "santos", "r slr 74>82", "r hams p 90s", "r hams a 3x"),
                ("2026-03-22T09:00:00+00:00", "reyes", "l ktw 8>9", "l gastroc wb 3x"),
                ("2026-10-25T09:00:00+00:00", "santos", "l ktw 7>8", "l soleus a 3x"),
        ):
            cls.p.now = now
            cls.sessions[now[:10]] = cls.p.signed(who, *lines)["id"]
        cls.p.now = "2026-11-23T10:00:05+00:00"
        cls.draft = cls.p.json("log", "reyes", "r slr 60")["id"]

    def hits(self, *words):
        return [hit["id"] for hit in self.p.json("find", *words)["hits"]]

    def test_hits_are_newest_first_with_the_documented_keys(self):
        got = self.p.json("find", "santos")
        self.assertEqual(sorted(got), ["format", "hits", "next"])
        self.assertEqual(sorted(got["hits"][0]), SESSION_ROW)
        days = [hit["started"][:10] for hit in got["hits"]]
        self.assertEqual(days, ["2026-10-25", "2026-03-18", "2026-03-04"])

    def test_each_word_narrows(self):
        march = [self.sessions["2026-03-18"], self.sessions["2026-03-04"]]
        self.assertEqual(self.hits("r ham mar"), march)
        self.assertEqual(self.hits("san r ham mar"), march)
        self.assertEqual(self.hits("san", "r", "ham", "mar"), march)
        self.assertEqual(self.hits("a ham mar"), [self.sessions["2026-03-18"]])
        self.assertEqual(self.hits("wb"), [self.sessions["2026-03-22"]])
        self.assertEqual(self.hits("calf mar"), [self.sessions["2026-03-22"]])
        self.assertEqual(self.hits("slr"), [self.draft, *march])
        self.assertEqual(self.hits(f"#{self.paolo['number']}", "mar"), [self.sessions["2026-03-22"]])
        self.assertEqual(self.hits("@ana mar san"), march)

    def test_drafts_are_marked(self):
        hit = self.p.json("find", "reyes slr")["hits"][0]
        self.assertEqual((hit["id"], hit["status"]), (self.draft, "draft"))
        self.assertIn("[draft]", self.p.ok("find", "reyes", "slr").out)

    def test_no_hit_is_the_answer_no(self):
        self.refused(1, "find", "l ham mar")
        self.refused(1, "find", "zzyzx")
        self.refused(1, "find", "@zzyzx")

    def test_a_query_that_is_ambiguous_says_so(self):
        done = self.p.run("find", "l ta", "--json")
        self.assertIn(done.status, (1, 3))

    def test_text_that_is_sql_or_fts_is_only_text(self):
        for query in ("'; DROP TABLE session;--", '"', "NEAR(", "a OR b", "*", "%", "(", "santos*", "-santos"):
            with self.subTest(query=query):
                self.assertIn(self.p.run("find", "--", query).status, (0, 1, 3))
        self.p.ok("record", "verify")

    def test_lists_by_client_date_region_structure_type_and_therapist(self):
        def listed(*words):
            return [s["id"] for s in self.p.json("session", "list", *words)["sessions"]]
        march = [self.sessions["2026-03-18"], self.sessions["2026-03-04"]]
        self.assertEqual(listed("--client", "santos", "--from", "1mar 2026", "--to", "31mar 2026"), march)
        self.assertEqual(listed("--client", "santos", "--to", "2026-03-05"), [self.sessions["2026-03-04"]])
        self.assertEqual(listed("--type", "weight-bearing"), [self.sessions["2026-03-22"]])
        self.assertEqual(listed("--structure", "hamstrings", "--to", "30jun"), march)
        self.assertEqual(listed("--region", "calf", "--to", "30jun"), [self.sessions["2026-03-22"]])
        self.assertEqual(len(listed("--therapist", "ana")), 5)
        self.assertEqual(listed("--client", "santos", "--from", "2027-01-01"), [])
        self.refused(3, "session", "list", "--type", "sideways")
        self.refused(3, "session", "list", "--from", "gestern")

    def test_pages_follow_each_other(self):
        first = self.p.json("session", "list", "--limit", "2")
        second = self.p.json("session", "list", "--limit", "2", "--after", first["next"])
        third = self.p.json("session", "list", "--limit", "2", "--after", second["next"])
        ids = [s["id"] for page in (first, second, third) for s in page["sessions"]]
        self.assertEqual(len(set(ids)), 5)
        self.assertIsNone(third["next"])

    def test_progress_shows_before_after_and_kept(self):
        got = self.p.json("progress", "santos", "--measure", "slr")
        self.assertEqual(got["format"], 1)
        text = self.p.ok("progress", "santos").out
        for value in ("58", "62", "74", "82"):
            self.assertIn(value, text)

    def test_sessions_read_back_in_sentences(self):
        text = self.p.ok("session", "show", self.sessions["2026-03-18"]).out
        for part in ("18 Mar 2026", "Santos, Maria", "Ana Ruiz", "hamstrings", "74", "82", "right"):
            self.assertIn(part, text)


class Today(Case):
    @classmethod
    def furnish(cls):
        cls.maria = cls.p.client("Maria Santos")
        cls.paolo = cls.p.client("Paolo Reyes")

    def test_the_day_shows_plans_drafts_and_signed_sessions(self):
        planned = self.p.json("today", "add", "santos", "today", "14:30")
        self.p.ok("log", "reyes", "l ktw 9")
        day = self.p.json("today")
        self.assertEqual(sorted(day), ["day", "format", "next", "sessions", "unsigned_before"])
        rows = {row["client_name"]: row for row in day["sessions"]}
        self.assertEqual(sorted(rows["Santos, Maria"]), ["client", "client_name", "client_number", "hour", "last_plan",
                                                         "last_seen", "session", "status", "therapist"])
        self.assertEqual(rows["Santos, Maria"]["hour"], "14:30")
        self.assertIn(rows["Santos, Maria"]["status"], ("planned", "next"))
        self.assertEqual(rows["Reyes, Paolo"]["status"], "draft")
        self.p.ok("today", "drop", planned["session"])
        left = [row["client_name"] for row in self.p.json("today")["sessions"] if row["status"] != "cancelled"]
        self.assertEqual(left, ["Reyes, Paolo"])
        self.refused(3, "today", "drop", planned["session"])

    def test_a_plan_needs_a_client_and_a_day(self):
        self.refused(1, "today", "add", "zzyzx", "mon")
        self.refused(3, "today", "add", "santos", "someday")
        self.refused(3, "today", "add", "santos", "mon", "25:00")
        self.refused(2, "today", "add", "santos")

    def test_a_weekday_is_the_next_one_for_a_plan(self):
        made = self.p.json("today", "add", "santos", "wed", "9")
        self.assertEqual(made["day"], "2026-11-25")


main()
