"""Words of stages, by language: learner levels, names of parts and of times. Plain data.

Languages are separated by `|`, phrases by commas.
"""

from __future__ import annotations

#: Learner levels by language. They count only where nothing but generic nouns stands beside them.
LEVELS: dict[str, dict[str, str]] = {
    "en": {
        "prerequisite": "prerequisite, prerequisites, pre-requisites, pre-requisite",
        "beginner": (
            "absolute beginner, absolute beginners, complete beginner, complete beginners,"
            " beginner,"
            " beginners, beginner's, novice, newbie, newcomer, entry, entry-level,"
            " elementary, basic,"
            " starter, junior, beginner-level, beginner friendly"
        ),
        "intermediate": (
            "intermediate, intermediates, middle, mid-level, mid, medium, intermediate-level"
        ),
        "advanced": "advanced, advanced-level, senior",
        "expert": "expert, experts, expert-level, mastery, professional, guru",
    },
    "ru": {
        "prerequisite": "пререквизиты, предварительные требования",
        "beginner": (
            "начальный, начинающий, начинающие, начинающих, новичок, новички, новичков,"
            " базовый, джуниор"
        ),
        "intermediate": "средний, промежуточный, мидл",
        "advanced": "продвинутый, продвинутые, продвинутых, сеньор",
        "expert": "экспертный, эксперт, эксперты, экспертов, мастер, профессиональный",
    },
    "zh": {
        "prerequisite": "先修要求, 先决条件, 前置知识",
        "beginner": "初级, 初學者, 初学者, 入门, 入門, 新手, 零基础, 初阶, 小白",
        "intermediate": "中级, 中級, 中阶, 进阶, 進階",
        "advanced": "高级, 高阶, 高級",
        "expert": "专家, 專家, 精通, 大师",
    },
    "ja": {
        "prerequisite": "前提条件, 前提知識",
        "beginner": "初心者, 初級者, 初級, 入門者, ビギナー, 入門編",
        "intermediate": "中級者, 中級",
        "advanced": "上級者, 上級",
        "expert": "エキスパート, 専門家, 達人",
    },
    "ko": {
        "prerequisite": "선수 지식, 사전 지식",
        "beginner": "초급자, 초급, 초보자, 초보, 입문자, 입문, 기초",
        "intermediate": "중급자, 중급",
        "advanced": "고급자, 고급, 상급",
        "expert": "전문가, 마스터",
    },
    "es": {
        "prerequisite": "prerrequisitos, requisitos previos",
        "beginner": "principiante, principiantes, básico, básica, inicial, novato",
        "intermediate": "intermedio, intermedia, intermedios",
        "advanced": "avanzado, avanzada, avanzados",
        "expert": "experto, experta, expertos",
    },
    "pt": {
        "prerequisite": "pré-requisitos",
        "beginner": "iniciante, iniciantes, básico, básica, novato",
        "intermediate": "intermediário, intermediária, intermédio",
        "advanced": "avançado, avançada, avançados",
        "expert": "especialista, especialistas, perito",
    },
    "fr": {
        "prerequisite": "prérequis, pré-requis",
        "beginner": "débutant, débutante, débutants, débutantes, élémentaire",
        "intermediate": "intermédiaire, intermédiaires",
        "advanced": "avancé, avancée, avancés",
        "expert": "expert, experte, experts",
    },
    "de": {
        "prerequisite": "voraussetzungen, vorkenntnisse",
        "beginner": (
            "anfänger, anfängerin, einsteiger, grundstufe, anfängerstufe, einsteigerniveau"
        ),
        "intermediate": "fortgeschrittene anfänger, mittelstufe, mittleres, mittlere",
        "advanced": "fortgeschritten, fortgeschrittene, fortgeschrittener, fortgeschrittenen",
        "expert": "experte, experten, profi, profis",
    },
    "tr": {
        "prerequisite": "ön koşullar, önkoşullar",
        "beginner": "başlangıç, acemi, temel, yeni başlayan, yeni başlayanlar",
        "intermediate": "orta",
        "advanced": "ileri, ileri düzey",
        "expert": "uzman, uzmanlık",
    },
}

#: Nouns and small words that may stand beside a level word.
GENERIC = (
    "level, levels, roadmap, roadmaps, stage, stages, path, paths, phase, phases, track,"
    " tracks, the, for,"
    " learning path, course path, step, steps, plan, section, part, module, tier, learner,"
    " learners, a, an,"
    " curriculum, guide, study, learning, journey, friendly"
    " | уровень, уровня, этап, этапы, стадия, ступень, путь, для, план, часть, раздел, роадмап"
    " | 阶段, 階段, 级别, 水平, 路线, 路線, 路线图, 篇, 部分, 路径, 学习, 教程, 级, 期, 者,"
    " 层次, 的"
    " | 編, レベル, ロードマップ, ステージ, コース, 向け, 段階, 者, の, 用"
    " | 단계, 수준, 레벨, 로드맵, 과정, 편, 코스, 를, 을, 위한, 자"
    " | nivel, niveles, ruta, etapa, fase, camino, hoja de ruta, para, el, los"
    " | nível, níveis, trilha, roteiro, caminho, o, os | niveau, niveaux, étape, parcours,"
    " feuille de route, pour, les"
    " | stufe, niveau, phase, weg, pfad, lernpfad, für, die | seviye, seviyesi, düzey,"
    " düzeyi, aşama, aşaması, yol, haritası, için"
)

#: Words that count parts of a roadmap, by unit. Their number leaves the title.
PARTS = {
    "phase": "phase, phases, фаза, fase, フェーズ, faz",
    "stage": (
        "stage, stages, этап, стадия, ступень, etapa, étape, etappe, aşama, 阶段, 階段, ステージ,"
        " 단계"
    ),
    "level": (
        "level, levels, lvl, уровень, nivel, nível, niveau, stufe, seviye, レベル, 레벨, 级别, 等级"
    ),
    "module": ("module, modules, модуль, módulo, modul, modül, 模块, 单元, モジュール, 모듈"),
    "part": "part, parts, часть, parte, partie, teil, kısım, 部分, パート, 파트, 部, 부, 篇",
    "step": "step, steps, шаг, paso, passo, pas, schritt, adım, 步骤, 步, ステップ, 스텝",
    "section": (
        "section, sections, chapter, chapters, раздел, глава, sección, capítulo, seção,"
        " chapitre, kapitel,"
        " abschnitt, bölüm,"
        " 章, 节, 课, 节课, 章节, セクション, 장, 섹션, 강"
    ),
}
#: Words that count time. A title keeps them: `Month 1: Foundations`.
TIMES = {
    "year": "year, years, год, годы, año, ano, année, jahr, yıl, 年, 学年, 년차",
    "semester": "semester, semesters, семестр, semestre, dönem, 学期, 학기",
    "quarter": "quarter, квартал, trimestre, quartal, çeyrek, 季度, 분기",
    "month": "month, months, месяц, месяцы, mes, mês, mois, monat, ay, 月, 个月, ヶ月目, 개월차",
    "week": (
        "week, weeks, неделя, недели, semana, semanas, semaine, semaines, woche, wochen,"
        " hafta, 周, 週, 星期, 週目, 주차, 주"
    ),
    "day": (
        "day, days, день, дни, día, dia, días, dias, jour, jours, tag, tage, gün, 天, 日目, 일차"
    ),
}

#: Level words that name a level only beside a generic noun.
WEAK_LEVELS = "basic, entry, mid, middle, professional, starter, medium, temel, orta, 기초"
#: Words whose number stands in front with a dot: `1. Hafta`.
ORDINALS = (
    "aşama, adım, bölüm, hafta, ay, gün, yıl, seviye, kısım, modül, ünite, dönem"
    " | woche, monat, tag, jahr, schritt, stufe, kapitel"
)
