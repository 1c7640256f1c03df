import re

import pytest

from tests import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda each: each.name)
def test_actions_are_pinned_by_hash_and_get_no_rights_they_do_not_need(workflow):
    text = workflow.read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert used
    for action, comment in used:
        # A tag can be moved to other code; the comment says which version the hash is.
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action
    assert re.search(r"^permissions:\n  contents: read$", text, re.MULTILINE)
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")


def test_nothing_is_published_untried():
    release = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    jobs = dict(re.findall(r"^  (\w+):\n(.*?)(?=^  \w+:\n|\Z)", release, re.MULTILINE | re.DOTALL))
    for system in ("linux", "windows", "macos"):
        assert "needs: test\n" in jobs[system]
        built = jobs[system].index("dev.py bundle")
        tried = jobs[system].index("resources.packaging.self_tests")
        assert built < tried < jobs[system].index("upload-artifact")
    assert "needs: [linux, windows, macos]" in jobs["publish"]
    assert jobs["publish"].count("contents: write") == release.count("contents: write") == 1
