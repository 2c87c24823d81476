"""Damage that is found, named and undone; clean text that is left alone."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from roadmaplint.text.mojibake.codecs import page
from roadmaplint.text.mojibake.damage import Confidence, Damage, Kind
from roadmaplint.text.mojibake.find import find_damage
from roadmaplint.text.mojibake.lost import find_half_emoji

CASES = Path(__file__).parents[3] / "cases" / "encoding"
CLEAN = (CASES / "clean.txt").read_text("utf-8").splitlines(keepends=False)
FAILURES = [
    line.split("\t")
    for line in (CASES / "known_failures.txt").read_text("utf-8").split("\n")
    if line
]

SENTENCES = {
    "emoji": "## 🚀 Start here ✅ — it’s “easy” 👩‍💻 📚",
    "french": "- Créer une tâche où l’élève réfléchit à ses étapes",
    "portuguese": "- Lições de programação, coleções e funções básicas",
    "german": "- Übungen für größere Bäume und Schlüssel",
    "polish": "- Ćwiczenia: pętle, łańcuchy znaków i zmienne lokalne",
    "czech": "- Příklady: řetězce, třídy a výjimky",
    "turkish": "- Öğrenme yolu: değişkenler, döngüler ve sınıflar",
    "vietnamese": "- Lộ trình học: biến, vòng lặp và lớp đối tượng",
    "russian": "- План обучения: переменные, циклы и классы",
    "ukrainian": "- План навчання: змінні, цикли, її об’єкти",
    "greek": "- Σχέδιο μάθησης: μεταβλητές, βρόχοι και κλάσεις",
    "hebrew": "- תוכנית לימודים: משתנים, לולאות ומחלקות",
    "arabic": "- خطة التعلم: المتغيرات والحلقات والفئات",
    "hindi": "- सीखने की योजना: चर, लूप और वर्ग",
    "thai": "- แผนการเรียนรู้: ตัวแปร ลูป และคลาส",
    "chinese": "- 学习路线图：变量、循环和类的基础知识",
    "japanese": "- 学習ロードマップ：変数、ループ、クラス",
    "korean": "- 학습 로드맵: 변수, 반복문 그리고 클래스",
    "tree": "├── src/\n│   └── main.py",
}
SINGLE = {
    "cp1252": "cp1252",
    "cp1254": "cp1254",
    "cp1250": "cp1250",
    "cp1251": "cp1251",
    "cp1253": "cp1253",
    "mac_roman": "mac-roman",
    "mac_cyrillic": "mac-cyrillic",
    "cp437": "cp437",
    "cp850": "cp850",
    "koi8_r": "koi8-r",
}


def misread(text: str, codec: str) -> str:
    """UTF-8 read as a single-byte page; bytes that the page lacks stay as they are."""
    return "".join(page(codec).images[byte][0] for byte in text.encode("utf-8"))


def repaired(text: str, *, least: Confidence | None = None) -> str:
    """The text with every repair, or with those of one confidence."""
    parts: list[str] = []
    at = 0
    for damage in find_damage(text):
        if damage.after and least in {None, damage.confidence}:
            parts += (text[at : damage.span.start], damage.after)
            at = damage.span.end
    return "".join((*parts, text[at:]))


def only(text: str) -> Damage:
    """The one place that is damaged."""
    (damage,) = find_damage(text)
    return damage


@pytest.mark.parametrize("codec", SINGLE.values())
@pytest.mark.parametrize("name", SENTENCES)
def test_utf8_read_as_a_single_byte_page_is_restored(name: str, codec: str) -> None:
    text = SENTENCES[name] + "\n"
    assert repaired(misread(text, codec)) == text


@pytest.mark.parametrize("codec", ["gb18030", "cp932", "cp949", "big5"])
@pytest.mark.parametrize("name", SENTENCES)
def test_utf8_read_as_an_east_asian_page_is_restored(name: str, codec: str) -> None:
    words = [word for word in SENTENCES[name].split(" ") if not word.isascii()]
    kept = []
    for word in words:
        try:
            kept.append((word, word.encode("utf-8").decode(codec)))
        except UnicodeDecodeError:
            continue  # bytes were lost: nothing to restore
    if not kept:
        pytest.skip("every word loses bytes under this page")
    broken = "- plan: " + " ".join(b for _, b in kept) + " end\n"
    assert repaired(broken) == "- plan: " + " ".join(w for w, _ in kept) + " end\n"


@pytest.mark.parametrize("path", [("cp1252", "cp1252"), ("cp437", "cp437"), ("cp1251", "cp1251")])
@pytest.mark.parametrize("name", ["emoji", "french", "russian", "chinese", "vietnamese"])
def test_double_misreading_is_undone_and_named(name: str, path: tuple[str, str]) -> None:
    text = SENTENCES[name] + "\n"
    broken = misread(misread(text, path[0]), path[1])
    assert repaired(broken) == text
    assert {damage.depth for damage in find_damage(broken)} == {2}


def test_triple_misreading_is_undone() -> None:
    broken = "a → b\n"
    for _ in range(3):
        broken = misread(broken, "cp1252")
    assert repaired(broken) == "a → b\n"
    assert only(broken).depth == 3


def test_every_emoji_read_as_mac_roman_is_restored() -> None:
    lows = range(0xDC00, 0xE000)
    emoji = {char for low in lows if (char := find_half_emoji(low))} | set("✅❌⚠⭐⏳☁✨➡")
    assert len(emoji) > 700
    wrong = [
        char
        for char in emoji
        if repaired(misread(f"## {char} Goals\n", "mac-roman")) != f"## {char} Goals\n"
    ]
    assert wrong == []


def test_a_damaged_word_among_right_accents_is_the_only_change() -> None:
    text = "- Métodos ágeis: coleÃ§Ãµes, funções e é só isso\n"
    damage = only(text)
    assert damage.before == "coleÃ§Ãµes"
    assert damage.after == "coleções"
    assert text[damage.span.start : damage.span.end] == damage.before
    assert damage.path == ("cp1252",)
    assert damage.data == "çõ".encode()
    assert {"cp1254"} <= set(damage.alike)


def test_a_repair_tells_how_sure_it_is() -> None:
    assert only(misread("## 🚀 Start\n", "mac-roman")).confidence is Confidence.EXACT
    assert only("- sign Â± one\n").confidence is Confidence.LIKELY
    assert only("- Ïëàí îáó÷åíèÿ\n").confidence is Confidence.LIKELY


def test_legacy_text_is_settled_by_the_whole_file() -> None:
    lines = ["Переменные и циклы", "Классы и объекты", "клип", "Базы данных", "Сортировка", "Графы"]
    text = "".join(f"- {line}\n" for line in lines)
    assert repaired(text.encode("cp1251").decode("cp1252")) == text
    assert repaired(text.encode("koi8_r").decode("cp1251")) == text


def test_chinese_read_as_western_is_found() -> None:
    text = "- 学习计划：变量与循环\n"
    damage = only(text.encode("gbk").decode("latin-1"))
    assert damage.kind is Kind.LEGACY
    assert damage.path == ("gbk", "cp1252")
    assert damage.after == "学习计划：变量与循环"


def test_lost_no_break_spaces_make_a_repair_less_sure() -> None:
    broken = misread("- Où on va à la fin, là et déjà là\n", "cp1252").replace("\xa0", " ")
    assert repaired(broken) == "- Où on va à la fin, là et déjà là\n"
    assert Confidence.EXACT not in {damage.confidence for damage in find_damage(broken)}


def test_entities_are_seen_through() -> None:
    broken = "".join(
        f"&#{ord(c)};" if c > "\x7f" else c for c in misread("- Un café, là\n", "cp1252")
    )
    assert repaired(broken) == "- Un café, là\n"
    assert {damage.kind for damage in find_damage(broken)} == {Kind.ENTITIES}
    assert find_damage(html.escape("- Un café")) == ()
    assert find_damage("- Caf&eacute; &agrave; la carte\n") == ()


def test_half_an_emoji_is_a_guess() -> None:
    damage = only("- Ì∫Ä Start\n")
    assert damage.kind is Kind.HALF_EMOJI
    assert damage.after == "🚀"
    assert damage.confidence is not Confidence.EXACT


def test_lost_bytes_are_reported_and_never_restored() -> None:
    broken = "- Ð¿Ñ?Ð¸Ð¼ÐµÑ? Ð¸ Ñ?Ð¿Ð¸Ñ?Ð¾Ðº\n"
    found = find_damage(broken)
    lost = [damage for damage in found if damage.confidence is Confidence.LOSSY]
    assert lost
    assert {damage.after for damage in lost} == {""}
    assert Confidence.EXACT not in {damage.confidence for damage in found}


def test_a_whole_line_is_one_place() -> None:
    assert only(misread("- Переменные, циклы и классы\n", "cp1252")).before.count("Ð") > 10


@pytest.mark.parametrize("line", CLEAN)
def test_clean_lines_are_left_alone(line: str) -> None:
    assert find_damage(line + "\n") == ()


def test_clean_lines_are_no_evidence_against_each_other() -> None:
    assert find_damage("\n".join(CLEAN * 20)) == ()


@pytest.mark.parametrize(("broken", "wanted"), FAILURES)
@pytest.mark.xfail(strict=True, reason="not recognised yet")
def test_known_failures(broken: str, wanted: str) -> None:
    assert repaired(broken + "\n") == wanted + "\n"


def test_ascii_is_nothing_to_think_about() -> None:
    assert find_damage("") == ()
    assert find_damage("# Plan & more;\n" * 1000) == ()
