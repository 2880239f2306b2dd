"""Another program opens the store: the sqlcipher shell, with the raw key and without."""
import math
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import SOURCE, Case, Practice, main  # noqa: E402

PLANTED = "Wilhelmina Planted"


def entropy(data):
    counts = [data.count(byte) for byte in range(256)]
    return -sum(n / len(data) * math.log2(n / len(data)) for n in counts if n)


class Store(Case):
    @classmethod
    def furnish(cls):
        cls.p.client(PLANTED)
        cls.p.signed("planted", "r slr 58>62", "r hams p 90s", ": planted note")
        cls.p.ok("log", "planted", "l ktw 9", ": planted draft")
        cls.k = cls.p.key()

    def test_the_raw_key_opens_it_and_it_is_whole(self):
        self.assertEqual(self.p.sql("PRAGMA integrity_check;", key=self.k), "ok\n")
        self.assertEqual(self.p.sql("PRAGMA cipher_integrity_check;", key=self.k), "")
        self.assertEqual(self.p.sql("PRAGMA foreign_key_check;", key=self.k), "")
        self.assertIn(PLANTED.split()[0], self.p.sql("SELECT body FROM change WHERE kind = 'client';", key=self.k))

    def test_the_schema_is_the_documented_one(self):
        text = (SOURCE / "docs" / "schema.md").read_text()
        rows = self.p.sql("SELECT m.name || ' ' || group_concat(c.name, ' ') FROM sqlite_schema m "
                          "JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' "
                          "GROUP BY m.name;", key=self.k).splitlines()
        self.assertGreater(len(rows), 10)
        for row in rows:
            table, *columns = row.split()
            if re.match(r"search_(data|idx|docsize|config)$", table):
                continue  # FTS5 makes these for itself
            with self.subTest(table=table):
                section = re.search(rf"(?ms)^#+ `?{table}`?\b.*?(?=^#+ |\Z)|^\| `{table}` [^\n]*\n", text)
                self.assertTrue(section, f"docs/schema.md does not describe the table {table}")
                for column in columns:
                    self.assertIn(f"`{column}`", section.group(0), f"{table}.{column}")
        version = self.p.sql("PRAGMA user_version;", key=self.k).strip()
        self.assertEqual(int(version), self.p.json("practice", "info")["schema"])

    def test_a_wrong_key_reads_nothing(self):
        wrong = ("0" if self.k[0] != "0" else "1") + self.k[1:]
        status, out, err = self.p.sql("SELECT name FROM sqlite_schema;", "SELECT body FROM change;", key=wrong, check=False)
        self.assertNotEqual(status, 0)
        self.assertIn("not a database", out + err)
        self.assertNotIn("change", out)

    def test_the_file_is_random_from_its_first_byte(self):
        data = (self.p.folder / "record.db").read_bytes()
        self.assertNotIn(b"SQLite", data)
        self.assertEqual(len(data) % 4096, 0)
        self.assertGreater(entropy(data), 7.95)
        self.assertGreater(len(set(data[:100])), 60)

    def test_two_stores_share_no_first_page(self):
        two = Practice(self.dir)
        two.init()
        mine, other = ((p.folder / "record.db").read_bytes()[:4096] for p in (self.p, two))
        self.assertLess(sum(a == b for a, b in zip(mine, other)), 64)

    def test_nothing_that_was_typed_is_readable_in_the_folder(self):
        for path in self.p.folder.rglob("*"):
            if path.is_file():
                data = path.read_bytes().lower()
                for text in ("wilhelmina", "planted note", "planted draft", "hamstrings", "session"):
                    self.assertNotIn(text.encode(), data, path)

    def test_a_signed_change_is_neither_updated_nor_deleted(self):
        for statement in ("UPDATE change SET body = replace(body, '58', '59') WHERE kind = 'session';",
                          "UPDATE change SET entered_at = entered_at + 1;",
                          "UPDATE change SET sig = NULL;",
                          "UPDATE change SET body = NULL, salt = NULL;",
                          "UPDATE change SET seq = seq + 1000;",
                          "DELETE FROM change;",
                          "DELETE FROM change WHERE seq = (SELECT max(seq) FROM change);",
                          "INSERT OR REPLACE INTO change SELECT * FROM change WHERE kind = 'session' LIMIT 1;",
                          "REPLACE INTO change SELECT seq, id, device, device_seq, prev_hash, hlc, 0, entered_offset, author, "
                          "kind, entity, parent, body, salt, body_hash, hash, sig FROM change LIMIT 1;"):
            with self.subTest(statement=statement):
                status, out, err = self.p.sql(statement, key=self.k, check=False)
                self.assertNotEqual(status, 0)
                self.assertRegex(out + err, "a change is never (edited|deleted|replaced)")
        self.p.ok("record", "verify")


main()
