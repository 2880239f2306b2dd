#!/usr/bin/env python3
"""Opens the slot files of keyslots.txt with nothing but the standard library.

The second opinion on src/trust: it shares no code with it, only docs/security.md, and has XChaCha20-Poly1305, sealed boxes,
X25519 and Ed25519 of its own, written for reading and not for secrets. Argon2id at 256 MiB is out of Python's reach, so the key that
comes of the passphrase stands in the vectors; the recovery key goes the whole way.
Exit status 0: every file says what it is marked with. 1: the mismatches are on stderr. 2: keyslots.txt itself cannot be read.
"""
import hashlib
import pathlib
import struct
import sys

BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ARGON2ID, RECOVERY = 1, 0


class Wrong(Exception):
    """What opening a file says: version, format, locked or damaged."""


# --- symmetric: ChaCha20, Salsa20, Poly1305 (RFC 8439, draft-irtf-cfrg-xchacha, Bernstein's Salsa20) ---

def rotate(v, n):
    return ((v << n) | (v >> (32 - n))) & 0xFFFFFFFF


def chacha_quarter(s, a, b, c, d):
    for n, (x, y, z) in zip((16, 12, 8, 7), ((a, b, d), (c, d, b), (a, b, d), (c, d, b))):
        s[x] = (s[x] + s[y]) & 0xFFFFFFFF
        s[z] = rotate(s[z] ^ s[x], n)


def salsa_quarter(s, a, b, c, d):
    for n, (x, y, z) in zip((7, 9, 13, 18), ((b, a, d), (c, b, a), (d, c, b), (a, d, c))):
        s[x] ^= rotate((s[y] + s[z]) & 0xFFFFFFFF, n)


CHACHA = (chacha_quarter, ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                           (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)))
SALSA = (salsa_quarter, ((0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11),
                         (0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)))
SIGMA = struct.unpack("<4I", b"expand 32-byte k")


def twenty_rounds(cipher, words):
    quarter, pattern = cipher
    s = list(words)
    for _ in range(10):
        for places in pattern:
            quarter(s, *places)
    return s


def chacha_state(key, last):
    return list(SIGMA) + list(struct.unpack("<8I", key)) + list(struct.unpack("<4I", last))


def salsa_state(key, middle):
    k, m = struct.unpack("<8I", key), struct.unpack("<4I", middle)
    return [SIGMA[0], *k[:4], SIGMA[1], *m, SIGMA[2], *k[4:], SIGMA[3]]


def block(cipher, state):
    return struct.pack("<16I", *((x + y) & 0xFFFFFFFF for x, y in zip(twenty_rounds(cipher, state), state)))


def hchacha(key, nonce):
    s = twenty_rounds(CHACHA, chacha_state(key, nonce))
    return struct.pack("<8I", *s[:4], *s[12:])


def hsalsa(key, nonce):
    s = twenty_rounds(SALSA, salsa_state(key, nonce))
    return struct.pack("<8I", s[0], s[5], s[10], s[15], *s[6:10])


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for i in range(0, len(message), 16):
        total = (total + int.from_bytes(message[i:i + 16] + b"\1", "little")) * r % (2 ** 130 - 5)
    return ((total + int.from_bytes(key[16:], "little")) % 2 ** 128).to_bytes(16, "little")


def xor(data, stream):
    return bytes(x ^ y for x, y in zip(data, stream))


def xchacha_open(box, nonce, key, bound):
    """The plain text, or None."""
    sub = hchacha(key, nonce[:16])
    blocks = [block(CHACHA, chacha_state(sub, struct.pack("<II", i, 0) + nonce[16:])) for i in range(4)]
    text, tag = box[:-16], box[-16:]
    pad = lambda b: b + bytes(-len(b) % 16)
    if poly1305(blocks[0][:32], pad(bound) + pad(text) + struct.pack("<QQ", len(bound), len(text))) != tag:
        return None
    return xor(text, b"".join(blocks[1:]))


def xsalsa_open(box, nonce, key):
    sub = hsalsa(key, nonce[:16])
    stream = b"".join(block(SALSA, salsa_state(sub, nonce[16:] + struct.pack("<Q", i))) for i in range(4))
    tag, text = box[:16], box[16:]
    return xor(text, stream[32:]) if poly1305(stream[:32], text) == tag else None


# --- curves: X25519 (RFC 7748), and the public key of Ed25519 (RFC 8032) ---

P = 2 ** 255 - 19


def clamp(raw):
    return int.from_bytes(raw, "little") & (2 ** 254 - 8) | 2 ** 254


def x25519(scalar, point):
    k, u = clamp(scalar), int.from_bytes(point, "little") % 2 ** 255
    x2, z2, x3, z3 = 1, 0, u, 1
    for i in reversed(range(255)):
        if k >> i & 1:
            x2, z2, x3, z3 = x3, z3, x2, z2
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        da, cb = d * a, c * b
        x3, z3 = (da + cb) ** 2 % P, u * (da - cb) ** 2 % P
        aa, bb = a * a, b * b
        x2, z2 = aa * bb % P, (aa - bb) * (aa + 121665 * (aa - bb)) % P
        if k >> i & 1:
            x2, z2, x3, z3 = x3, z3, x2, z2
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


def ed25519_public(seed):
    d = -121665 * pow(121666, P - 2, P) % P

    def add(p, q):
        t = d * p[0] * q[0] * p[1] * q[1]
        return ((p[0] * q[1] + q[0] * p[1]) * pow(1 + t, P - 2, P) % P,
                (p[1] * q[1] + p[0] * q[0]) * pow(1 - t, P - 2, P) % P)

    y = 4 * pow(5, P - 2, P) % P
    xx = (y * y - 1) * pow(d * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    base, point = (P - x if x & 1 else x, y), (0, 1)
    scalar = clamp(hashlib.sha512(seed).digest()[:32])
    for i in reversed(range(255)):
        point = add(point, point)
        if scalar >> i & 1:
            point = add(point, base)
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


# --- fascia's own ---

def kdf(key, context):
    return hashlib.blake2b(digest_size=32, key=key, salt=struct.pack("<QQ", 1, 0), person=context.ljust(16, b"\0")).digest()


def keys_of(seed):
    """Public signing key, secret and public box key."""
    box = hashlib.sha512(kdf(seed, b"fasc_box")).digest()[:32]
    return ed25519_public(kdf(seed, b"fascsign")), box, x25519(box, (9).to_bytes(32, "little"))


def sealed_open(seal, secret, public):
    ephemeral = seal[:32]
    nonce = hashlib.blake2b(ephemeral + public, digest_size=24).digest()
    return xsalsa_open(seal[32:], nonce, hsalsa(x25519(secret, ephemeral), bytes(16)))


def recovery_text(key):
    number = int.from_bytes(key + hashlib.blake2b(key, digest_size=32).digest()[:3], "big")
    digits = "".join(BASE32[number >> (275 - 5 * i) & 31] for i in range(56))
    groups = [digits[7 * g:7 * g + 7] for g in range(8)]
    check = [BASE32[hashlib.blake2b(bytes([g + 1]) + d.encode(), digest_size=32).digest()[0] >> 3] for g, d in enumerate(groups)]
    return "-".join(d + c for d, c in zip(groups, check))


def need(right, word="format"):
    if not right:
        raise Wrong(word)


class Slot:
    def __init__(self, raw):
        self.bound = raw[:76]
        (self.user, login, self.kdf, zero, self.ops, self.memory, self.salt, self.epoch, self.nonce, self.wrap, self.seal, made,
         self.made_by) = struct.unpack(">16s32sB3sII16sI24s48s80sQ16s", raw)
        self.login = login.rstrip(b"\0")
        need(any(self.user) and any(self.made_by) and not any(zero) and made < 2 ** 63 and b"\0" not in self.login)
        need(self.kdf in (RECOVERY, ARGON2ID))
        if self.kdf == RECOVERY:
            need(not self.login and not self.ops and not self.memory and not any(self.salt))
            return
        need(self.login and 3 <= self.ops <= 16 and 262144 <= self.memory <= 1048576)
        try:
            text = self.login.decode("utf-8")
        except UnicodeDecodeError:
            raise Wrong("format") from None
        need(not any(c <= " " or "\x7f" <= c <= "\x9f" or c == "\ufeff" for c in text))


class File:
    def __init__(self, raw):
        need(len(raw) >= 64 + 256 + 32)
        magic, version, count, self.epoch, generation, self.practice, zero = struct.unpack(">8sHHIQ16s24s", raw[:64])
        need(magic == b"FASCKEY1")
        need(version <= 1, "version")
        need(version == 1 and 1 <= count <= 64 and len(raw) == 64 + 256 * count + 32)
        need(self.epoch and generation and any(self.practice) and not any(zero))
        self.slots = [Slot(raw[at:at + 256]) for at in range(64, 64 + 256 * count, 256)]
        need(all(s.epoch in (self.epoch, self.epoch + 1) for s in self.slots))
        for field in ("user", "login"):
            seen = [(getattr(s, field), s.epoch) for s in self.slots]
            need(len(set(seen)) == len(seen))
        need(1 <= sum(s.epoch == self.epoch for s in self.slots) <= 32)
        self.body, self.trailer = raw[:-32], raw[-32:]

    def open(self, login, kek):
        """Seed and store key of the slot with this login (b"": the recovery key's)."""
        slot = next(s for s in self.slots if s.login == login and s.epoch == self.epoch)
        seed = xchacha_open(slot.wrap, slot.nonce, kek, self.practice + slot.bound)
        need(seed, "locked")
        _, secret, public = keys_of(seed)
        store_key = sealed_open(slot.seal, secret, public)
        need(store_key, "damaged")
        need(hashlib.blake2b(self.body, digest_size=32, key=kdf(store_key, b"fascslot")).digest() == self.trailer, "damaged")
        return seed, store_key


# --- the vectors ---

def blocks(text):
    """Blank-line separated blocks of `key value` lines; # starts a comment line. patch may stand several times."""
    found = {}
    for line in text.splitlines() + [""]:
        if line.startswith("#"):
            continue
        if not line and found:
            yield found
            found = {}
        if line:
            key, _, value = line.partition(" ")
            if key in found and key != "patch":
                raise ValueError(f"{found.get('vector', '?')}: {key} twice")
            found.setdefault(key, []).append(value)


def changed(good, v):
    raw = bytearray(good)
    for patch in v.get("patch", []):
        at, _, new = patch.partition(" ")
        raw[int(at):int(at) + len(new) // 2] = bytes.fromhex(new)
    for number in v.get("drop", []):
        at = 64 + 256 * int(number)
        del raw[at:at + 256]
        raw[10:12] = struct.pack(">H", struct.unpack(">H", raw[10:12])[0] - 1)
    return bytes(raw[:len(raw) - int(v.get("cut", ["0"])[0])])


def outcome(raw, recovery_key):
    try:
        File(raw).open(b"", recovery_key)
    except Wrong as wrong:
        return str(wrong)
    return "good"


def check_good(v):
    """Every key that the good vector names, from the recovery key and from the passphrase's."""
    value = {k: x[0] for k, x in v.items()}
    h = lambda name: bytes.fromhex(value[name])
    file = File(h("file"))
    seed, store_key = file.open(b"", h("recovery_key"))
    sign, _, box = keys_of(seed)
    assert (sign, box, store_key) == (h("recovery_sign_public"), h("recovery_box_public"), h("store_key")), "recovery slot"
    assert file.open(value["login"].encode(), h("kek")) == (h("seed"), store_key), "person's slot"
    sign, _, box = keys_of(h("seed"))
    assert (sign, box) == (h("sign_public"), h("box_public")), "person's keys"
    assert recovery_text(h("recovery_key")) == value["recovery_text"], "recovery text"


def main(arguments):
    path = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).with_name("keyslots.txt"))
    try:
        vectors = list(blocks(path.read_text(encoding="ascii")))
        good, key = bytes.fromhex(vectors[0]["file"][0]), bytes.fromhex(vectors[0]["recovery_key"][0])
    except (OSError, ValueError, LookupError) as error:
        print(f"{path}: {error!r}", file=sys.stderr)
        return 2
    failed = 0
    for v in vectors:
        try:
            got = outcome(changed(good, v), key)
            assert got == v["expect"][0], f"is {got}, expected {v['expect'][0]}"
            if "file" in v:
                check_good(v)
        except AssertionError as fault:
            failed += 1
            print(f"{v['vector'][0]}: {fault}", file=sys.stderr)
    print(f"{len(vectors)} vectors, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
