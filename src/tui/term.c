/*
 * The terminal, and the only file that knows curses.
 *
 * Curses is used for what it is good at: terminfo, and sending little when little has changed. It reads nothing (see
 * input.c) and installs no handler: SIGWINCH and the fatal signals are ours before newterm, which then leaves them
 * alone.
 *
 * Modes that curses does not know (bracketed paste, focus) are set by hand, so they are taken back by hand, everywhere
 * the terminal is given back: closing, suspending, crashing. The cursor is shown last of all, because leaving the
 * alternate screen restores the state it had on entering. Where there is no alternate screen the whole screen is wiped,
 * with its scrollback where terminfo knows how: no client stays to be read by the next person at the desk.
 */
#include "fascia/tui/term.h"

#include "fascia/base/utf8.h"
#include "restore_internal.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

enum symbols { SYMBOLS_ALL, SYMBOLS_CONSOLE, SYMBOLS_ASCII };

struct term {
    struct arena memory;
    SCREEN *screen;
    struct termios saved;
    struct input input;
    enum symbols symbols;
    attr_t attributes[LOOKS];
    short pairs[LOOKS];
    size_t bytes_read; /* since the start, for the idle mark */
    bool marks;        /* idle marks are wanted */
    bool all;          /* paint every cell next time */
};

static const char modes_on[] = "\033[?2004h\033[?1004h";
static const char modes_off[] = "\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?2004l\033[?1004l";

static void send(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return; /* the terminal is gone; reading will say so */
        bytes += n;
        len -= (size_t)n;
    }
}

static const char *capability(const char *name)
{
    const char *text = tigetstr(name);
    return text && (intptr_t)text != -1 ? text : "";
}

/* A capability without its padding, "$<5>": it is written by hand. */
static void add_capability(struct buf *out, const char *name)
{
    for (const char *text = capability(name); *text; text++) {
        if (text[0] == '$' && text[1] == '<' && strchr(text, '>'))
            text = strchr(text, '>');
        else
            buf_putc(out, *text);
    }
}

static bool arm(const struct term *t, struct err *e)
{
    struct buf bytes = {0};
    buf_puts(&bytes, modes_off);
    add_capability(&bytes, "sgr0");
    add_capability(&bytes, "clear");
    if (capability("smcup")[0] != '\0')
        add_capability(&bytes, "rmcup");
    else
        add_capability(&bytes, "E3");
    add_capability(&bytes, "cnorm");
    bool ok = bytes.len <= RESTORE_BYTES_MAX
                  ? restore_arm(STDIN_FILENO, &t->saved, buf_text(&bytes), bytes.len, e)
                  : err_set(e, ERR_USAGE, "this terminal type cannot be used: its terminfo is odd");
    buf_release(&bytes);
    return ok;
}

static void bind_keys(struct input *in)
{
    static const struct {
        const char *name;
        uint32_t code;
    } keys[] = {
        {"kcuu1", KEYC_UP},     {"kcud1", KEYC_DOWN},   {"kcub1", KEYC_LEFT},   {"kcuf1", KEYC_RIGHT},
        {"khome", KEYC_HOME},   {"kend", KEYC_END},     {"kpp", KEYC_PAGE_UP},  {"knp", KEYC_PAGE_DOWN},
        {"kdch1", KEYC_DELETE}, {"kich1", KEYC_INSERT}, {"kcbt", KEYC_BACKTAB}, {"kent", KEYC_ENTER},
    };
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        input_bind(in, capability(keys[i].name), keys[i].code);
    for (uint32_t i = 0; i < 12; i++) {
        char name[8];
        snprintf(name, sizeof name, "kf%u", (unsigned)(i + 1));
        input_bind(in, capability(name), KEYC_F1 + i);
    }
}

static attr_t attributes_of(struct style style)
{
    attr_t attributes = A_NORMAL;
    if (style.bold)
        attributes |= A_BOLD;
    if (style.dim)
        attributes |= A_DIM;
    if (style.underline)
        attributes |= A_UNDERLINE;
    if (style.reverse)
        attributes |= A_REVERSE;
    return attributes;
}

static bool set_up_looks(struct term *t, const char *wanted, struct err *e)
{
    enum depth depth;
    bool colours = has_colors() && start_color() == OK && use_default_colors() == OK;
    if (!theme_depth(&depth, wanted, getenv("NO_COLOR"), colours ? COLORS : 0, e))
        return false;
    for (int look = 0; look < LOOKS; look++) {
        struct style style = theme_style((enum look)look, depth);
        t->attributes[look] = attributes_of(style);
        if (style.colour >= 0 && init_pair((short)(look + 1), style.colour, -1) == OK)
            t->pairs[look] = (short)(look + 1);
    }
    return true;
}

static const char *type_name(void)
{
    const char *type = getenv("TERM");
    return type ? type : "";
}

static enum symbols symbols_of(const struct term_options *o)
{
    if (o->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        return SYMBOLS_ASCII;
    return strcmp(type_name(), "linux") == 0 ? SYMBOLS_CONSOLE : SYMBOLS_ALL;
}

static bool can_draw(struct err *e)
{
    if (capability("cup")[0] != '\0' && capability("clear")[0] != '\0' && tigetflag("hc") != 1)
        return true;
    return err_set(e, ERR_USAGE, "cannot draw on terminal type '%.40s': try TERM=xterm-256color fascia", type_name());
}

static bool start_curses(struct term *t, const struct term_options *o, struct err *e)
{
    t->screen = newterm(NULL, stdout, stdin);
    if (!t->screen)
        return err_set(e, ERR_USAGE, "unknown terminal type '%.40s': try TERM=xterm-256color fascia", type_name());
    if (!can_draw(e) || !set_up_looks(t, o->color, e) || !arm(t, e)) {
        endwin();
        delscreen(t->screen);
        return false;
    }
    raw();
    noecho();
    nonl();
    typeahead(-1);
    curs_set(0);
    bind_keys(&t->input);
    send(modes_on, sizeof modes_on - 1);
    return true;
}

/* As asked, else what ESCDELAY says to curses programs; input_init judges it. */
static int escape_ms(const struct term_options *o)
{
    const char *delay = getenv("ESCDELAY");
    return o->escape_ms > 0 || !delay ? o->escape_ms : (int)strtol(delay, NULL, 10);
}

static bool wants_marks(void)
{
#ifdef FASCIA_TEST_BUILD
    const char *test = getenv("FASCIA_TEST");
    return test && strcmp(test, "1") == 0;
#else
    return false;
#endif
}

bool term_open(struct term **out, const struct term_options *o, struct err *e)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return err_set(e, ERR_USAGE,
                       "cannot show screens: standard input or output is not a terminal; "
                       "'fascia --help' lists the commands");
    setlocale(LC_CTYPE, "");
    struct arena memory = {0};
    struct term *t = arena_alloc(&memory, sizeof *t);
    t->memory = memory;
    t->symbols = symbols_of(o);
    t->marks = wants_marks();
    t->all = true;
    input_init(&t->input, escape_ms(o));
    bool ok = tcgetattr(STDIN_FILENO, &t->saved) == 0 || err_errno(e, errno, "cannot read the terminal's modes");
    if (!ok || !start_curses(t, o, e)) {
        input_release(&t->input);
        arena_release(&memory);
        return false;
    }
    term_resized(t);
    *out = t;
    return true;
}

/* Nothing of ours stays on the screen, and the terminal is as it was. */
static void give_back(struct term *t)
{
    bool alternate = capability("smcup")[0] != '\0';
    struct buf last = {0};
    buf_puts(&last, modes_off);
    send(last.data, last.len);
    erase();
    clearok(curscr, TRUE);
    refresh();
    endwin();
    buf_clear(&last);
    if (!alternate) {
        add_capability(&last, "clear");
        add_capability(&last, "E3");
    }
    add_capability(&last, "cnorm");
    send(last.data, last.len);
    buf_release(&last);
    restore_disarm();
    tcsetattr(STDIN_FILENO, TCSANOW, &t->saved);
}

void term_close(struct term *t)
{
    if (!t)
        return;
    give_back(t);
    delscreen(t->screen);
    input_release(&t->input);
    struct arena memory = t->memory;
    arena_release(&memory);
}

int term_fd(const struct term *t)
{
    (void)t;
    return STDIN_FILENO;
}

struct input *term_input(struct term *t)
{
    return &t->input;
}

void term_size(const struct term *t, int *width, int *height)
{
    (void)t;
    *width = COLS;
    *height = LINES;
}

void term_resized(struct term *t)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
    t->all = true;
}

/* A grapheme as curses wants it: one character, then marks without a width. Returns the columns that it fills. */
static int to_wide(wchar_t wide[CCHARW_MAX + 1], const char **text)
{
    size_t len = 0;
    int columns = 0;
    while (**text != '\0' && len < CCHARW_MAX) {
        uint32_t code;
        size_t n = utf8_decode(*text, strlen(*text), &code);
        int width = n > 0 ? wcwidth((wchar_t)code) : -1;
        if (len > 0 && width > 0)
            break;
        *text += n > 0 ? n : 1;
        if (len == 0)
            columns = width;
        if (len == 0 || width == 0)
            wide[len++] = (wchar_t)code;
    }
    wide[len] = L'\0';
    return columns;
}

static void add_piece(const struct term *t, int y, int x, const wchar_t *wide, uint8_t look)
{
    cchar_t piece;
    if (setcchar(&piece, wide, t->attributes[look], t->pairs[look], NULL) == OK)
        mvadd_wch(y, x, &piece);
}

/* The C library and we may differ on a width; the grid wins, so a column never shifts. */
static void add_cell(const struct term *t, int y, int x, const struct cell *cell)
{
    char text[CANVAS_CELL_BYTES];
    const char *rest = text;
    int used = 0;
    memcpy(text, cell->text, sizeof text);
    if (t->symbols != SYMBOLS_ALL)
        canvas_ascii(text, cell, t->symbols == SYMBOLS_ASCII);
    while (used < cell->width && *rest != '\0') {
        wchar_t wide[CCHARW_MAX + 1];
        int columns = to_wide(wide, &rest);
        if (columns < 1 || used + columns > cell->width) {
            wide[0] = L'?';
            wide[1] = L'\0';
            columns = 1;
        }
        add_piece(t, y, x + used, wide, cell->look);
        used += columns;
    }
    for (; used < cell->width; used++)
        add_piece(t, y, x + used, L" ", cell->look);
}

void term_draw(struct term *t, const struct canvas *c, bool all)
{
    erase();
    for (int y = 0; y < c->height && y < LINES; y++)
        for (int x = 0; x < c->width && x < COLS; x++) {
            const struct cell *cell = canvas_cell(c, y, x);
            if (cell->width > 0)
                add_cell(t, y, x, cell);
        }
    if (all || t->all)
        clearok(curscr, TRUE);
    t->all = false;
    if (c->cursor)
        move(c->cursor_y, c->cursor_x);
    curs_set(c->cursor ? 1 : 0);
    refresh();
}

size_t term_read(struct term *t, unsigned char *bytes, size_t n)
{
    ssize_t got;
    do
        got = read(STDIN_FILENO, bytes, n);
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        return 0;
    t->bytes_read += (size_t)got;
    return (size_t)got;
}

void term_continued(struct term *t)
{
    reset_prog_mode();
    send(modes_on, sizeof modes_on - 1);
    term_resized(t);
}

void term_suspend(struct term *t)
{
    struct err e = {0};
    give_back(t);
    signal(SIGTSTP, SIG_DFL);
    raise(SIGTSTP);
    if (!arm(t, &e))
        BUG("%s", e.text); /* it could be armed before */
    refresh();             /* curses comes back from endwin: its modes and the alternate screen */
    term_continued(t);
}

void term_idle(struct term *t)
{
    char mark[64];
    if (!t->marks || input_wait_ms(&t->input) >= 0)
        return;
    int n = snprintf(mark, sizeof mark, "\033]7777;idle;%zu;%dx%d\a", t->bytes_read, COLS, LINES);
    send(mark, (size_t)n);
}
