"""Words inside entries: examples, sentences, names of languages, table headers. Plain data.

Languages are separated by `|`, phrases by commas.
"""

from __future__ import annotations

#: What leads a list of examples in brackets.
EXAMPLES = (
    "e.g., eg., eg, i.e., for example, for instance, such as, like, including, incl.,"
    " examples, ex."
    " | например, напр., включая, такие как | 例如, 比如, 如, 包括, 例, 例えば, など | 예,"
    " 예를 들어, 예를 들면"
    " | p. ej., por ejemplo, ej., como | por exemplo, ex. | par exemple, p. ex. | z.b.,"
    " z. b., zum beispiel, wie"
    " | örneğin, örn."
)
#: What leads names inside a phrase: `models like A, B, C`.
LIKE = (
    "like, such as, including, e.g., incl., namely | такие как, включая, например | como |"
    " comme | wie | gibi"
)
#: Words that tell a list is not complete.
AND_SO_ON = (
    "etc, etc., and more, more, and so on, and others, others | и т.д., и т. д., и др.,"
    " и другие, и так далее, т.д."
    " | 等, 等等 | など, 等 | 등 | usw, usw. | vb, vb., vs. | entre otros | entre outros"
)
#: Between the last two members of a list.
AND = "and, & | и | 和, 及, 以及, 与 | と | 및, 그리고 | y, e | und | et | ve"
OR = "or | или | 或, 或者 | または | 또는 | o | ou | oder | veya"
#: Words of clauses: a text that holds one is a sentence, not a list of names.
CLAUSE = (
    "is, are, was, were, you, your, you'll, you're, we, i, it, this, that, these, those,"
    " will, can, should,"
    " must, have, has, which, because, so, but, if, how, what, when, don't, do, does, be,"
    " been, they, their"
    " | вы, вам, ваш, это, этот, чтобы, который, которые, если, как, что, будет, нужно"
    " | que, está, son, se, tu, puedes, você, é, são, vous, est, sont, qui, ist, sind, man,"
    " sie, und sie, bu, için"
)
#: Single words before a colon that lead a sentence or a list without naming it.
LEAD_INS = (
    "namely, note, notes, tip, tips, example, examples, e.g., for example, for instance,"
    " including,"
    " such as, these are, here, as follows, the following, follows, warning, important, hint,"
    " remember, then,"
    " also, ps, p.s., update, edit, nb, or, and, first, next, finally, because, where, with,"
    " like, that is, todo"
    " | например, примечание, важно, также, а именно | 例如, 注意, 比如, 如下, 注, 其中,"
    " 包括 | 例, 注意, 例えば"
    " | 예, 참고, 예를 들어 | nota, por ejemplo, ejemplo | por exemplo, exemplo |"
    " par exemple, exemple, remarque"
    " | zum beispiel, hinweis, beispiel | örneğin, not"
)
#: Languages by code: their own name and the English one.
LANGUAGES = {
    "en": (
        "english, inglés, inglês, anglais, английский, 英语, 英文, 英語, 영어, ingilizce, englisch"
    ),
    "zh": (
        "chinese, 中文, 简体中文, 繁體中文, 繁体中文, 中文版, simplified chinese,"
        " traditional chinese, 简体, 繁體, 正體中文"
    ),
    "ja": "japanese, 日本語",
    "ko": "korean, 한국어",
    "es": "spanish, español, espanol, castellano",
    "pt": (
        "portuguese, português, portugues, brazilian portuguese, português brasileiro,"
        " português (brasil), português do brasil"
    ),
    "fr": "french, français, francais",
    "de": "german, deutsch",
    "tr": "turkish, türkçe, turkce",
    "ru": "russian, русский, по-русски",
    "uk": "ukrainian, українська",
    "it": "italian, italiano",
    "pl": "polish, polski",
    "nl": "dutch, nederlands",
    "vi": "vietnamese, tiếng việt, vietnam",
    "ar": "arabic, العربية, عربى, عربي",
    "fa": "persian, farsi, فارسی",
    "he": "hebrew, עברית",
    "hi": "hindi, हिन्दी, हिंदी",
    "bn": "bengali, bangla, বাংলা",
    "id": "indonesian, bahasa indonesia",
    "th": "thai, ไทย",
    "el": "greek, ελληνικά",
    "cs": "czech, čeština",
    "hu": "hungarian, magyar",
    "ro": "romanian, română",
    "sv": "swedish, svenska",
    "fi": "finnish, suomi",
    "da": "danish, dansk",
    "no": "norwegian, norsk",
    "bg": "bulgarian, български",
    "sr": "serbian, srpski, српски",
    "ca": "catalan, català",
    "ta": "tamil, தமிழ்",
    "ur": "urdu, اردو",
    "uz": "uzbek, o'zbek, o‘zbekcha",
    "az": "azerbaijani, azərbaycan",
    "km": "khmer, ភាសាខ្មែរ",
    "mn": "mongolian, монгол",
    "ne": "nepali, नेपाली",
    "te": "telugu, తెలుగు",
    "ml": "malayalam, മലയാളം",
    "kk": "kazakh, қазақша",
    "be": "belarusian, беларуская",
    "sk": "slovak, slovenčina",
    "hr": "croatian, hrvatski",
    "lt": "lithuanian, lietuvių",
    "et": "estonian, eesti",
    "ka": "georgian, ქართული",
    "hy": "armenian, հայերեն",
    "eo": "esperanto",
    "ms": "malay, bahasa melayu",
    "tl": "filipino, tagalog",
    "lv": "latvian, latviešu",
    "sl": "slovenian, slovenščina",
}
#: What a column holds, by its header.
COLUMNS = {
    "number": (
        "#, no, no., nr, nr., number, id, num, s.no, s.no., sr. no., sl. no, index, order |"
        " № | 序号, 编号 | 番号 | 번호"
    ),
    "prerequisites": (
        "prerequisite, prerequisites, prereq, prereqs, pre-requisites, requirements,"
        " requires | пререквизиты, требования"
        " | 先修, 先修课程, 先修要求, 前置知识 | 前提条件, 前提知識 | 선수 과목, 선수과목,"
        " 선수 지식 | prerrequisitos, requisitos"
        " | pré-requisitos | prérequis | voraussetzungen | ön koşullar, önkoşul"
    ),
    "duration": (
        "duration, length, time, weeks, hours, estimated time, period, how long, time needed,"
        " days, months, timeline, timeframe"
        " | длительность, продолжительность, срок, время | 时长, 时间, 周期, 课时, 學時 |"
        " 期間, 時間, 所要時間 | 기간, 시간"
        " | duración, tiempo | duração, tempo | durée, temps | dauer, zeit | süre"
    ),
    "effort": (
        "effort, workload, weekly effort, hours per week, hours/week, pace | нагрузка,"
        " трудоёмкость | 工作量, 每周学时, 学时"
        " | 学習量 | 학습량 | esfuerzo, dedicación | esforço, dedicação | charge, effort |"
        " aufwand | iş yükü"
    ),
    "provider": (
        "provider, school, university, by, author, authors, instructor, instructors,"
        " institution, platform, source,"
        " organization, company, creator, teacher, publisher, offered by, college"
        " | автор, вуз, университет, платформа, школа | 学校, 大学, 机构, 作者, 平台, 讲师,"
        " 老师 | 提供元, 大学, 著者, 講師"
        " | 제공, 대학, 저자, 강사, 플랫폼 | universidad, autor, proveedor, plataforma,"
        " escuela | universidade, instituição"
        " | université, auteur, plateforme | universität, anbieter, autor | üniversite,"
        " yazar, platform"
    ),
    "discussion": (
        "discussion, discussions, chat, discord, forum, community, discuss | обсуждение,"
        " чат | 讨论, 討論 | ディスカッション | 토론"
    ),
    "status": (
        "status, done, completed, progress, finished, check, state | статус, готово | 状态,"
        " 完成, 进度 | 状態, 進捗 | 상태, 완료 | estado | statut"
    ),
    "level": (
        "level, difficulty, grade | уровень, сложность | 难度, 级别, 等级 | 難易度, レベル |"
        " 난이도, 수준 | nivel, dificultad | nível, dificuldade | niveau, difficulté |"
        " schwierigkeit, stufe | seviye, zorluk"
    ),
    "resource": (
        "resource, resources, link, links, url, material, materials, reading, readings,"
        " video, videos, book, books, tutorial,"
        " website, site, reference, references, slides, code, assignment, assignments,"
        " notebook, lecture notes, homework, textbook"
        " | ресурс, ресурсы, ссылка, ссылки, материалы | 资源, 链接, 资料, 教材, 网址,"
        " 課程網站, 网站 | リンク, 資料, リソース, 教材"
        " | 링크, 자료, 리소스 | recurso, recursos, enlace, enlaces | links, materiais |"
        " ressource, ressources, lien, liens"
        " | ressource, ressourcen, quelle | kaynak, kaynaklar, bağlantı"
    ),
    "notes": (
        "note, notes, comment, comments, description, remarks, remark, details, about,"
        " summary, why, review, additional text / assignments"
        " | описание, примечание, заметки, комментарий | 备注, 说明, 描述, 简介, 備註 | 備考,"
        " 説明, メモ | 비고, 설명, 메모"
        " | notas, descripción, comentarios | descrição, notas | remarques, description |"
        " notizen, beschreibung | notlar, açıklama"
    ),
    "name": (
        "name, names, course, courses, course name, title, class, subject, project, projects,"
        " skill, skills, topic name, book title,"
        " module name, tool, tools, paper, unit title, course title, lesson title, concept"
        " | название, курс, курсы, предмет, проект, навык | 课程, 名称, 课程名称, 標題, 项目,"
        " 书名, 科目 | コース, 名前, 講座, 科目, 書籍, タイトル"
        " | 과목, 강의, 이름, 과정, 제목 | curso, cursos, nombre, título, materia | nome,"
        " curso, disciplina, matéria"
        " | cours, nom, titre | kurs, kurse, name, titel, fach | ders, kurs, ad, konu adı"
    ),
    "topics": (
        "topic, topics, content, contents, syllabus, what to learn, what you will learn,"
        " what you'll learn, concepts, subjects, theme,"
        " covers, learn, focus, lessons, curriculum, tasks, task, activities | темы, тема,"
        " содержание | 主题, 内容, 知识点, 學習內容, 学习内容"
        " | トピック, 内容, 学習内容, テーマ | 주제, 내용, 학습 내용 | tema, temas,"
        " contenido | tópico, tópicos, assunto, conteúdo"
        " | sujet, sujets, thème, contenu | thema, themen, inhalt | konu, konular, içerik"
    ),
}
