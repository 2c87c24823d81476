"""Titles taken apart: emoji, numbers, stages, durations."""

from __future__ import annotations

import pytest

from roadmaplint.roadmap.nodes import StageIndex
from roadmaplint.roadmap.rendered_text import RenderedText
from roadmaplint.roadmap.title import TitleParts, clean_title, read_title


def parts_of(text: str) -> TitleParts:
    flat = RenderedText()
    flat.add(text, 0)
    return read_title(flat)


@pytest.mark.parametrize(
    ("text", "title", "path", "style"),
    [
        ("1. Getting Going", "Getting Going", (1,), "arabic"),
        ("12) Later", "Later", (12,), "arabic"),
        ("3 - Loops", "Loops", (3,), "arabic"),
        ("04 Arrays", "Arrays", (4,), "arabic"),
        ("2：数组", "数组", (2,), "arabic"),
        ("1.Glued", "Glued", (1,), "arabic"),
        ("1.2 Inner", "Inner", (1, 2), "dotted"),
        ("2.10.3. Deep", "Deep", (2, 10, 3), "dotted"),
        ("1️⃣ Keycap", "Keycap", (1,), "keycap"),
        ("10️⃣ Ten", "Ten", (10,), "keycap"),
        ("1️⃣2️⃣ Twelve", "Twelve", (12,), "keycap"),
        ("🔟 Ten", "Ten", (10,), "keycap"),
        ("③ Three", "Three", (3,), "keycap"),
        ("❷ Two", "Two", (2,), "keycap"),
        ("IV. Fourth", "Fourth", (4,), "roman"),
        ("XXIX. Late", "Late", (29,), "roman"),
        ("B) Second", "Second", (2,), "letter"),
        ("Phase 3: Build", "Build", (3,), "word"),
        ("Module 2 – Data", "Data", (2,), "word"),
        ("Part II. More", "More", (2,), "word"),
        ("Step Four: Go", "Go", (4,), "word"),
        ("Этап 1. Основы", "Основы", (1,), "word"),
        ("2-й этап: дальше", "дальше", (2,), "word"),
        ("阶段1：基础", "基础", (1,), "word"),
        ("第三章 数组", "数组", (3,), "word"),
        ("第二十一章：终点", "终点", (21,), "word"),
        ("1단계: 기초 다지기", "기초 다지기", (1,), "word"),
        ("2. Aşama: Temel", "Temel", (2,), "word"),
        ("二、循环", "循环", (2,), "word"),
        ("🚀 2. Rockets", "Rockets", (2,), "arabic"),
    ],
)
def test_numbers_leave_the_title(text: str, title: str, path: tuple[int, ...], style: str) -> None:
    parts = parts_of(text)
    assert parts.number is not None
    assert (parts.title, parts.number.path, parts.number.style) == (title, path, style)


@pytest.mark.parametrize(
    "text",
    [
        "2030 Roadmap",
        "3D Graphics",
        "5 Books to Read",
        "C++ Basics",
        "1:1 Meetings",
        "Phase of Learning",
        "Python 3",
        "Section A: Start",
        "Unit Testing",
        "99999999️⃣ x",
    ],
)
def test_no_number(text: str) -> None:
    parts = parts_of(text)
    assert parts.number is None
    assert parts.title == text


def test_the_number_stands_where_it_was_written() -> None:
    parts = parts_of("🚀 Phase 2: Flight")
    assert parts.number is not None
    assert parts.number.raw == "Phase 2"
    assert parts.number.span == (2, 9)


@pytest.mark.parametrize(
    ("text", "title", "emoji"),
    [
        ("🚀 Start", "Start", "🚀"),
        ("🗺️ The Map", "The Map", "🗺️"),
        (":book: Reading", "Reading", ":book:"),
        ("Reading :book:", "Reading", ""),
        ("Goals: 🎯", "Goals", ""),
        ("👩‍💻 Coding", "Coding", "👩‍💻"),
        ("Ratio 1:2:3", "Ratio 1:2:3", ""),
        ("Named {#custom}", "Named", ""),
        ("🚀", "🚀", "🚀"),
        ("第一部分：", "第一部分：", ""),
        ("", "", ""),
    ],
)
def test_emoji_and_colons_leave_the_title(text: str, title: str, emoji: str) -> None:
    parts = parts_of(text)
    assert (parts.title, parts.emoji) == (title, emoji)


@pytest.mark.parametrize(
    ("text", "level", "lang"),
    [
        ("Beginner", "beginner", "en"),
        ("Beginner Roadmap (3-6 Months)", "beginner", "en"),
        ("For Absolute Beginners", "beginner", "en"),
        ("Basic Level", "beginner", "en"),
        ("Intermediate Stage:", "intermediate", "en"),
        ("Phase 2: Advanced", "advanced", "en"),
        ("Month 3: Expert", "expert", "en"),
        ("Prerequisites", "prerequisite", "en"),
        ("Средний уровень", "intermediate", "ru"),
        ("高级阶段", "advanced", "zh"),
        ("新手入门", "beginner", "zh"),
        ("初心者向けロードマップ", "beginner", "ja"),
        ("중급 단계", "intermediate", "ko"),
        ("Nivel avanzado", "advanced", "es"),
        ("Nível intermediário", "intermediate", "pt"),
        ("Parcours débutant", "beginner", "fr"),
        ("Fortgeschrittene", "advanced", "de"),
        ("Orta Seviye", "intermediate", "tr"),
    ],
)
def test_levels(text: str, level: str, lang: str) -> None:
    stage = parts_of(text).stage
    assert stage is not None
    assert (stage.level, stage.lang) == (level, lang)


@pytest.mark.parametrize(
    "text",
    [
        "Advanced Algorithms",
        "Beginner Books",
        "Beginner to Advanced",
        "Basic",
        "Medium",
        "Master Plan",
        "高级算法",
        "初级到高级",
        "Expert " * 20,
    ],
)
def test_a_level_word_in_a_longer_title_is_no_stage(text: str) -> None:
    assert parts_of(text).stage is None


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("Month 1: Basics", StageIndex("month", 1, 1)),
        ("Weeks 3–4", StageIndex("week", 3, 4)),
        ("Basics (Week 2)", StageIndex("week", 2, 2)),
        ("Regression | Day 9", StageIndex("day", 9, 9)),
        ("Month 7+: Onward", StageIndex("month", 7, None)),
        ("Phase 3: Build", StageIndex("phase", 3, 3)),
        ("Modules 1-3", StageIndex("module", 1, 3)),
        ("Phase 1 Basics", StageIndex("phase", 1, 1)),
        ("第二周：数组", StageIndex("week", 2, 2)),
        ("1. Hafta: Temel", StageIndex("week", 1, 1)),
    ],
)
def test_places_in_a_sequence(text: str, index: StageIndex) -> None:
    stage = parts_of(text).stage
    assert stage is not None
    assert stage.index == index


def test_a_calendar_place_stays_in_the_title() -> None:
    assert clean_title("Month 1: Basics") == "Month 1: Basics"


def test_a_week_in_passing_is_no_place() -> None:
    assert parts_of("What you learn in Week 2 and later").stage is None
