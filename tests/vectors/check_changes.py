#!/usr/bin/env python3
"""Recomputes every hash of changes.txt with nothing but hashlib.

The second opinion on src/model/change.c: it shares no code with it, only docs/record.md. A vector marked `good` must
come out as written; one marked `bad bytes`, `bad body_hash` or `bad hash` must differ in exactly the fields it names.
Exit status 0: all as marked. 1: the mismatches are on stderr. 2: the file itself cannot be read.
"""
import hashlib
import pathlib
import struct
import sys

CHECKED = ("bytes", "body_hash", "hash")
FIELDS = ("id", "device", "device_seq", "prev_hash", "hlc", "entered_at", "entered_offset", "author", "kind", "entity",
          "parent", "salt", "body") + CHECKED


def blocks(text):
    """Blank-line separated blocks of `key value` lines; # starts a comment line."""
    block = {}
    for line in text.splitlines() + [""]:
        if line.startswith("#"):
            continue
        if not line.strip():
            if block:
                yield block
            block = {}
            continue
        key, _, value = line.partition(" ")
        if key in block:
            raise ValueError(f"{block.get('vector', '?')}: {key} twice")
        block[key] = value


def hashed_bytes(v):
    kind = v["kind"].encode("ascii")
    return b"".join((
        b"fascia change 1\0",
        bytes.fromhex(v["id"]),
        bytes.fromhex(v["device"]),
        struct.pack(">Q", int(v["device_seq"])),
        bytes.fromhex(v["prev_hash"]),
        struct.pack(">Q", int(v["hlc"])),
        struct.pack(">q", int(v["entered_at"])),
        struct.pack(">h", int(v["entered_offset"])),
        bytes.fromhex(v["author"]),
        struct.pack(">B", len(kind)),
        kind,
        bytes.fromhex(v["entity"]),
        bytes.fromhex(v["parent"]),
        bytes.fromhex(v["body_hash"]),
    ))


def recompute(v):
    """What the checked fields must be. An erased body ("-") leaves its hash as it stands."""
    data = hashed_bytes(v)
    body_hash = v["body_hash"]
    if v["body"] != "-":
        body_hash = hashlib.blake2b(bytes.fromhex(v["body"]), digest_size=32, key=bytes.fromhex(v["salt"])).hexdigest()
    return {"bytes": data.hex(), "body_hash": body_hash, "hash": hashlib.blake2b(data, digest_size=32).hexdigest()}


def wrong_fields(v):
    right = recompute(v)
    return {field for field in CHECKED if v[field] != right[field]}


def check(v):
    missing = [field for field in FIELDS if field not in v]
    if missing:
        return f"fields missing: {', '.join(missing)}"
    word, _, names = v.get("expect", "").partition(" ")
    if (word, names) != ("good", "") and not (word == "bad" and names):
        return f"expect '{v.get('expect', '')}' is not understood"
    expected = set(names.split())
    found = wrong_fields(v)
    if found != expected:
        return f"wrong are {sorted(found) or 'none'}, expected {sorted(expected) or 'none'}"
    return None


def main(arguments):
    path = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).with_name("changes.txt"))
    try:
        vectors = list(blocks(path.read_text(encoding="ascii")))
    except (OSError, ValueError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    failed = 0
    for vector in vectors:
        fault = check(vector)
        if fault:
            failed += 1
            print(f"{vector.get('vector', '?')}: {fault}", file=sys.stderr)
    print(f"{len(vectors)} vectors, {failed} failed")
    return 1 if failed or not vectors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
