-- The log, the index over it, and what is in neither (docs/schema.md, docs/adr/0020).

CREATE TABLE change (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL CHECK (length(id) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16),
    device_seq INTEGER NOT NULL CHECK (device_seq > 0),
    prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
    hlc INTEGER NOT NULL CHECK (hlc >= 0),
    entered_at INTEGER NOT NULL,
    entered_offset INTEGER NOT NULL CHECK (entered_offset BETWEEN -1080 AND 1080),
    author BLOB NOT NULL CHECK (length(author) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('client', 'health', 'screen', 'consent', 'episode', 'session', 'amendment',
        'void', 'event', 'communication', 'letter', 'request', 'user', 'settings', 'import', 'merge', 'access',
        'erase')),
    entity BLOB NOT NULL CHECK (length(entity) = 16),
    parent BLOB CHECK (length(parent) = 16),
    body TEXT CHECK (length(body) <= 1048576),
    salt BLOB CHECK (length(salt) = 16),
    body_hash BLOB NOT NULL CHECK (length(body_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    sig BLOB CHECK (length(sig) = 64),
    CHECK ((body IS NULL) = (salt IS NULL))
) STRICT;
CREATE UNIQUE INDEX change_id ON change (id);
CREATE UNIQUE INDEX change_chain ON change (device, device_seq);
CREATE UNIQUE INDEX change_order ON change (hlc, device);
CREATE INDEX change_entity ON change (entity, hlc);
CREATE INDEX change_user ON change (hlc) WHERE kind = 'user';

CREATE TRIGGER change_is_not_deleted BEFORE DELETE ON change
BEGIN
    SELECT RAISE(ABORT, 'a change is never deleted');
END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER change_is_not_replaced BEFORE INSERT ON change
WHEN EXISTS (SELECT 1 FROM change WHERE seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM change WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM change WHERE device = NEW.device AND device_seq = NEW.device_seq)
    OR EXISTS (SELECT 1 FROM change WHERE hlc = NEW.hlc AND device = NEW.device)
BEGIN
    SELECT RAISE(ABORT, 'a change is never replaced');
END;

-- The one exception: body and salt may go to null, nothing else, after the erase change that says so was appended.
CREATE TRIGGER change_is_not_edited BEFORE UPDATE ON change
WHEN NOT (NEW.body IS NULL AND NEW.salt IS NULL
    AND NEW.seq = OLD.seq AND NEW.id = OLD.id AND NEW.device = OLD.device AND NEW.device_seq = OLD.device_seq
    AND NEW.prev_hash = OLD.prev_hash AND NEW.hlc = OLD.hlc AND NEW.entered_at = OLD.entered_at
    AND NEW.entered_offset = OLD.entered_offset AND NEW.author = OLD.author AND NEW.kind = OLD.kind
    AND NEW.entity = OLD.entity AND NEW.parent IS OLD.parent AND NEW.body_hash = OLD.body_hash
    AND NEW.hash = OLD.hash AND NEW.sig IS OLD.sig
    AND OLD.kind <> 'erase' AND (SELECT kind FROM change ORDER BY seq DESC LIMIT 1) = 'erase')
BEGIN
    SELECT RAISE(ABORT, 'a change is never edited');
END;

CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    practice BLOB NOT NULL CHECK (length(practice) = 16),
    device BLOB NOT NULL CHECK (length(device) = 16),
    machine BLOB NOT NULL CHECK (length(machine) = 32),
    file BLOB NOT NULL CHECK (length(file) = 32)
) STRICT;

CREATE TABLE draft (
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    user BLOB NOT NULL CHECK (length(user) = 16),
    client BLOB NOT NULL CHECK (length(client) = 16),
    entity BLOB NOT NULL CHECK (length(entity) = 16),
    parent BLOB CHECK (length(parent) = 16),
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL,
    pending TEXT,
    undo TEXT,
    saved_at INTEGER NOT NULL,
    saved_offset INTEGER NOT NULL,
    discarded_at INTEGER NOT NULL DEFAULT 0,
    discarded_offset INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX draft_user ON draft (user, client, saved_at);
CREATE INDEX draft_discarded ON draft (discarded_at) WHERE discarded_at > 0;
CREATE TRIGGER draft_keeps_its_client BEFORE UPDATE OF client, entity ON draft
WHEN NEW.client <> OLD.client OR NEW.entity <> OLD.entity
BEGIN
    SELECT RAISE(ABORT, 'a draft belongs to one client for life');
END;

-- From here on: the index. Dropped and folded anew by `record rebuild`, compared by `record verify`.

CREATE TABLE head (
    entity BLOB NOT NULL,
    change BLOB NOT NULL,
    PRIMARY KEY (entity, change)
) STRICT, WITHOUT ROWID;

CREATE TABLE counts (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    clients INTEGER NOT NULL,
    sessions INTEGER NOT NULL,
    unsigned INTEGER NOT NULL
) STRICT;
INSERT INTO counts (one, clients, sessions, unsigned) VALUES (1, 0, 0, 0);

CREATE TABLE user (
    id BLOB NOT NULL PRIMARY KEY,
    head INTEGER NOT NULL,
    name TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE client (
    id BLOB NOT NULL PRIMARY KEY,
    head INTEGER NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    status INTEGER NOT NULL,
    since INTEGER NOT NULL,
    sessions INTEGER NOT NULL,
    last_key INTEGER,
    recent INTEGER NOT NULL GENERATED ALWAYS AS (max(since * 8192, coalesce(last_key, since * 8192))) VIRTUAL
) STRICT, WITHOUT ROWID;
CREATE INDEX client_number ON client (number);
CREATE INDEX client_recent ON client (recent, id) WHERE status = 0;

CREATE TABLE client_word (
    word TEXT NOT NULL,
    client BLOB NOT NULL,
    rank INTEGER NOT NULL,
    PRIMARY KEY (word, client)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_word_client ON client_word (client);

CREATE TABLE episode (
    id BLOB NOT NULL PRIMARY KEY,
    head INTEGER NOT NULL,
    client BLOB NOT NULL,
    opened INTEGER,
    closed INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX episode_client ON episode (client, opened);

CREATE TABLE session (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    head INTEGER NOT NULL,
    client BLOB NOT NULL,
    episode BLOB,
    therapist BLOB NOT NULL,
    status INTEGER NOT NULL,
    amendments INTEGER NOT NULL,
    voided INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX session_id ON session (id);
CREATE INDEX session_client ON session (client, key);
CREATE INDEX session_therapist ON session (therapist, key);
CREATE INDEX session_episode ON session (episode, key) WHERE episode IS NOT NULL;
CREATE INDEX session_draft ON session (key) WHERE status = 1;

CREATE TABLE finding (
    session INTEGER NOT NULL,
    row INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target TEXT,
    region TEXT,
    side INTEGER NOT NULL,
    pre INTEGER,
    post INTEGER,
    PRIMARY KEY (session, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_target ON finding (target, session, side) WHERE target IS NOT NULL;

CREATE TABLE release (
    session INTEGER NOT NULL,
    row INTEGER NOT NULL,
    structure TEXT NOT NULL,
    region TEXT,
    side INTEGER NOT NULL,
    type INTEGER NOT NULL,
    locks INTEGER NOT NULL,
    reps INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    pressure INTEGER NOT NULL,
    PRIMARY KEY (session, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX release_structure ON release (structure, session, side);

CREATE TABLE region_use (
    session INTEGER NOT NULL,
    region TEXT NOT NULL,
    side INTEGER NOT NULL,
    PRIMARY KEY (session, region, side)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_use_region ON region_use (region, session, side);

PRAGMA user_version = 1;
