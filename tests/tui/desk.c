/* Everything below the screens is the real part; only the terminal is not there. */
#include "desk.h"

#include "fascia/app/day.h"
#include "fascia/app/practice.h"
#include "fascia/base/json.h"
#include "fascia/base/secret.h"
#include "fascia/base/utf8.h"
#include "fascia/trust/keyslots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void must(bool ok, const struct err *e)
{
    if (!ok)
        fail_msg("%s", e->text);
}

static struct desk *desk_make(void **state)
{
    static bool begun;
    struct err e = {0};
    if (!begun) {
        must(setenv("FASCIA_NOW", "2026-11-23T10:00:05+00:00", 1) == 0 && setenv("TZ", "UTC", 1) == 0 &&
                 setenv("FASCIA_TEST_KDF", "min", 1) == 0,
             &e);
        must(secret_init(&e), &e);
        json_init();
        must(store_library_init(&e), &e);
        begun = true;
    }
    if (scratch_setup(state) != 0)
        return NULL;
    struct desk *d = test_calloc(1, sizeof(*d));
    d->scratch = *state;
    *state = d;
    if (chdir(d->scratch->dir) != 0 || setenv("XDG_CONFIG_HOME", d->scratch->dir, 1) != 0 ||
        setenv("FASCIA_PRACTICE", scratch_path(d->scratch, "practice"), 1) != 0)
        return NULL;
    app_init(&d->app);
    keymap_init(&d->shell.keymap);
    d->shell.no_lock = true;
    tui_init(&d->tui, &shell_ops, &d->app);
    d->tui.own = &d->shell;
    canvas_resize(&d->screen, 80, 24);
    return d;
}

int desk_setup_empty(void **state)
{
    struct desk *d = desk_make(state);
    struct err e = {0};
    return d && tui_push(&d->tui, &first_run_view, NULL, &e) ? 0 : -1;
}

int desk_setup(void **state)
{
    struct desk *d = desk_make(state);
    if (!d)
        return -1;
    struct err e = {0};
    char owner_check[9];
    char *recovery = secret_alloc(RECOVERY_TEXT);
    struct practice_new want = {.folder = scratch_path(d->scratch, "practice"),
                                .name = "Harbour",
                                .user_name = "Ana Ruiz",
                                .login = "ana",
                                .passphrase = DESK_PASSPHRASE,
                                .passphrase_len = strlen(DESK_PASSPHRASE)};
    bool ok = practice_create(&d->app, recovery, owner_check, &want, &e) && tui_push(&d->tui, &today_view, NULL, &e);
    secret_free(recovery);
    must(ok, &e);
    return 0;
}

int desk_teardown(void **state)
{
    struct desk *d = *state;
    struct scratch *scratch = d->scratch;
    tui_release(&d->tui);
    keymap_release(&d->shell.keymap);
    app_release(&d->app);
    canvas_release(&d->screen);
    buf_release(&d->text);
    test_free(d);
    *state = scratch;
    return chdir("/") == 0 ? scratch_teardown(state) : -1;
}

void desk_show(struct desk *d, const struct view_ops *ops, const void *arg)
{
    struct err e = {0};
    tui_release(&d->tui);
    tui_init(&d->tui, &shell_ops, &d->app);
    d->tui.own = &d->shell;
    must(tui_push(&d->tui, ops, arg, &e), &e);
    (void)desk_text(d);
}

/* What the loop does: a key, then whatever became due by it, then a drawing. */
static void press(struct desk *d, uint32_t code)
{
    struct key k = {.code = code};
    tui_key(&d->tui, &k);
    while (tui_deadline(&d->tui) >= 0 && tui_deadline(&d->tui) <= clock_monotonic_ms())
        tui_tick(&d->tui);
    tui_draw(&d->tui, &d->screen);
}

static uint32_t sign_code(const char *at, size_t n)
{
    static const struct {
        const char *sign;
        uint32_t code;
    } signs[] = {{"⏎", KEYC_ENTER}, {"⇥", KEYC_TAB},       {"⇤", KEYC_BACKTAB}, {"␣", KEYC_SPACE},
                 {"⎋", KEYC_ESC},   {"⌫", KEYC_BACKSPACE}, {"↑", KEYC_UP},      {"↓", KEYC_DOWN}};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (strlen(signs[i].sign) == n && !memcmp(signs[i].sign, at, n))
            return signs[i].code;
    return KEYC_NONE;
}

void desk_keys(struct desk *d, const char *notation)
{
    for (const char *at = notation; *at;) {
        uint32_t code;
        size_t n = utf8_decode(at, strlen(at), &code);
        struct err e = {0};
        char name[16] = "";
        if (*at == '<') {
            n = strcspn(at, ">") + 1;
            (void)snprintf(name, sizeof(name), "%.*s", (int)n - 2, at + 1);
            must(key_parse(&code, name, &e), &e);
        } else if (*at == '^') {
            code = key_ctrl(at[1]);
            n = 2;
        } else if (sign_code(at, n)) {
            code = sign_code(at, n);
        }
        if (*at != ' ')
            press(d, code);
        at += n;
    }
}

void desk_type(struct desk *d, const char *text)
{
    for (const char *at = text; *at;) {
        uint32_t code;
        at += utf8_decode(at, strlen(at), &code);
        press(d, code);
    }
}

const char *desk_text(struct desk *d)
{
    tui_draw(&d->tui, &d->screen);
    buf_clear(&d->text);
    canvas_dump_text(&d->text, &d->screen);
    return buf_text(&d->text);
}

void desk_resize(struct desk *d, int width, int height)
{
    canvas_resize(&d->screen, width, height);
    (void)desk_text(d);
}

void desk_expect(struct desk *d, const char *needle)
{
    if (!strstr(desk_text(d), needle))
        fail_msg("'%s' is not on the screen:\n%s", needle, buf_text(&d->text));
}

void desk_absent(struct desk *d, const char *needle)
{
    if (strstr(desk_text(d), needle))
        fail_msg("'%s' is on the screen:\n%s", needle, buf_text(&d->text));
}

const char *desk_top(const struct desk *d)
{
    const struct view *top = tui_top(&d->tui);
    return top ? top->ops->name : "";
}

struct id desk_client(struct desk *d, const char *name, struct date born)
{
    struct arena a = {0};
    struct err e = {0};
    struct client want = {.born = born};
    struct client_row row;
    must(client_name_parse(&want, name, &a, &e) && client_create(&row, &d->app, &want, &a, &e), &e);
    struct id id = row.client.id;
    arena_release(&a);
    return id;
}

struct id desk_signed(struct desk *d, struct id client, const char *const *lines)
{
    struct arena a = {0};
    struct err e = {0};
    struct work w;
    must(work_open(&w, &d->app, client, WORK_EMPTY, (struct id){0}, &e), &e);
    for (size_t i = 0; lines[i]; i++) {
        struct reading reading;
        must(work_line(&w, &reading, lines[i], &a, &e), &e);
        assert_int_equal(reading.problem.kind, PROBLEM_NONE);
    }
    must(work_confirm(&w, true, "none-seen", &e) && work_sign(&w, &e), &e);
    struct id id = w.session.id;
    work_release(&w);
    arena_release(&a);
    return id;
}

void desk_add_therapist(struct desk *d, const char *login, const char *name)
{
    struct err e = {0};
    struct keyslots slots;
    struct public_keys made;
    struct user user = {.id = id_random(), .login = login, .name = name, .roles = ROLE_THERAPIST, .from = clock_now()};
    struct slot_request who = {
        .user = user.id, .login = login, .passphrase = DESK_PASSPHRASE, .passphrase_len = strlen(DESK_PASSPHRASE)};
    must(keyslots_read(&slots, d->app.folder, &e) && keyslots_add_user(&slots, &made, &d->app.keys, &who, &e) &&
             keyslots_write(&slots, d->app.folder, &e),
         &e);
    memcpy(user.sign_key, made.sign, KEY_BYTES);
    memcpy(user.box_key, made.box, KEY_BYTES);
    json_t *body = user_encode(&user);
    struct entry_new entry = {.kind = CHANGE_USER, .entity = user.id, .body = body, .must_sign = true};
    struct sealer by = app_sealer(&d->app);
    must(log_append(d->app.store, &by, &entry, 1, &e), &e);
    json_decref(body);
}

int desk_changes(struct desk *d, const char *needle)
{
    struct arena a = {0};
    struct err e = {0};
    struct change *page;
    size_t len;
    int found = 0;
    must(log_page(&page, &len, d->app.store, 0, 1000, &a, &e), &e);
    for (size_t i = 0; i < len; i++)
        found += strstr(page[i].body, needle) != NULL;
    arena_release(&a);
    return found;
}
