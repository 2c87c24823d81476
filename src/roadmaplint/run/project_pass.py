"""Runs the rules on the whole project: facts of all files and of those they link to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from msgspec.structs import replace

from roadmaplint.core.linter import FileAnalysis
from roadmaplint.files.discover import MARKDOWN
from roadmaplint.files.read import FileProblem, read
from roadmaplint.roadmap.project_index import Catalogue, DocumentFacts, FileTree, Project
from roadmaplint.run.cache import RunCache
from roadmaplint.run.workspace import Workspace
from roadmaplint.text.decode import decode, digest_of
from roadmaplint.text.source import Source


def check_project_files(
    analyses: Mapping[str, FileAnalysis],
    workspace: Workspace,
    read_source: Callable[[str], Source],
    *,
    tree: FileTree | None = None,
) -> Mapping[str, FileAnalysis]:
    """Run the rules on the whole project and add what they say to each file's analysis.

    `read_source` gives a file's text again where a directive has to be judged late. `tree`
    stands in for the files on disk. Facts have served their purpose then and are left out.
    """
    from roadmaplint.core.linter import conclude
    from roadmaplint.core.plan import PROJECT
    from roadmaplint.core.project import check_project

    plans = {path: workspace.plan_at(path) for path in analyses}
    widest = workspace.widest_plan(plans.values())
    names = widest.rules_in(PROJECT)
    if not names:
        return analyses
    project = _project(analyses, tree or workspace.tree, workspace, widest.packs)
    late = check_project(project, widest, workspace.plan_at)
    done = {}
    for path, analysis in analyses.items():
        text = partial(read_source, path)
        said = late.get(path, ())
        whole = conclude(analysis, said, plans[path], names, text, workspace.today)
        done[path] = replace(whole, facts=None)
    return done


def _project(
    analyses: Mapping[str, FileAnalysis],
    tree: FileTree,
    workspace: Workspace,
    packs: tuple[str, ...],
) -> Project:
    """All files with facts, and the files that their links with a fragment point at."""
    facts = {path: a.facts for path, a in sorted(analyses.items()) if a.facts is not None}
    linked = {path for one in facts.values() for path in _linked(one)}
    beside = [path for path in linked if path not in facts and path in tree.files]
    known = facts_of_linked_files(beside, workspace)
    return Catalogue(facts, tree, known, packs)


def _linked(facts: DocumentFacts) -> Iterator[str]:
    """Markdown files that links with a fragment point at."""
    from roadmaplint.roadmap.targets import classify

    for link in facts.links:
        if "#" in link.target[1:]:
            target = classify(link.target, facts.path)
            if target.path and target.fragment and target.path.lower().endswith(MARKDOWN):
                yield target.path


#: More of them than this are not looked at.
_MOST = 500


def facts_of_linked_files(paths: Iterable[str], workspace: Workspace) -> dict[str, DocumentFacts]:
    """The headings and anchors of files by path; those that cannot be read are left out."""
    memory = RunCache(workspace)
    found = {}
    for path in sorted(paths)[:_MOST]:
        facts = _facts(path, workspace, memory)
        if facts is not None:
            found[path] = facts
    memory.flush()
    return found


def _facts(path: str, workspace: Workspace, memory: RunCache) -> DocumentFacts | None:
    root = workspace.settings.root
    try:
        data = read(root / path, root)
    except FileProblem:
        return None
    digest = digest_of(data)
    facts = memory.recall_page(path, digest)
    if facts is None:
        from roadmaplint.markdown.parser import parse
        from roadmaplint.roadmap.project_index import page_facts_of

        source = decode(data, path)
        facts = page_facts_of(source, parse(source))
        memory.keep_page(facts)
    return facts
