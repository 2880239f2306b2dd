/* practice init, demo, info. */
#include "cli_internal.h"

#include "fascia/app/practice.h"
#include "fascia/base/secret.h"
#include "fascia/trust/passphrase.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Asked twice on a terminal, because a typing mistake here locks the practice for good; once from a file. */
static bool new_passphrase(char **out, size_t *len, const struct options *o, struct err *e)
{
    char *first;
    char *second;
    size_t second_len;
    if (!cli_passphrase(&first, len, o, NULL, e))
        return false;
    if (first) {
        *out = first;
        return true;
    }
    if (!cli_passphrase(&first, len, o, "New passphrase: ", e))
        return false;
    bool ok = cli_passphrase(&second, &second_len, o, "The same again: ", e);
    if (ok) {
        if (*len != second_len || memcmp(first, second, second_len) != 0)
            ok = err_set(e, ERR_INVALID, "the two passphrases differ: nothing was made, try again");
        secret_free(second);
    }
    if (!ok) {
        secret_free(first);
        return false;
    }
    *out = first;
    return true;
}

static bool folder_for(const char **out, struct call *c, const char *name, struct err *e)
{
    const char *asked = c->o->practice ? c->o->practice : getenv("FASCIA_PRACTICE");
    if (asked && asked[0]) {
        *out = asked;
        return true;
    }
    return app_default_folder(out, name, &c->arena, e);
}

/* Two groups typed back show that the key was really written down. */
static bool drill(const char *recovery, struct err *e)
{
    static const int groups[] = {2, 7};
    uint8_t key[KEY_BYTES];
    bool ok = recovery_parse(key, recovery, e);
    for (size_t i = 0; ok && i < ARRAY_LEN(groups); i++) {
        char line[64];
        fprintf(stderr, "Type group %d of the recovery key: ", groups[i]);
        if (!fgets(line, sizeof(line), stdin))
            ok = err_set(e, ERR_INVALID, "the drill was not finished: keep the recovery key safe all the same");
        else if (!recovery_group_matches(key, groups[i], line))
            i--;
    }
    secret_wipe(key, sizeof(key));
    return ok;
}

static json_t *made_json(const struct practice_new *want, const char *recovery, const char *owner_check)
{
    json_t *o = json_object();
    json_object_set_new(o, "folder", json_string(want->folder));
    json_object_set_new(o, "name", json_string(want->name));
    json_object_set_new(o, "login", json_string(want->login));
    json_object_set_new(o, "recovery_key", json_string(recovery));
    json_object_set_new(o, "owner_check", json_string(owner_check));
    return o;
}

static bool say_made(struct call *c, const struct practice_new *want, const char *recovery, const char *owner_check,
                     struct err *e)
{
    if (c->o->json)
        return out_json(made_json(want, recovery, owner_check), e);
    out_printf("practice:     %s\nfolder:       %s\nlogin:        %s\n", want->name, want->folder, want->login);
    out_printf(
        "owner check:  %s\n\nrecovery key, shown this once (write it down, keep it away from this machine):\n  %s\n",
        owner_check, recovery);
    return out_end(e);
}

bool cli_practice_init(struct call *c, struct err *e)
{
    struct practice_new want = {.name = call_value(c, "--name"), .user_name = call_value(c, "--user")};
    if (!call_check(c, 0, 0, e))
        return false;
    if (!want.name || !want.user_name)
        return err_set(e, ERR_USAGE, "a practice needs --name and --user");
    want.login = call_value(c, "--login");
    if (!want.login)
        want.login = login_suggest(want.user_name, &c->arena);
    char *passphrase;
    if (!folder_for(&want.folder, c, want.name, e) || !new_passphrase(&passphrase, &want.passphrase_len, c->o, e))
        return false;
    want.passphrase = passphrase;
    char *recovery = secret_alloc(RECOVERY_TEXT);
    char owner_check[9];
    bool ok = practice_create(c->app, recovery, owner_check, &want, e) && say_made(c, &want, recovery, owner_check, e);
    if (ok && !c->o->json && !call_flag(c, "--no-drill") && isatty(STDIN_FILENO))
        ok = drill(recovery, e);
    secret_free(recovery);
    secret_free(passphrase);
    return ok;
}

static bool say_demo(struct call *c, const struct practice_new *want, struct err *e)
{
    if (c->o->json) {
        json_t *o = json_object();
        json_object_set_new(o, "folder", json_string(want->folder));
        json_object_set_new(o, "login", json_string(want->login));
        json_object_set_new(o, "passphrase", json_string(want->passphrase));
        return out_json(o, e);
    }
    out_printf("folder: %s\nlogin: %s\npassphrase: %s\n", want->folder, want->login, want->passphrase);
    return out_end(e);
}

static bool make_demo(struct call *c, const struct practice_new *want, const struct demo_options *options,
                      struct err *e)
{
    char *recovery = secret_alloc(RECOVERY_TEXT);
    char owner_check[9];
    struct bar bar = {0};
    struct progress progress = bar_progress(&bar);
    bool ok = practice_create(c->app, recovery, owner_check, want, e);
    ok = ok && demo_fill(c->app, options, want->passphrase, want->passphrase_len, &progress, e);
    bar_end(&bar);
    secret_free(recovery);
    return ok && say_demo(c, want, e);
}

bool cli_practice_demo(struct call *c, struct err *e)
{
    struct practice_new want = {.name = "Harbour Soft Tissue",
                                .user_name = "Ana Ruiz",
                                .login = "ana",
                                .synthetic = true,
                                .made = demo_beginning()};
    struct demo_options options = {0};
    int seed;
    if (!call_check(c, 0, 0, e) || !call_number(&options.clients, c, "--clients", 60, 1, 200000, e) ||
        !call_number(&options.sessions, c, "--sessions", 1500, 0, 5000000, e) ||
        !call_number(&seed, c, "--seed", 1, 0, 1000000000, e) || !folder_for(&want.folder, c, "demo", e))
        return false;
    options.seed = (uint64_t)seed;
    char *given;
    if (!cli_passphrase(&given, &want.passphrase_len, c->o, NULL, e))
        return false;
    char *passphrase = given ? given : secret_alloc(PASSPHRASE_TEXT);
    if (!given) {
        passphrase_generate(passphrase, PASSPHRASE_WORDS_MIN);
        want.passphrase_len = strlen(passphrase);
    }
    want.passphrase = passphrase;
    bool ok = make_demo(c, &want, &options, e);
    secret_free(passphrase);
    return ok;
}

bool cli_practice_info(struct call *c, struct err *e)
{
    struct store_facts facts;
    char head[2 * HASH_BYTES + 1];
    if (!call_check(c, 0, 0, e) || !store_facts(&facts, c->app->store, e))
        return false;
    hex_format(head, facts.head.b, HASH_BYTES);
    if (c->o->json) {
        json_t *o = json_object();
        json_object_set_new(o, "name", json_string(c->app->practice.name));
        json_object_set_new(o, "folder", json_string(c->app->folder));
        json_object_set_new(o, "synthetic", json_boolean(c->app->practice.synthetic));
        json_object_set_new(o, "clients", json_integer(facts.clients));
        json_object_set_new(o, "sessions", json_integer(facts.sessions));
        json_object_set_new(o, "unsigned", json_integer(facts.unsigned_sessions));
        json_object_set_new(o, "changes", json_integer(facts.changes));
        json_object_set_new(o, "bytes", json_integer(facts.bytes));
        json_object_set_new(o, "schema", json_integer(store_schema(c->app->store)));
        json_object_set_new(o, "head", json_string(head));
        json_object_set_new(o, "last_backup", json_null());
        return out_json(o, e);
    }
    out_printf("practice:  %s%s\nfolder:    %s\n", c->app->practice.name,
               c->app->practice.synthetic ? " (invented people)" : "", c->app->folder);
    out_printf("clients:   %lld\nsessions:  %lld\nunsigned:  %lld\nchanges:   %lld\n", (long long)facts.clients,
               (long long)facts.sessions, (long long)facts.unsigned_sessions, (long long)facts.changes);
    out_printf("size:      %.1f MB\nschema:    %d\nhead:      %s\nbackup:    none yet\n", (double)facts.bytes / 1e6,
               store_schema(c->app->store), head);
    return true;
}
