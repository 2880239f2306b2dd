"""Somebody who holds the key of the store, and another program, changes the record: verify names what was changed.

The triggers are dropped first: they keep mistakes out, not an attacker. Then, one at a time and each on a fresh copy: a byte of
every column of a change, a change taken out, two swapped, the last one cut off, a chain hashed anew.
"""
import hashlib
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
from program import Case, main  # noqa: E402

COLUMNS = ["id", "device", "device_seq", "prev_hash", "hlc", "entered_at", "entered_offset", "author", "kind", "entity",
           "parent", "body", "salt", "body_hash", "hash", "sig"]
NUMBERS = {"device_seq", "hlc", "entered_at", "entered_offset"}
TEXTS = {"kind", "body"}
DROP = ("PRAGMA ignore_check_constraints = ON;",
        "DROP TRIGGER change_is_not_edited; DROP TRIGGER change_is_not_deleted; DROP TRIGGER change_is_not_replaced;")


def dashed(hex_):
    hex_ = hex_.lower()
    return f"{hex_[:8]}-{hex_[8:12]}-{hex_[12:16]}-{hex_[16:20]}-{hex_[20:]}"


class Tampering(Case):
    @classmethod
    def furnish(cls):
        cls.p.client("Maria Santos")
        cls.p.signed("santos", "r slr 58>62", "r hams p 90s", ": first")
        cls.signed = cls.p.signed("santos", "r slr 62>70", "r hams p 90s", ": second")
        cls.p.signed("santos", "r slr 70>74", "r hams p 90s", ": third")
        cls.k = cls.p.key()
        rows = cls.p.sql("SELECT seq, hex(id), kind, hex(entity) FROM change ORDER BY seq;", key=cls.k).splitlines()
        cls.changes = [dict(zip(("seq", "id", "kind", "entity"), row.split("|"))) for row in rows]
        entity = cls.signed["id"].replace("-", "").upper()
        cls.target = [c for c in cls.changes if c["entity"] == entity and c["kind"] == "session"][-1]
        # a change with a parent: a draft that was left and then signed
        draft = cls.p.json("log", "santos", "r slr 74", "r hams p 90s")
        cls.p.ok("session", "sign", draft["id"], "--consent", "--reaction", "none-seen")
        entity = draft["id"].replace("-", "").upper()
        rows = cls.p.sql(f"SELECT seq, hex(id) FROM change WHERE hex(entity) = '{entity}' AND parent IS NOT NULL "
                         "ORDER BY seq DESC LIMIT 1;", key=cls.k).splitlines()
        cls.with_parent = dict(zip(("seq", "id"), rows[0].split("|")))
        cls.p.ok("record", "verify")

    def attack(self, *statements):
        """Verify's findings after somebody did this to a copy."""
        n = getattr(self, "copies", 0)
        self.copies = n + 1
        folder = self.dir / str(n)
        folder.mkdir()
        p = self.p.copy(folder)
        p.sql(*DROP, *statements, key=self.k)
        done = p.run("record", "verify", "--json")
        return done, p

    def assert_names(self, statements, id_, *whats):
        done, p = self.attack(*statements)
        self.assertEqual(done.status, 1, f"{statements} {done}")
        found = done.json["findings"]
        named = [f for f in found if f["change"] == dashed(id_)]
        self.assertTrue(named, f"{statements}: {dashed(id_)} is not named in {found}")
        if whats:
            self.assertTrue({f["what"] for f in named} & set(whats), f"{statements}: {named}")
        text = p.run("record", "verify")
        self.assertIn(dashed(id_), text.out)
        return found

    def test_one_byte_of_each_column(self):
        for column in COLUMNS:
            target = self.with_parent if column == "parent" else self.target
            seq = target["seq"]
            if column in NUMBERS:
                change = f"UPDATE change SET {column} = {column} + 1 WHERE seq = {seq};"
                if column in ("device_seq", "hlc"):  # unique: the next one has that number
                    change = f"UPDATE change SET {column} = {column} + 100000 WHERE seq = {seq};"
            elif column == "kind":
                change = f"UPDATE change SET kind = 'event' WHERE seq = {seq};"
            elif column == "body":
                change = f"UPDATE change SET body = replace(body, '620', '630') WHERE seq = {seq};"
            else:
                change = (f"UPDATE change SET {column} = CAST(substr({column}, 1, 5) || "
                          f"(CASE WHEN substr({column}, 6, 1) = x'00' THEN x'01' ELSE x'00' END) || "
                          f"substr({column}, 7) AS BLOB) WHERE seq = {seq};")
            with self.subTest(column=column):
                id_ = target["id"]
                if column == "id":
                    id_ = id_[:10] + ("01" if id_[10:12] == "00" else "00") + id_[12:]
                self.assert_names([change, "SELECT changes();"], id_)

    def test_the_body_or_the_signature_taken_away(self):
        seq, id_ = self.target["seq"], self.target["id"]
        self.assert_names([f"UPDATE change SET body = NULL, salt = NULL WHERE seq = {seq};"], id_)
        self.assert_names([f"UPDATE change SET sig = NULL WHERE seq = {seq};"], id_)

    def test_a_change_taken_out(self):
        seq = int(self.target["seq"])
        following = next(c for c in self.changes if int(c["seq"]) > seq)
        self.assert_names([f"DELETE FROM change WHERE seq = {seq};"], following["id"], "gap", "chain")

    def test_two_changes_swapped(self):
        a = int(self.target["seq"])
        b = a + 1
        self.assert_names([f"UPDATE change SET device_seq = -1 WHERE seq = {a};",
                           f"UPDATE change SET device_seq = device_seq - 1 WHERE seq = {b};",
                           f"UPDATE change SET device_seq = (SELECT device_seq FROM change WHERE seq = {b}) + 1 "
                           f"WHERE seq = {a};"], self.target["id"])
        bodies = [f"CREATE TEMP TABLE t AS SELECT * FROM change WHERE seq IN ({a}, {b});"]
        for x, y in ((a, b), (b, a)):
            bodies.append("UPDATE change SET (body, salt, body_hash) = (SELECT body, salt, body_hash FROM t "
                          f"WHERE seq = {y}) WHERE seq = {x};")
        self.assert_names(bodies, self.target["id"])

    def test_the_last_change_cut_off(self):
        self.p.ok("practice", "info")  # the anchor is noted when the store is closed
        last = self.p.sql("SELECT hex(id) FROM change ORDER BY seq DESC LIMIT 1;", key=self.k).strip()
        done, _ = self.attack("DELETE FROM change WHERE seq = (SELECT max(seq) FROM change);")
        self.assertEqual(done.status, 1, str(done))
        found = done.json["findings"]
        self.assertIn("anchor", {f["what"] for f in found}, str(done) + last)

    def test_the_last_session_cut_off_with_its_index(self):
        """The rows of the index go too, and the program has added to the chain since: still the anchor tells."""
        done, p = self.attack("DELETE FROM change WHERE seq > (SELECT max(seq) - 3 FROM change);",
                              "DELETE FROM session WHERE head NOT IN (SELECT seq FROM change);")
        self.assertEqual(done.status, 1, str(done))
        self.assertIn("anchor", {f["what"] for f in done.json["findings"]})
        p.run("practice", "info")
        self.assertEqual(p.run("record", "verify").status, 1)

    def test_a_chain_hashed_anew_is_not_signed(self):
        """The attacker can compute every hash, but holds no signing key."""
        seq = int(self.target["seq"])
        names = ["seq", *COLUMNS]
        query = "SELECT " + ", ".join(f"quote({n})" if n not in NUMBERS | {"seq"} else n for n in names)
        rows = self.p.sql(f"SELECT group_concat(x, '|') FROM (SELECT hex(body) AS x FROM change WHERE seq = {seq});",
                          key=self.k)
        self.assertTrue(rows)
        lines = self.p.sql(f".mode list\n.separator \"\\t\"\n{query} FROM change ORDER BY seq;", key=self.k).splitlines()
        changes = []
        for line in lines:
            values = dict(zip(names, line.split("\t")))
            for name in names:
                if name in NUMBERS | {"seq"}:
                    values[name] = int(values[name])
                elif values[name] == "NULL":
                    values[name] = None
                elif name in TEXTS:
                    values[name] = values[name][1:-1].replace("''", "'")
                else:
                    values[name] = bytes.fromhex(values[name][2:-1])
            changes.append(values)
        statements, previous = [], bytes(32)
        for c in changes:
            body = c["body"].replace(":620,", ":630,") if c["seq"] == seq else c["body"]
            body_hash = hashlib.blake2b(body.encode(), digest_size=32, key=c["salt"]).digest()
            hash_ = hashlib.blake2b(b"".join((
                b"fascia change 1\0", c["id"], c["device"], struct.pack(">Q", c["device_seq"]), previous,
                struct.pack(">Q", c["hlc"]), struct.pack(">qh", c["entered_at"], c["entered_offset"]), c["author"],
                bytes([len(c["kind"])]), c["kind"].encode(), c["entity"], c["parent"] or bytes(16), body_hash)),
                digest_size=32).digest()
            if c["seq"] < seq:  # our second opinion agrees with the program's hashes
                self.assertEqual((hash_, body_hash), (c["hash"], c["body_hash"]))
            else:
                quoted = body.replace("'", "''")
                statements.append(f"UPDATE change SET body = '{quoted}', body_hash = x'{body_hash.hex()}', "
                                  f"prev_hash = x'{previous.hex()}', hash = x'{hash_.hex()}' WHERE seq = {c['seq']};")
            previous = hash_
        found = self.assert_names(statements, self.target["id"], "signature")
        self.assertTrue(found)


main()
