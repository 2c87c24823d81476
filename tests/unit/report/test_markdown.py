from __future__ import annotations

from msgspec.structs import replace

from roadmaplint.report import markdown
from roadmaplint.report.model import Report
from roadmaplint.report.style import Style

PAGES = "https://github.com/roadmaplint/roadmaplint/blob/main/rules"
#: Where rules lead that are not shipped.
OTHERS = "https://github.com/roadmaplint/roadmaplint/blob/main/docs/rule-authors.md"
GOLDEN = f"""\
## roadmaplint

2 errors, 2 warnings, 2 infos in 2 files; 2 fixable with --fix, 1 more with --unsafe-fixes, \
1 suggestion

| file | errors | warnings | infos | fixable |
| --- | --- | --- | --- | --- |
| README.md | 2 | 1 | 2 | 2 |
| docs/深.md | 0 | 1 | 0 | 0 |

### README.md

| place | severity | rule | message |
| --- | --- | --- | --- |
| 4:4 | **error** | [ENC001 mojibake]({PAGES}/encoding/mojibake.md) | \
“🚀” was read as Windows-1252 |
| 7:1 | warning | [TOP001 duplicate-topic]({PAGES}/topics/duplicate-topic.md) | \
Closures stands twice |
| 3:15 | info | [LAY003 trailing-space]({PAGES}/layout/trailing-space.md) | Two spaces at the end |
| 6:1 | info | [LAY001 list-marker]({PAGES}/layout/list-marker.md) | Another marker than above |

### docs/深.md

| place | severity | rule | message |
| --- | --- | --- | --- |
| 1:10 | warning | [STR007 title-punctuation]({OTHERS}) | \
Colon at the end |

### Links

#### **error** [LNK001 dead-link]({PAGES}/links/dead-link.md): 1

| place | message |
| --- | --- |
| README.md:5:10 | https://example.com/book: 404, Not \\| Found |
"""


def test_golden(report: Report) -> None:
    assert markdown.render_markdown(report, Style()) == GOLDEN


def test_nothing_found(empty: Report) -> None:
    assert (
        markdown.render_markdown(empty, Style()) == "## roadmaplint\n\nnothing found in 3 files\n"
    )


def test_foreign_text_is_no_markup(report: Report) -> None:
    text = "|<img src=x> *a* _b_ `c` [d](e) ![f] ~g~ &lt; # $x$ \\\n\x1b"
    one = replace(report.diagnostics[1], message=text)
    row = markdown.render_markdown(replace(report, diagnostics=(one,)), Style()).split("\n")[-2]
    assert row.endswith(
        r"| \|\<img src=x\> \*a\* \_b\_ \`c\` \[d\]\(e\) \!\[f\] \~g\~ \&lt; \# \$x\$ "
        r"\\\\x0a\\x1b |"
    )


def test_a_full_summary_counts_what_is_left_out(report: Report) -> None:
    one = replace(report.diagnostics[1], message="深" * 1000)
    shown = markdown.render_markdown(replace(report, diagnostics=(one,) * 400), Style())
    assert len(shown.encode()) < 1_048_576
    kept = shown.count("\n| 4:4 ")
    assert 300 < kept < 400
    assert shown.endswith(f"\n_{400 - kept} rows left out: the summary is full._\n")


def test_ascii(report: Report) -> None:
    shown = markdown.render_markdown(report, Style(unicode=False))
    assert shown.isascii()
    assert "Closures" in shown
