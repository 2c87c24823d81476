"""The view of the whole project: facts of all files and of those they link to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from roadmaplint.app.analyses import Analyses, Facts
from roadmaplint.app.neighbours import neighbours
from roadmaplint.app.workspace import Workspace
from roadmaplint.core.linter import FileAnalysis
from roadmaplint.files.discover import MARKDOWN
from roadmaplint.roadmap.project_index import Catalogue, DocumentFacts, FileTree, Project
from roadmaplint.text.source import Source


def look_at_whole(
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
    done = Analyses()
    for path, analysis in analyses.items():

        def text(path: str = path) -> Source:
            return read_source(path)

        said = late.get(path, ())
        whole = conclude(analysis, said, plans[path], names, text, workspace.today)
        done.put(replace(whole, facts=None))
    return done


def _project(
    analyses: Mapping[str, FileAnalysis],
    tree: FileTree,
    workspace: Workspace,
    packs: tuple[str, ...],
) -> Project:
    """All files with facts, and the files that their links with a fragment point at."""
    paths: list[str] = []
    linked: set[str] = set()
    for path in sorted(analyses):
        facts = analyses[path].facts
        if facts is not None:
            paths.append(path)
            linked.update(_linked(facts))
    beside = [path for path in linked.difference(paths) if path in tree.files]
    known = neighbours(beside, workspace)
    return Catalogue(Facts(analyses, paths), tree, known, packs)


def _linked(facts: DocumentFacts) -> Iterator[str]:
    """Markdown files that links with a fragment point at."""
    from roadmaplint.roadmap.targets import classify

    for link in facts.links:
        if "#" in link.target[1:]:
            target = classify(link.target, facts.path)
            if target.path and target.fragment and target.path.lower().endswith(MARKDOWN):
                yield target.path
