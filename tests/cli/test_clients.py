"""client new, find, show, list: any name is kept as it was typed, and found again however it is typed."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import Case, main  # noqa: E402

KEYS = ["age", "alerts", "born", "email", "family", "format", "given", "id", "last_seen", "number", "phone", "preferred",
        "sessions", "status"]

# given, family: what has broken programs elsewhere
NAMES = [
    ("Robert'); DROP TABLE client;--", "Tables"),
    ('Ann "Annie"', "O'Hara"),
    ("=1+1", "Formula"),
    ("% _ * ? [a-z]", "Wildcard"),
    ("NULL", "Void"),
    ("NEAR(a b)", "AND OR NOT"),
    ("Åse", "Lindqvist"),
    ("José María", "Ñandú"),
    ("محمد", "العلي"),
    ("שרה", "כהן"),
    ("Nguyễn Thị", "Hạnh"),
    ("👩‍⚕️ Kim", "Emoji"),
    ("明", "王"),
    ("a\u0301", "Combining"),
    ("Zo\u200d\u0131e", "Joiner"),
    ("Semi;colon, tab", None),
]


class Clients(Case):
    def one(self, *words):
        return self.p.json(*words)

    def test_a_new_client_has_the_documented_keys(self):
        made = self.p.json("client", "new", "--name", "Maria Santos", "--born", "12 apr 1985", "--phone", "+44 7700 900120",
                           "--email", "maria@example.org")
        self.assertEqual(sorted(made), KEYS)
        self.assertEqual((made["given"], made["family"], made["born"], made["age"]),
                         ("Maria", "Santos", "1985-04-12", 41))
        self.assertEqual((made["sessions"], made["last_seen"], made["status"]), (0, None, "active"))
        shown = self.p.json("client", "show", f"#{made['number']:04}")
        self.assertEqual(shown, made)
        self.assertEqual(self.p.json("client", "show", made["id"]), made)

    def test_numbers_count_up(self):
        first, second = self.p.client("Count One"), self.p.client("Count Two")
        self.assertEqual(second["number"], first["number"] + 1)

    def test_every_name_is_kept_as_it_was_typed(self):
        for given, family in NAMES:
            with self.subTest(given=given):
                if family is None:
                    name, given, family = "colon, Semi;", "Semi;", "colon"
                else:
                    name = f"{family}, {given}"
                made = self.p.client(name)
                self.assertEqual((made["given"], made["family"]), (given, family))
                listed = self.p.json("client", "find", family.split()[0])["clients"]
                self.assertIn(made["id"], [row["id"] for row in listed])
        everyone = self.p.json("client", "list", "--limit", "200")["clients"]
        self.assertGreaterEqual(len(everyone), len(NAMES))

    def test_a_client_is_found_without_accents_by_beginnings_phone_tail_and_number(self):
        made = self.p.json("client", "new", "--name", "Åsa Björkqvist", "--born", "1970-02-03", "--phone", "0770 445566")
        for text in ("bjork", "BJÖRK", "asa bj", "bjorkqvist åsa", "5566", f"#{made['number']}"):
            with self.subTest(text=text):
                ids = [row["id"] for row in self.p.json("client", "find", text)["clients"]]
                self.assertIn(made["id"], ids)

    def test_nobody_found_is_the_answer_no(self):
        self.refused(1, "client", "find", "zzyzx")
        self.assertEqual(self.p.run("client", "find", "zzyzx", "--json").error["code"], "not-found")

    def test_an_ambiguous_client_is_an_error_that_lists_them(self):
        one, two = self.p.client("Pat Twin", "1990-01-01"), self.p.client("Sam Twin", "1991-01-01")
        done = self.refused(3, "client", "show", "twin")
        self.assertIn(f"#{one['number']:04}", done.err)
        self.assertNotIn("Twin", done.err)  # names are for a terminal: what is piped may end in a log
        done = self.p.run("client", "show", "twin", "--json")
        self.assertEqual((done.status, done.error["code"]), (3, "ambiguous"))
        self.assertEqual({c["id"] for c in done.error["candidates"]}, {one["id"], two["id"]})
        self.assertEqual(sorted(done.error), ["at", "candidates", "code", "message"])

    def test_what_cannot_be_is_refused(self):
        for status, words, says in (
                (2, ("--name", "A B"), "--born"),
                (2, ("--born", "1980-01-01"), "--name"),
                (3, ("--name", "A B", "--born", "2030-01-01"), "future"),
                (3, ("--name", "A B", "--born", "31/02/1980"), ""),
                (3, ("--name", "A B", "--born", "1850-01-01"), "years"),
                (3, ("--name", "", "--born", "1980-01-01"), "name"),
                (3, ("--name", "A, B, C", "--born", "1980-01-01"), "comma"),
                (3, ("--name", "A\x1b[2J B", "--born", "1980-01-01"), ""),
                (3, ("--name", "A\nB", "--born", "1980-01-01"), ""),
                (3, ("--name", "A\x7f B", "--born", "1980-01-01"), ""),
                (3, ("--name", "x" * 300, "--born", "1980-01-01"), ""),
        ):
            with self.subTest(words=words):
                before = self.p.json("practice", "info")["clients"]
                self.refused(status, "client", "new", *words, says=says)
                self.assertEqual(self.p.json("practice", "info")["clients"], before)

    def test_a_name_that_is_not_utf8_is_refused(self):
        self.refused(3, "client", "new", "--name=A " + b"\xff\xfe".decode("utf-8", "surrogateescape"), "--born", "1980-01-01")

    def test_dates_of_birth_are_read_day_first_and_in_the_past(self):
        for text, born in (("120485", "1985-04-12"), ("3/4/49", "1949-04-03"), ("3.4.2019", "2019-04-03"),
                           ("1949-04-03", "1949-04-03"), ("29feb 2000", "2000-02-29")):
            with self.subTest(text=text):
                self.assertEqual(self.p.json("client", "new", "--name", "Date Born", "--born", text)["born"], born)

    def test_lists_go_on_where_they_stopped(self):
        for i in range(7):
            self.p.client(f"Page {chr(97 + i)}")
        seen, after = [], ()
        while True:
            page = self.p.json("client", "list", "--limit", "3", *after)
            seen += [row["id"] for row in page["clients"]]
            self.assertLessEqual(len(page["clients"]), 3)
            if page["next"] is None:
                break
            after = ("--after", page["next"])
        total = self.p.json("practice", "info")["clients"]
        self.assertEqual((len(seen), len(set(seen))), (total, total))


main()
