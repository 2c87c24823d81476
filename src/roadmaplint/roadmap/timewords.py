"""Words for stretches of time, by unit and language. Plain data.

Languages are separated by `|`, words by commas; the longest word is tried first.
"""

from __future__ import annotations

#: Words behind a number, for writing with spaces between words.
UNITS = {
    "minute": (
        "minutes, minute, mins, min | минут, минуты, минуту, мин | minutos, minuto"
        " | minuten | dakika, dk"
    ),
    "hour": (
        "hours, hour, hrs, hr, h | часов, часа, час, ч | horas, hora | heures, heure"
        " | stunden, stunde, std | saat"
    ),
    "day": (
        "days, day | дней, дня, день | días, día, dias, dia | jours, jour | tagen, tage,"
        " tag | gün, günlük"
    ),
    "week": (
        "weeks, week, wks, wk | недель, недели, неделя, неделю | semanas, semana | semaines,"
        " semaine"
        " | wochen, woche | hafta, haftalık"
    ),
    "month": (
        "months, month, mos | месяцев, месяца, месяц, мес | meses, mes, mês | mois"
        " | monaten, monate, monat | ay, aylık"
    ),
    "quarter": "quarters, quarter | кварталов, квартала, квартал",
    "semester": "semesters, semester | семестров, семестра, семестр | semestres, semestre",
    "year": (
        "years, year, yrs, yr | лет, года, год | años, año, anos, ano | années, année, ans"
        " | jahren, jahre, jahr | yıl, yıllık"
    ),
}
#: Words right behind a number, for writing without spaces.
CJK_UNITS = {
    "minute": "分钟, 分鐘, 分間, 分",
    "hour": "个小时, 小时, 小時, 時間, 시간",
    "day": "天, 日間, 일간, 일",
    "week": "个星期, 個星期, 星期, 周, 週間, 週, 주간, 주",
    "month": "个月, 個月, ヶ月, か月, ヵ月, カ月, ケ月, 개월, 달",
    "quarter": "个季度, 季度",
    "semester": "个学期, 學期, 学期, 학기",
    "year": "年間, 年, 년간, 년",
}
#: Between the two ends of a range.
TO = "to, bis, до, a, à, ila, or, or so"
#: In front of what an effort is counted by.
PER = "per, a, an, each, every, в, за, por, al, à la, a la, par, pro, je, in der, pro"
#: What an effort is counted by.
PER_UNITS = {
    "day": "day, daily, день, día, dia, jour, tag, gün",
    "week": "week, weekly, wk, неделю, semana, semaine, woche, hafta",
    "month": "month, monthly, месяц, mes, mês, mois, monat, ay",
}
#: Words and signs that make a stretch approximate.
APPROX = (
    "~, ≈, about, approx, approx., approximately, around, roughly, circa, ca., almost, nearly"
    " | около, примерно, приблизительно | 约, 大约, 約 | 약 | aproximadamente, unos,"
    " cerca de, alrededor de"
    " | environ | etwa, ungefähr, rund | yaklaşık"
)
#: Numbers written as words.
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "две": 2, "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "dois": 2, "duas": 2, "três": 3,
    "deux": 2, "trois": 3, "quatre": 4, "zwei": 2, "drei": 3, "vier": 4, "sechs": 6,
    "iki": 2, "üç": 3, "dört": 4, "altı": 6,
}  # fmt: skip
#: Digits of Chinese and Japanese numbers.
CJK_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9,
}  # fmt: skip
