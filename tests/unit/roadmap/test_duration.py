"""Durations in running text."""

from __future__ import annotations

import pytest

from roadmaplint.roadmap.duration import Stretch, number_of, stretches


def only(text: str) -> Stretch:
    found = stretches(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "raw", "unit", "low", "high"),
    [
        ("takes 3-6 months", "3-6 months", "month", 3, 6),
        ("(3 to 6 Months)", "3 to 6 Months", "month", 3, 6),
        ("12+ weeks", "12+ weeks", "week", 12, None),
        ("2 years+", "2 years+", "year", 2, None),
        ("an 8-week course", "8-week", "week", 8, 8),
        ("6 week(s)", "6 week(s)", "week", 6, 6),
        ("1.5 hours", "1.5 hours", "hour", 1.5, 1.5),
        ("1,000 hours", "1,000 hours", "hour", 1000, 1000),
        ("in six months", "six months", "month", 6, 6),
        ("45 min", "45 min", "minute", 45, 45),
        ("3–6 месяцев", "3–6 месяцев", "month", 3, 6),
        ("две недели", "две недели", "week", 2, 2),
        ("共3-6个月完成", "3-6个月", "month", 3, 6),
        ("需要三个月", "三个月", "month", 3, 3),
        ("十二周", "十二周", "week", 12, 12),
        ("10時間", "10時間", "hour", 10, 10),
        ("약 3개월", "3개월", "month", 3, 3),
        ("2 semanas", "2 semanas", "week", 2, 2),
        ("3 à 6 mois", "3 à 6 mois", "month", 3, 6),
        ("4 Wochen", "4 Wochen", "week", 4, 4),
        ("2-3 ay", "2-3 ay", "month", 2, 3),
        ("20-5 days", "5 days", "day", 5, 5),
    ],
)
def test_spans(text: str, raw: str, unit: str, low: float, high: float | None) -> None:
    found = only(text)
    assert text[found.start : found.end] == raw
    assert (found.kind, found.unit, found.low, found.high) == ("span", unit, low, high)


@pytest.mark.parametrize(
    ("text", "raw", "per"),
    [
        ("6-10 hours/week", "6-10 hours/week", "week"),
        ("4 hours per day", "4 hours per day", "day"),
        ("2h/day", "2h/day", "day"),
        ("4-8 hours weekly", "4-8 hours weekly", "week"),
        ("5 часов в неделю", "5 часов в неделю", "week"),
        ("每周10小时", "10小时", "week"),
        ("10小时/周左右", "10小时/周", "week"),
        ("20 heures par mois", "20 heures par mois", "month"),
    ],
)
def test_efforts(text: str, raw: str, per: str) -> None:
    found = only(text)
    assert text[found.start : found.end] == raw
    assert (found.kind, found.unit, found.per) == ("effort", "hour", per)


@pytest.mark.parametrize(
    ("text", "raw", "unit", "low", "high"),
    [
        ("Month 1: Basics", "Month 1", "month", 1, 1),
        ("Weeks 3–4", "Weeks 3–4", "week", 3, 4),
        ("Week 1 & 2", "Week 1 & 2", "week", 1, 2),
        ("Week 1 to Week 3", "Week 1 to Week 3", "week", 1, 3),
        ("Day 30+", "Day 30+", "day", 30, None),
        ("Неделя 2", "Неделя 2", "week", 2, 2),
        ("第1-2周学习", "第1-2周", "week", 1, 2),
        ("第一天", "第一天", "day", 1, 1),
        ("1주차", "1주차", "week", 1, 1),
        ("2. Woche", "2. Woche", "week", 2, 2),
        ("1-я неделя", "1-я неделя", "week", 1, 1),
    ],
)
def test_places_in_a_calendar(
    text: str, raw: str, unit: str, low: float, high: float | None
) -> None:
    found = only(text)
    assert text[found.start : found.end] == raw
    assert (found.kind, found.unit, found.low, found.high) == ("index", unit, low, high)


@pytest.mark.parametrize(
    "text",
    [
        "since 2023 years of fun",
        "Year 2030",
        "2023年",
        "24/7 support",
        "5 years ago",
        "Python 3.8 and up",
        "once a week",
        "one day you will know",
        "十分重要",
        "3D models",
        "Week 3-1",
        "Chapter 7",
        "1. Weekly plan",
        "",
    ],
)
def test_none(text: str) -> None:
    assert stretches(text) == []


def test_several_in_one_text() -> None:
    text = "Weeks 1-2: about 10 hours, then ~3 days, 4 hours/week"
    kinds = [(stretch.kind, stretch.approx) for stretch in stretches(text)]
    assert kinds == [("index", False), ("span", True), ("span", True), ("effort", False)]


def test_a_span_wins_over_an_index() -> None:
    text = "10 weeks 5 hours/week"
    assert [stretch.kind for stretch in stretches(text)] == ["span", "effort"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("1,5", 1.5), ("12,000", 12000), ("ten", 10), ("十", 10), ("二十三", 23), ("两", 2)],
)
def test_numbers(text: str, value: float) -> None:
    assert number_of(text) == value


def test_no_number() -> None:
    assert number_of("二三") is None
