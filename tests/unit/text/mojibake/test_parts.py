"""The parts of the engine: tables, gate, model, masks, guesses."""

from __future__ import annotations

from importlib import resources

import pytest

from roadmaplint.text.mojibake import lost
from roadmaplint.text.mojibake.codecs import DOUBLE, SINGLE, encoder, label, page
from roadmaplint.text.mojibake.damage import LABELS
from roadmaplint.text.mojibake.find import is_quoted_example, resolve_entities
from roadmaplint.text.mojibake.legacy import guess_page
from roadmaplint.text.mojibake.lost import find_half_emoji
from roadmaplint.text.mojibake.model import char_class, model
from roadmaplint.text.mojibake.scoring import Lines
from roadmaplint.text.mojibake.sequences import Runs, atoms, decode_utf8, stretches
from roadmaplint.text.source import Span
from roadmaplint.text.spans import Spans


@pytest.mark.parametrize("name", SINGLE)
def test_a_page_maps_every_byte_and_back(name: str) -> None:
    table = page(name)
    assert len(table.images) == 256
    for byte, images in enumerate(table.images):
        assert images
        assert {table.byte_of[ord(image)] for image in images} == {byte}


def test_pages_know_what_windows_and_apple_know() -> None:
    assert page("mac-roman").byte_of[0xF8FF] == 0xF0
    assert page("cp1252").byte_of[0x81] == 0x81
    assert page("cp1252").byte_of[0x93] == page("cp1252").byte_of[ord("“")] == 0x93
    assert encoder("gbk")("€") == b"\x80"
    assert encoder("gbk")("馃") == b"\xf0\x9f"
    assert encoder("cp949")("\x80") == b"\x80"
    assert encoder("cp949")("é") is None


def test_every_page_has_a_name_for_people() -> None:
    assert set(SINGLE) | set(DOUBLE) <= set(LABELS)
    assert label(("cp1252", "gbk")) == "Windows-1252, then GBK"


def test_runs_know_their_places() -> None:
    runs = Runs("é à é\nçé")
    assert runs.joined == "é\nà\nçé"
    assert list(runs.spread([(0, 1)])) == [(0, 1), (4, 5)]
    assert runs.starts() == [0, 2, 4, 6]


def test_stretches_do_not_cross_ascii() -> None:
    text = "Ð° b Ð±Ð²"
    found = {(s.start, s.end) for s in stretches(Runs(text)) if s.codec == "cp1252"}
    assert found == {(0, 2), (5, 9)}


def test_atoms_end_between_characters_and_between_sequences() -> None:
    (chain,) = atoms("閮ㄧ讲鎸囧崡", 0, 6, "gbk")
    assert [(atom.before, atom.after) for atom in chain] == [("閮ㄧ讲", "部署"), ("鎸囧崡", "指南")]


def test_surrogate_pairs_in_bytes_are_joined() -> None:
    assert decode_utf8(b"\xed\xa0\xbd\xed\xba\x80") == "🚀"


def test_the_model_is_small_and_prefers_language() -> None:
    data = resources.files("roadmaplint.text.mojibake").joinpath("model.json.xz").read_bytes()
    assert len(data) <= 100_000
    cost = model().cost
    assert cost("\nétape\n") < cost("\nÃ©tape\n")
    assert cost("\nпривет\n") < cost("\nРїСЂРёРІРµС‚\n")
    assert cost("\n学习计划\n") < cost("\n瀛︿範璁″垝\n")
    assert cost("\n2024\n") == cost("\n1970\n")


def test_the_model_knows_any_character() -> None:
    strange = "".join(map(chr, (0, 0x85, 0xDC80, 0xE000, 0x378, 0x2FA1D, 0xE0001, 0x10FFFF)))
    assert model().cost(strange) > 0


CLASSES = {
    "a": "asciiL",
    "É": "latin1U",
    "я": "cyrillicL",
    "ї": "cyrillicL",
    "学": "hansimple",
    "學": "hanold",
    "的": "hanboth",
    "馃": "hanrare",
    "갂": "hangulrare",
    "\u0378": "unassigned",
}


@pytest.mark.parametrize(("char", "name"), CLASSES.items())
def test_classes(char: str, name: str) -> None:
    assert char_class(char) == name


@pytest.mark.parametrize("codec", ["cp1252", "cp1251", "koi8-r", "gbk", "cp932", "cp949", "cp1253"])
def test_the_page_of_foreign_bytes_is_guessed(codec: str) -> None:
    texts = {
        "cp1252": "Où étudier la géométrie, là ou à l’école ?",
        "cp1251": "План обучения и список литературы",
        "koi8-r": "План обучения и список литературы",
        "gbk": "学习计划和参考书目",
        "cp932": "学習計画とデータ構造について",
        "cp949": "학습 계획과 참고 문헌",
        "cp1253": "Σχέδιο μάθησης και βιβλιογραφία",
    }
    python = {"koi8-r": "koi8_r"}.get(codec, codec)
    found = guess_page(texts[codec].encode(python))
    assert found is not None
    assert (found.codec, found.text) == (codec, texts[codec])


@pytest.mark.parametrize("data", [b"\xff", b"a \xff b", b"1 \xf0 2 \x90 3"])
def test_too_little_and_noise_have_no_page(data: bytes) -> None:
    assert guess_page(data) is None


def test_half_emoji_are_completed_by_the_likeliest() -> None:
    assert find_half_emoji(0xDE80) == "🚀"
    assert find_half_emoji(0xDCDA) == "📚"
    assert find_half_emoji(0xDE50) == ""


def test_entities_are_resolved_only_where_damage_could_hide() -> None:
    assert resolve_entities("a &amp; b &copy; c") is None
    assert resolve_entities("caf&eacute; &agrave; la carte") is None
    shown = resolve_entities("x &Atilde;&copy; y")
    assert shown is not None
    assert shown.text == "x Ã© y"
    assert shown.origin[2:4] == [2, 10]
    assert shown.origin[4] == 16


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("UTF-8 read wrongly shows `Ã©`", True),
        ("`Ã©` should be é", True),
        ("the word Ã© is damaged", False),
        ("utf-8: Ã© outside of quotes", False),
    ],
)
def test_examples_in_quotes_are_masked(line: str, expected: bool) -> None:
    start = line.index("Ã©")
    assert is_quoted_example(line, (0, len(line)), (start, start + 2), "é") is expected


def test_torn_sequences_are_noticed() -> None:
    found = lost.find_torn(Runs("won鈥? go"))
    assert [piece.before for piece in found] == ["鈥?"]
    clean = lost.find_torn(Runs("Was it à la carte? Où? Là?"))
    assert lost.settle_torn(Lines("Was it à la carte? Où? Là?"), clean, {}) == []


def test_spans_say_what_they_touch() -> None:
    spans = Spans([Span(5, 8), Span(1, 3), Span(2, 4)])
    assert spans.touch(Span(3, 4))
    assert not spans.touch(Span(4, 5))
    assert spans.touch(Span(0, 2))
    assert spans.touch(Span(6, 6))
    assert not spans.touch(Span(8, 12))
