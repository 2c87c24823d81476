"""What holds for any text that is searched for damage."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from roadmaplint.text.mojibake.codecs import SINGLE, page
from roadmaplint.text.mojibake.damage import Confidence
from roadmaplint.text.mojibake.find import find_damage

SENTENCES = (
    "Créer une tâche simple",
    "План обучения на год",
    "Σχέδιο μάθησης και πράξης",
    "学习路线图和练习",
    "学習ロードマップ",
    "학습 로드맵 안내",
    "🚀 Start now ✅",
    "Lộ trình học máy cơ bản",
    "Größere Übungen für Schüler",
    "a → b, “quoted” — it’s fine",
)
PATHS = ("cp1252", "cp1251", "cp1250", "mac-roman", "cp437", "koi8-r", "cp850")
DAMAGED = st.builds(
    lambda text, path: "".join(page(path).images[byte][0] for byte in text.encode("utf-8")),
    st.sampled_from(SENTENCES),
    st.sampled_from(PATHS),
)
PIECES = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="ÃÂâ€™Ð°¿ä½馃殌鈥\xa0\x81?\ufffd&;#\n ", max_size=12),
    st.sampled_from(SENTENCES),
    DAMAGED,
)
TEXTS = st.lists(PIECES, max_size=8).map(" ".join)


def repaired(text: str, *, sure: bool) -> str:
    """The text with every repair, or only with those beyond doubt."""
    parts: list[str] = []
    at = 0
    for damage in find_damage(text):
        if damage.after and (not sure or damage.confidence is Confidence.EXACT):
            parts += (text[at : damage.span.start], damage.after)
            at = damage.span.end
    return "".join((*parts, text[at:]))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
@example("\ud800Ã©\udcff \ue000 \U000f0000")
@example("&Atilde;&copy;&#1114111;&#xD800;")
def test_places_are_in_the_text_and_in_order(text: str) -> None:
    at = 0
    for damage in find_damage(text):
        assert at <= damage.span.start < damage.span.end <= len(text)
        assert text[damage.span.start : damage.span.end] == damage.before
        assert damage.path
        assert (damage.after == "") is (damage.confidence is Confidence.LOSSY)
        at = damage.span.end


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_looking_twice_finds_the_same(text: str) -> None:
    assert find_damage(text) == find_damage(text)


@given(st.sampled_from(SENTENCES), st.sampled_from(PATHS))
@settings(max_examples=70, deadline=None)
def test_damage_by_a_page_is_undone(text: str, path: str) -> None:
    line = f"- {text}\n"
    broken = "".join(page(path).images[byte][0] for byte in line.encode("utf-8"))
    assert repaired(broken, sure=False) == line


@given(
    st.lists(st.one_of(st.sampled_from(SENTENCES), DAMAGED), min_size=1, max_size=6).map("\n".join)
)
@settings(max_examples=150, deadline=None)
def test_repairing_ends(text: str) -> None:
    for _ in range(6):
        before, text = text, repaired(text, sure=True)
        if text == before:
            return
    raise AssertionError("the repair of a repair goes on and on")


@given(st.sampled_from(SENTENCES), st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_clean_text_stays_clean_however_long(text: str, times: int) -> None:
    assert find_damage(f"- {text}\n" * times) == ()


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_bytes_can_be_searched(data: bytes) -> None:
    find_damage(data.decode("utf-8", "surrogateescape"))
    for name in SINGLE[:4]:
        find_damage("".join(page(name).images[byte][0] for byte in data))
