"""Every rule of scripts/lint is fed something bad, and must say so at the right line; and something good, and must not."""
import importlib.machinery
import importlib.util
import os
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ.get("FASCIA_SOURCE_DIR", Path(__file__).resolve().parents[2]))
sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("lint", str(ROOT / "scripts/lint"))
lint = importlib.util.module_from_spec(importlib.util.spec_from_loader("lint", loader))
loader.exec_module(lint)

ESSAY = "/* essay */\n"
UNFINISHED = "TO" + "DO"
HOST = "deb." + "debian.org"

# rule, file name, content, line where it must speak
BAD = [
    ("layers", "src/model/a.c", ESSAY + '#include "fascia/store/log.h"\n', 2),
    ("layers", "src/store/a.c", ESSAY + '#include "fascia/trust/sign.h"\n', 2),
    ("layers", "src/cli/a.c", ESSAY + '# include <fascia/tui/loop.h>\n', 2),
    ("layers", "include/fascia/base/a.h", ESSAY + '\n#include "fascia/model/side.h"\n', 3),
    ("layers", "tests/base/test_a.c", '#include "fascia/app/app.h"\n', 1),
    ("layers", "tools/a.c", ESSAY + '#include "fascia/store/log.h"\n', 2),
    ("layers", "src/app/a.c", ESSAY + '#include "../store/x_internal.h"\n', 2),
    ("library_home", "src/tui/view_day.c", ESSAY + "#include <curses.h>\n", 2),
    ("library_home", "src/app/a.c", ESSAY + "#include <sqlcipher/sqlite3.h>\n", 2),
    ("library_home", "src/cli/a.c", ESSAY + "#include <sodium.h>\n", 2),
    ("size", "src/base/a.c", ESSAY + "\n" * 500, 501),
    ("size", "include/fascia/base/a.h", ESSAY + "\n" * 120, 121),
    ("columns", "src/base/a.c", ESSAY + "/*" + " " * 117 + "*/\n", 2),
    ("functions", "src/base/a.c", ESSAY + "int f(void)\n{\n" + "    g();\n" * 58 + "}\n", 2),
    ("nesting", "src/base/a.c", ESSAY + "void f(void)\n{\n" + " " * 16 + "if (x)\n}\n", 4),
    ("nesting", "src/base/a.c", ESSAY + "void f(void)\n{\n" + " " * 16 + "} else {\n}\n", 4),
    ("allocation", "src/model/a.c", ESSAY + "p = malloc(3);\n", 2),
    ("allocation", "src/app/a.c", ESSAY + "\nfree (p);\n", 3),
    ("banned_calls", "src/base/a.c", ESSAY + "strcpy(a, b);\n", 2),
    ("banned_calls", "tests/base/test_a.c", "sprintf(a, b);\n", 1),
    ("banned_calls", "src/base/a.c", ESSAY + "n = atoi(b);\n", 2),
    ("banned_calls", "src/base/a.c", ESSAY + "system (b);\n", 2),
    ("sql", "src/store/a.c", ESSAY + 'q("SELECT 1");\n', 2),
    ("sql", "src/app/a.c", ESSAY + 'q(" PRAGMA user_version");\n', 2),
    ("sql", "src/app/a.c", ESSAY + 'q("COMMIT");\n', 2),
    ("typedef", "src/base/a.c", ESSAY + "typedef struct x x;\n", 2),
    ("typedef", "include/fascia/base/a.h", ESSAY + "typedef int count_t;\n", 2),
    ("columns", "tests/base/test_a.c", "/*" + " " * 117 + "*/\n", 1),
    ("essay", "src/base/a.c", "int x;\n", 1),
    ("unfinished", "README.md", f"later\n{UNFINISHED}: more\n", 2),
    ("machine", "scripts/x", f"apt {HOST}\n", 1),
    ("machine", "README.md", "see /ho" + "me/somebody/fascia\n", 1),
    ("machine", "src/base/a.c", ESSAY + "open(\"/wo" + "rk/x\")\n", 2),
    ("header_stands_alone", "include/fascia/base/a.h", ESSAY + "size_t f(void);\n", 1),
]

# Nothing may be said of these, by any rule.
GOOD = [
    ("src/store/a.c", ESSAY + '#include "fascia/model/side.h"\n#include <sqlcipher/sqlite3.h>\n'),
    ("src/tui/term.c", ESSAY + "#include <curses.h>\n"),
    ("src/base/a.c", ESSAY + "p = malloc(3);\nfree(p);\n"),
    ("src/model/a.c", ESSAY + "/* malloc(3), strcpy(a, b), \"SELECT 1\" */\nsay(\"free(x) #include <curses.h>\");\n"),
    ("src/model/b.c", ESSAY + "say(\"Select one\");\nvcard(\"BEGIN:VCARD\");\nnode_free(p);\n"),
    ("src/store/queries.def", ESSAY + 'QUERY(X, "SELECT 1")\n'),
    ("src/app/commands.def", ESSAY + "COMMAND(" + "x" * 200 + ")\n"),
    ("src/base/long.c", ESSAY + "\n" * 499),
    ("src/base/f.c", ESSAY + "int f(void)\n{\n" + "    g();\n" * 57 + "}\n"),
    ("src/base/n.c", ESSAY + "void f(void)\n{\n" + " " * 12 + "if (x)\n}\n"),
    ("tests/base/fixture.h", ESSAY + "#include <stddef.h>\n"),
    ("tests/base/test_a.c", '#include "fascia/base/err.h"\nq("SELECT 1");\nchar t[] = "/tmp/XXXXXX";\n'),
    ("include/fascia/base/a.h", ESSAY + "#include <stddef.h>\nsize_t f(void);\n"),
    ("README.md", "the homework/root is fine, and so are docs/work/x and $HOME/home/y\n"),
]


def findings(name, content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return list(lint.findings(Path(folder)))


class Rules(unittest.TestCase):
    def test_each_rule_speaks_of_what_is_bad(self):
        for rule, name, content, line in BAD:
            with self.subTest(rule=rule, name=name, content=content[-60:]):
                found = [f for f in findings(name, content) if f.endswith(f"[{rule}]")]
                self.assertEqual([f.split(":")[1] for f in found], [str(line)])

    def test_no_rule_speaks_of_what_is_good(self):
        for name, content in GOOD:
            with self.subTest(name=name):
                self.assertEqual(findings(name, content), [])

    def test_every_rule_has_a_bad_example(self):
        self.assertEqual({rule.__name__[5:] for rule in lint.RULES}, {row[0] for row in BAD})


if __name__ == "__main__":
    unittest.main()
