"""`links` and `check --links` as processes, against a server on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.links.site import Site, answer, moved, page

CLEAN = {
    key: value
    for key, value in os.environ.items()
    if not key.startswith(("ROADMAPLINT", "GITHUB_")) and not key.lower().endswith("_proxy")
}
ALLOW = ("--allow-address", "127.0.0.0/8")
Done = subprocess.CompletedProcess[str]


class Folder:
    """A project of its own, and the program run in it."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def write(self, name: str, text: str) -> None:
        file = self.place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def read(self, name: str = "README.md") -> str:
        return (self.place / name).read_text("utf-8")

    def command(self, *words: str, env: dict[str, str] | None = None) -> dict[str, Any]:
        return {
            "args": [sys.executable, "-m", "roadmaplint", *words],
            "cwd": self.place, "env": {**CLEAN, "PYTHONUTF8": "1", **(env or {})}, "text": True,
        }  # fmt: skip

    def run(self, *words: str, env: dict[str, str] | None = None) -> Done:
        return subprocess.run(
            **self.command(*words, env=env), capture_output=True, timeout=120, check=False
        )

    def links(self, *words: str, **more: Any) -> dict[str, dict[str, Any]]:
        """The rows of the JSON report by target."""
        done = self.run("links", "--output-format", "json", *ALLOW, *words, **more)
        assert done.returncode in {0, 1}, done.stderr
        return {row["target"]: row for row in json.loads(done.stdout)["links"]}

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=self.place, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "[a]({}) <!-- roadmaplint-disable-line dead-link -- asks for a password -->\n",
        "<!-- roadmaplint-disable-next-line -->\n[a]({})\n",
        "<!-- markdown-link-check-disable -->\n[a]({})\n<!-- markdown-link-check-enable -->\n",
        "<!-- roadmaplint-disable links -->\n[a]({})\n",
    ],
)
def test_what_a_comment_silences_is_never_asked(folder: Folder, site: Site, text: str) -> None:
    url = site.url("/x")
    folder.write("README.md", f"# A\n\n{text.format(url)}")
    assert folder.links()[url]["verdict"] == "skipped"
    done = folder.run("check", "--links", *ALLOW, "--output-format", "json")
    rules = [d["rule"] for d in json.loads(done.stdout)["diagnostics"]]
    assert "dead-link" not in rules
    assert "unused-suppression" not in rules
    assert site.log == []


def test_a_comment_on_another_rule_changes_nothing(folder: Folder, site: Site) -> None:
    url = site.url("/x")
    folder.write("README.md", f"# A\n\n[a]({url}) <!-- roadmaplint-disable-line moved-link -->\n")
    assert folder.links()[url]["verdict"] == "dead"


@pytest.mark.parametrize(
    "entry",
    [
        'url = "{url}"', 'host = "127.0.0.1"', 'pattern = "/x$"',
        'host = "127.0.0.1"\nreason = "it is ours"\nuntil = "2999-01-01"',
    ],
)  # fmt: skip
def test_what_the_configuration_ignores_is_never_asked(
    folder: Folder, site: Site, entry: str
) -> None:
    url = site.url("/x")
    folder.write("README.md", f"# A\n\n[a]({url})\n")
    folder.write("roadmaplint.toml", "[[links.ignore]]\n" + entry.format(url=url) + "\n")
    row = folder.links()[url]
    assert row["verdict"] == "skipped"
    assert "ignored" in row["reason"]
    assert site.log == []


def test_an_ignore_that_is_over_is_said(folder: Folder, site: Site) -> None:
    url = site.url("/x")
    folder.write("README.md", f"# A\n\n[a]({url})\n")
    folder.write("roadmaplint.toml", '[[links.ignore]]\nhost = "127.0.0.1"\nuntil = "2020-01-01"\n')
    done = folder.run("links", *ALLOW)
    assert "holds no longer" in done.stderr
    assert site.asked("/x") > 0


@pytest.mark.parametrize("entry", ['reason = "x"', 'url = "a"\nhost = "b"', 'until = "soon"'])
def test_an_ignore_that_makes_no_sense(folder: Folder, entry: str) -> None:
    folder.write("README.md", "# A\n\n[a](https://example.org)\n")
    head = "" if "url" in entry or "reason" in entry else 'host = "x"\n'
    folder.write("roadmaplint.toml", f"[[links.ignore]]\n{head}{entry}\n")
    done = folder.run("links", "--max-time", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "links.ignore" in done.stderr


def test_the_ignore_file_of_another_checker(folder: Folder, site: Site) -> None:
    site.routes["/y"] = page()
    folder.write("README.md", f"# A\n\n[a]({site.url('/x')}) [b]({site.url('/y')})\n")
    folder.write(".lycheeignore", "# ours\n\n/x$\n(?<broken\n")
    found = folder.links()
    assert [row["verdict"] for row in found.values()] == ["skipped", "ok"]
    assert ".lycheeignore:4" in folder.run("links", *ALLOW).stderr
    assert site.asked("/x") == 0
    assert folder.links("--isolated")[site.url("/x")]["verdict"] == "dead"


def test_rules_that_are_off_for_a_path(folder: Folder, site: Site) -> None:
    folder.write("old/a.md", f"# A\n\n[a]({site.url('/x')})\n")
    folder.write("b.md", f"# A\n\n[a]({site.url('/y')})\n")
    folder.write("roadmaplint.toml", '[[overrides]]\npaths = ["old/**"]\nignore = ["links"]\n')
    folder.run("check", "--links", *ALLOW)
    assert (site.asked("/x"), site.asked("/y") > 0) == (0, True)
    assert folder.links()[site.url("/x")]["verdict"] == "skipped"


def test_moves_are_rewritten_exactly(folder: Folder, site: Site) -> None:
    site.routes |= {
        "/old": moved(301, "/old/"), "/old/": page(),
        "/a": moved(308, "/b"), "/b": page(),
        "/deep": moved(301, "/login?next=/deep"), "/login?next=/deep": page("Log in"),
        "/now": moved(302, "/b"),
    }  # fmt: skip
    u = site.url
    lines = [
        "# A", "", f"- [one]({u('/old')} \"title\"), [two](<{u('/old')}>) and <{u('/old')}>",
        f"- [ref][r], [path]({u('/a')}), [log in]({u('/deep')}), [for now]({u('/now')})",
        "", f"`{u('/old')}`", "", f"[r]: {u('/old')}", "",
    ]  # fmt: skip
    folder.write("README.md", "\n".join(lines))
    folder.run("check", "--links", "--fix", "--select", "links", *ALLOW)
    wanted = [
        line.replace(u("/old"), u("/old/")) if not line.startswith("`") else line for line in lines
    ]
    assert folder.read() == "\n".join(wanted)
    folder.run("check", "--links", "--fix", "--unsafe-fixes", "--select", "links", *ALLOW)
    assert folder.read() == "\n".join(wanted).replace(f"[path]({u('/a')})", f"[path]({u('/b')})")


@pytest.mark.parametrize("command", [("links",), ("check", "--links")])
def test_without_a_network_nothing_is_judged(folder: Folder, command: tuple[str, ...]) -> None:
    folder.write("README.md", "# A\n\n[a](https://one.example/x) [b](http://two.example/)\n")
    nobody = {"https_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "127.0.0.1:9"}
    done = folder.run(*command, env=nobody)
    assert (done.returncode, done.stdout) == (2, "")
    lines = [line for line in done.stderr.split("\n") if line]
    assert len(lines) == 1
    assert "proxy" in lines[0]


def test_hosts_that_need_no_proxy(folder: Folder, site: Site) -> None:
    site.routes["/x"] = page()
    folder.write("README.md", f"# A\n\n[a]({site.url('/x')})\n")
    found = folder.links(env={"ALL_PROXY": "http://127.0.0.1:9", "NO_PROXY": "localhost"})
    assert found[site.url("/x")]["verdict"] == "ok"


def test_a_proxy_of_another_kind_is_refused(folder: Folder) -> None:
    folder.write("README.md", "# A\n\n[a](https://one.example/x)\n")
    done = folder.run("links", env={"ALL_PROXY": "socks5://127.0.0.1:9"})
    assert done.returncode == 2
    assert "socks5" in done.stderr


def test_a_broken_memory_is_set_aside(folder: Folder, site: Site) -> None:
    site.routes["/x"] = page()
    folder.write("README.md", f"# A\n\n[a]({site.url('/x')})\n")
    folder.write(".roadmaplint_cache/links.sqlite", "this is no data base" * 500)
    done = folder.run("links", *ALLOW)
    assert (done.returncode, done.stderr.count("set aside")) == (0, 1)
    assert folder.links()[site.url("/x")]["cached"]


def test_an_address_without_end(folder: Folder, site: Site) -> None:
    path = "/" + "a" * 20_000
    site.routes[path] = page()
    folder.write("README.md", f"# A\n\n[a]({site.url(path)})\n")
    assert folder.links()[site.url(path)]["verdict"] in {"ok", "blocked"}


def test_an_interruption_keeps_what_is_known(folder: Folder, site: Site) -> None:
    site.routes |= {"/good": page(), "/slow": lambda _: None}
    folder.write("README.md", f"# A\n\n[a]({site.url('/good')})\n\n[b]({site.url('/slow')})\n")
    words = ("links", "--output-format", "json", "--timeout", "60", *ALLOW)
    run = subprocess.Popen(
        **folder.command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )  # fmt: skip
    until = time.monotonic() + 30
    while not site.asked("/slow") and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    output, error = run.communicate(timeout=30)
    verdicts = [row["verdict"] for row in json.loads(output)["links"]]
    assert (verdicts, run.returncode) == (["ok", "unchecked"], 130)
    assert "interrupted" in error
    assert folder.links("--max-time", "0.5")[site.url("/good")]["cached"]


def test_an_interrupted_check_reports_what_is_known(folder: Folder, site: Site) -> None:
    site.routes |= {"/slow": lambda _: None}
    gone, slow = site.url("/gone"), site.url("/slow")
    folder.write("README.md", f"# A\n\n[a]({gone}) [f](lost.md)\n\n[b]({slow})\n")
    words = ("check", "--links", "--select", "links", "--timeout", "60", *ALLOW)
    run = subprocess.Popen(
        **folder.command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )  # fmt: skip
    until = time.monotonic() + 30
    while (not site.asked("/slow") or site.asked("/gone") < 2) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    output, error = run.communicate(timeout=30)
    assert run.returncode == 130, error
    assert "dead-link" in output
    assert "missing-file" in output
    assert f"unchecked-link {slow}: interrupted" in output
    assert "Traceback" not in error


def test_two_runs_at_once_share_a_memory(folder: Folder, site: Site) -> None:
    paths = [f"/{n}" for n in range(30)]
    site.routes |= {path: page(path) for path in paths}
    links = "".join(f"- [a]({site.url(path)})\n" for path in paths)
    folder.write("README.md", f"# A\n\n{links}")
    runs = [
        subprocess.Popen(
            **folder.command("links", *ALLOW), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    outputs = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    assert all(row["cached"] for row in folder.links().values())


def test_only_links_that_a_change_added(folder: Folder, site: Site) -> None:
    u = site.url
    folder.write("a.md", f"# A\n\n[a]({u('/old')}) [f](gone.md)\n")
    folder.write("b.md", f"# B\n\n[a]({u('/other')})\n")
    folder.git("init", "-q", "-b", "main")
    folder.git("add", "-A")
    folder.git("commit", "-q", "-m", "one")
    folder.write("a.md", f"# A\n\nnow\n[a]({u('/old')}) [f](gone.md)\n\n[n]({u('/new')})\n")
    folder.write("c d.md", f"# C\n\n[n]({u('/fresh')}) [f](lost.md) [o]({u('/old')})\n")
    for words in (("--changed",), ("--changed-since", "main")):
        assert set(folder.links(*words)) == {u("/new"), u("/fresh"), "lost.md"}
    assert (site.asked("/old"), site.asked("/other")) == (0, 0)
    done = folder.run("check", "--changed", "--output-format", "json")
    assert json.loads(done.stdout)["summary"]["files"] == 2
    assert {d["path"] for d in json.loads(done.stdout)["diagnostics"]} <= {"a.md", "c d.md"}


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", "", "a b", "main^{/x}", "HEAD:a.md"])
def test_a_name_that_is_no_commit(folder: Folder, ref: str) -> None:
    folder.write("a.md", "# A\n")
    folder.git("init", "-q", "-b", "main")
    folder.git("add", "-A")
    folder.git("commit", "-q", "-m", "one")
    done = folder.run("links", f"--changed-since={ref}")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().split("\n")) == 1
    assert {file.name for file in folder.place.iterdir()} == {".git", "a.md"}


def test_changes_outside_a_repository_and_without_git(folder: Folder) -> None:
    folder.write("a.md", "# A\n")
    outside = {"GIT_CEILING_DIRECTORIES": str(folder.place.parent)}
    done = folder.run("check", "--changed", env=outside)
    assert done.returncode == 2
    assert "git" in done.stderr
    done = folder.run("check", "--changed-since", "HEAD", env={"PATH": str(folder.place)})
    assert done.returncode == 2
    assert "not installed" in done.stderr


def test_a_repository_without_a_commit(folder: Folder) -> None:
    folder.write("a.md", "# A\n\n[x](lost.md)\n")
    folder.git("init", "-q")
    folder.git("add", "-A")
    assert set(folder.links("--changed")) == {"lost.md"}


def test_shards_hold_every_link_once(folder: Folder, site: Site) -> None:
    hosts = [f"127.0.0.{n}" for n in range(2, 12)]
    urls = [f"http://{host}:{site.port}/" for host in hosts]
    folder.write("README.md", "# A\n\n[f](README.md)\n\n" + "".join(f"<{u}>\n" for u in urls))
    whole = folder.run("links", "--output-format", "json", "--dump")
    files = []
    for n in (1, 2, 3):
        words = ("--shard", f"{n}/3", "--max-time", "5", "--exit-zero", "-o", f"{n}.json")
        done = folder.run("links", "--output-format", "json", *ALLOW, *words)
        assert done.returncode == 0, done.stderr
        files.append(f"{n}.json")
    merged = folder.run("links", "merge", *files, "--output-format", "json")
    rows = json.loads(merged.stdout)["links"]
    expected = json.loads(whole.stdout)["links"]
    assert [(r["path"], r["location"], r["target"]) for r in rows] == [
        (r["path"], r["location"], r["target"]) for r in expected
    ]
    assert {row["verdict"] for row in rows} == {"ok", "dead"}
    assert merged.returncode == 1


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", '{"version": 1}', '{"version": 9, "links": []}',
        '{"version": 1, "links": [{}]}', '{"version": 1, "links": [3]}',
    ],
)  # fmt: skip
def test_what_cannot_be_merged(folder: Folder, text: str) -> None:
    folder.write("a.json", text)
    done = folder.run("links", "merge", "a.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "a.json" in done.stderr


@pytest.mark.parametrize("shard", ["0/3", "4/3", "x", "1", "1/0", "-1/3", "1/3/5"])
def test_a_shard_that_is_none(folder: Folder, shard: str) -> None:
    folder.write("a.md", "# A\n")
    assert folder.run("links", f"--shard={shard}").returncode == 2


def test_a_dump_asks_nothing(folder: Folder, site: Site) -> None:
    folder.write("README.md", f"# A\n\n[a]({site.url('/x')}) [b]({site.url('/x')}) [c](no.md)\n")
    assert folder.run("links", "--dump").stdout == f"{site.url('/x')}\n"
    assert site.log == []


def test_a_baseline_forgives_what_it_knows(folder: Folder, site: Site) -> None:
    folder.write("README.md", f"# A\n\n[a]({site.url('/x')}) [f](gone.md)\n")
    folder.run("check", "--links", "--select", "links", *ALLOW, "--write-baseline",
               "--baseline", "known.json")  # fmt: skip
    words = ("--baseline", "known.json")
    known = folder.links(*words)
    assert {row["severity"] for row in known.values()} == {None}
    assert {row["verdict"] for row in known.values()} == {"dead"}
    assert folder.run("links", *ALLOW, *words).returncode == 0
    folder.write("README.md", folder.read() + f"\n[b]({site.url('/y')})\n")
    assert folder.run("links", *ALLOW, *words).returncode == 1


def test_a_baseline_keeps_web_findings_in_offline_runs(folder: Folder, site: Site) -> None:
    folder.write("README.md", f"# A\n\n[a]({site.url('/x')})\n")
    words = ("--select", "links,meta", "--baseline", "known.json")
    folder.run("check", "--links", *ALLOW, *words, "--write-baseline")
    done = folder.run("check", *words)
    assert (done.returncode, "stale" in done.stdout) == (0, False), done.stdout


def test_the_archive_is_asked_only_when_it_is_wanted(folder: Folder, site: Site) -> None:
    from urllib.parse import quote

    copy = "https://web.archive.org/web/2020/http://x.example/"
    body = {"archived_snapshots": {"closest": {"available": True, "url": copy}}}
    where = f"/api?url={quote(site.url('/x'), safe='')}"
    site.routes[where] = answer(200, json.dumps(body), "Content-Type: application/json")
    text = f"# A\n\n[a]({site.url('/x')})\n"
    folder.write("README.md", text)
    folder.write("roadmaplint.toml", f'[links]\narchive-api = "{site.url("/api")}"\n')
    words = ("check", "--links", *ALLOW, "--output-format", "json", "--select", "dead-link")
    folder.run(*words)
    assert site.asked(where) == 0
    done = folder.run(*words, "--suggest-archive", "--fix", "--unsafe-fixes")
    found = json.loads(done.stdout)["diagnostics"][0]
    assert (found["fix"]["safety"], found["fix"]["edits"][0]["text"]) == ("suggestion", copy)
    assert folder.read() == text


def test_repositories_by_the_api(folder: Folder, site: Site) -> None:
    row = {"nameWithOwner": "new/name", "isArchived": True, "archivedAt": None}
    body = json.dumps({"data": {"r0": row}})
    site.routes["/graphql"] = answer(200, body, "Content-Type: application/json")
    folder.write("README.md", f"# A\n\n[a]({site.url('/own/name')})\n")
    env = {"GITHUB_TOKEN": "secret", "GITHUB_GRAPHQL_URL": site.url("/graphql")}
    words = ("check", "--links", *ALLOW, "--fix", "--unsafe-fixes", "--output-format", "json")
    done = folder.run(*words, env=env)
    assert folder.read() == f"# A\n\n[a]({site.url('/new/name')})\n", done.stderr
    assert "secret" not in done.stdout + done.stderr
    folder.write("roadmaplint.toml", "[links]\ngithub = false\n")
    folder.links("--no-cache", env=env)
    assert site.asked("/graphql") == 1


def test_the_cache_is_shown_pruned_and_cleared(folder: Folder, site: Site) -> None:
    site.routes["/x"] = page()
    folder.write("README.md", f"# A\n\n[a]({site.url('/x')})\n")
    folder.run("check", "--links", *ALLOW)
    info = json.loads(folder.run("cache", "info", "--output-format", "json").stdout)
    assert (info["analyses"], info["links"], info["verdicts"]) == (1, 1, {"ok": 1})
    folder.write(".roadmaplint_cache/links.sqlite.damaged", "x")
    assert "1 damaged" in folder.run("cache", "prune").stdout
    folder.write(".roadmaplint_cache/mine.txt", "keep me")
    assert "1 link" in folder.run("cache", "clear").stdout
    left = {p.name for p in (folder.place / ".roadmaplint_cache").iterdir()}
    assert left == {"CACHEDIR.TAG", ".gitignore", "mine.txt"}
    assert "nothing" in folder.run("cache", "info").stdout


@pytest.mark.parametrize("action", ["info", "clear", "prune"])
def test_a_folder_that_is_no_cache_is_refused(folder: Folder, action: str) -> None:
    folder.write("mine/analyses.sqlite", "keep me")
    done = folder.run("cache", action, "--cache-dir", "mine")
    assert (done.returncode, done.stdout) == (2, "")
    assert folder.read("mine/analyses.sqlite") == "keep me"
    assert folder.run("cache", action, "--cache-dir", "nothing").returncode == 0
