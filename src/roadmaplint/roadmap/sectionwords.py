"""Words in titles, by language: what a section is for.

Plain data. A phrase that ends in `*` also matches longer words. Languages are separated by `|`,
phrases by commas.
"""

from __future__ import annotations

#: Roles read from a title that says nothing else.
WHOLE_ROLES = {
    "toc": (
        "table of contents, tables of contents, contents, content, toc, index, quick links,"
        " navigation, content index"
        " | содержание, оглавление | 目录, 目錄, 内容目录 | 目次, もくじ | 목차, 차례"
        " | índice, contenido, contenidos, tabla de contenidos, tabla de contenido"
        " | sumário, conteúdo, índice, tabela de conteúdos"
        " | sommaire, table des matières, contenu | inhalt, inhaltsverzeichnis | içindekiler"
    ),
    "intro": (
        "introduction, intro, overview, about, about this roadmap, about this repository,"
        " about the roadmap, preface, foreword, welcome, motivation, purpose, goal, goals, why,"
        " what is this, what is it, before you start, getting started, start here, description,"
        " preamble, background"
        " | введение, вступление, обзор, о проекте, предисловие, описание, цель, начало"
        " | 简介, 介绍, 前言, 概述, 引言, 关于, 說明, 说明, 簡介, 導言 | はじめに, 概要,"
        " 序文, 紹介, このリポジトリについて"
        " | 소개, 개요, 들어가며, 서문, 시작하기 | introducción, presentación, resumen, acerca de"
        " | introdução, apresentação, sobre, visão geral | présentation, aperçu, à propos,"
        " avant-propos"
        " | einleitung, einführung, überblick, übersicht, vorwort | giriş, hakkında,"
        " genel bakış, önsöz"
    ),
    "conclusion": (
        "conclusion, conclusions, final words, final thoughts, closing, closing words, summary,"
        " wrap up, wrapping up, next steps, what's next, final notes, final note, afterword,"
        " epilogue,"
        " last words, congratulations, the end, outro"
        " | заключение, вывод, выводы, итог, итоги, послесловие"
        " | 总结, 结语, 结论, 总结与展望, 结束语, 總結, 結語, 后记 | まとめ, 終わりに,"
        " おわりに, 結論, 最後に"
        " | 결론, 마치며, 마무리, 맺음말 | conclusión, conclusiones, palabras finales"
        " | conclusão, considerações finais | mot de la fin, bilan | fazit, schluss,"
        " schlusswort, zusammenfassung"
        " | sonuç, son söz, son sözler"
    ),
    "meta": (
        "how to use, how to use it, usage, follow, follow us, stars, star history, support,"
        " faq, credits, todo, sponsors, backers, updates, news, help, notes, note, status,"
        " footnotes"
        " | как пользоваться, благодарности, поддержка | 使用说明, 如何使用, 常见问题, 致谢,"
        " 更新日志, 声明, 版权"
        " | 使い方, 謝辞, よくある質問, ライセンス | 사용법, 사용 방법, 감사의 말 |"
        " cómo usar, agradecimientos"
        " | como usar, agradecimentos | remerciements, utilisation | danksagung, nutzung |"
        " teşekkürler, nasıl kullanılır"
    ),
}

#: Roles read from a word anywhere in a title; the first role that fits is taken.
ROLES = {
    "meta": (
        "how to use this*, how to contribute, contribut*, license, licence, licensing,"
        " follow me, follow us,"
        " acknowledg*, changelog, code of conduct, contact me, contact us, connect with me,"
        " stay connected,"
        " about me, about the author*, support me, buy me a coffee, disclaimer, star history,"
        " translations,"
        " other languages, maintainers, stargazers, show your support, get in touch,"
        " let's connect, contacts"
        " | как внести вклад, вклад в проект, лицензия, об авторе, контакты, переводы"
        " | 贡献, 許可, 许可, 许可证, 授权, 关于我, 联系我, 联系方式, 翻译 | 貢献,"
        " ライセンス, 翻訳, 著者について"
        " | 기여, 라이선스, 번역, 연락처 | contribuir, contribuciones, contribución,"
        " licencia, contacto, traducciones"
        " | contribuindo, contribuição, contribuições, licença, contato, traduções |"
        " contribuer, traductions"
        " | beitragen, mitwirken, lizenz, kontakt, übersetzungen | katkı*, lisans, iletişim,"
        " çeviriler"
    ),
    "prerequisites": (
        "prerequisite*, pre-requisite*, pre-requisites, requirements, what you need,"
        " prior knowledge"
        " | предварительные требования, пререквизит*, требования | 先修, 先决条件, 前置知识,"
        " 前置要求, 必备知识, 先修要求"
        " | 前提条件, 前提知識, 必要な知識 | 선수 지식, 선수 과목, 사전 지식, 전제 조건"
        " | prerrequisito*, requisitos, requisitos previos, conocimientos previos |"
        " pré-requisito*"
        " | prérequis, pré-requis | voraussetzung*, vorkenntnisse | ön koşul*, önkoşul*,"
        " ön gereksinim*, gereksinimler"
    ),
    "books": (
        "book, books, textbook*, ebooks, e-books, bookshelf, reading list, recommended reading"
        " | книг*, учебник*, литератур* | 书, 书籍, 图书, 书单, 教材, 書籍 | 本, 参考書,"
        " おすすめの本"
        " | 책, 도서, 교재, 서적 | libro, libros | livro, livros | livre, livres | buch,"
        " bücher | kitap*, kitaplar"
    ),
    "resources": (
        "resource, resources, platform, platforms, references, reference, further reading,"
        " learning materials,"
        " materials, links, useful links, tutorials, learning paths, documentation, newsletters,"
        " blogs, videos, articles, channels, youtube channels, podcasts"
        " | ресурс*, материал*, ссылк*, платформ*, источник*, справочник* | 资源, 资料, 参考,"
        " 链接, 資源, 资料推荐"
        " | リソース, 資料, 参考文献, 参考資料, 教材, リンク | 자료, 리소스, 참고, 참고 자료,"
        " 링크"
        " | recursos, recurso, referencias, enlaces, materiales, plataformas"
        " | referências, materiais, links úteis | ressources, ressource, références, liens"
        " | ressourcen, quellen, materialien, literatur, verweise | kaynak*, kaynaklar,"
        " bağlantılar, referanslar"
    ),
    "courses": (
        "courses, mooc, moocs, classes | курсы | 课程 | 講座, コース | 강의, 강좌 | cursos |"
        " cours | kurse, kurs | kurslar, dersler"
    ),
    "certification": (
        "certificat*, certified, certs | сертификат*, сертификац* | 认证, 证书, 認證 | 資格,"
        " 認定 | 자격증, 인증"
        " | certificación, certificaciones, certificado* | certificação, certificações |"
        " zertifi* | sertifika*"
    ),
    "community": (
        "community, communities, forum, forums, discord, meetups, groups, people to follow"
        " | сообществ* | 社区, 社群, 論壇, 论坛 | コミュニティ | 커뮤니티 | comunidad,"
        " comunidades | comunidade, comunidades"
        " | communauté, communautés | gemeinschaft | topluluk*"
    ),
    "projects": (
        "project, projects, portfolio, capstone, practice projects, challenges, hackathon*,"
        " competitions"
        " | проект*, портфолио, соревновани* | 项目, 專案, 实战, 作品集, 竞赛 | プロジェクト,"
        " ポートフォリオ, 実践"
        " | 프로젝트, 포트폴리오 | proyecto, proyectos, portafolio | projeto, projetos, portfólio"
        " | projet, projets | projekt, projekte | proje, projeler, projeleri"
    ),
    "career-path": (
        "career path*, career paths, career roadmap*, career track*, career, careers,"
        " job roles, roles"
        " | карьер*, карьерн* | 职业, 职业发展, 职业路径, 就业 | キャリア, キャリアパス |"
        " 커리어, 진로, 직무"
        " | carrera profesional, carreras, trayectoria profesional | carreira, carreiras |"
        " carrière, carrières, métiers"
        " | karriere, karrierewege | kariyer*"
    ),
}

#: Words that may stand beside words for a section's role: `Online Courses`, `Useful Links`.
FILLERS = (
    "and, &, +, online, free, learning, useful, additional, recommended, recommendations,"
    " best, top, other, more, my, our, the,"
    " for, further, external, building, practice, study, good, great, extra, helpful,"
    " popular, suggested, related, of, list, a,"
    " to, from, your, this, with, skill, skills, assessment, paths, path, roadmaps, roadmap,"
    " machine, interesting, key, main"
    " | и, для, полезные, полезное, дополнительные, рекомендуемые, онлайн, лучшие | 推荐,"
    " 学习, 在线, 相关, 其他 | おすすめ, 学習"
    " | 추천, 학습, 온라인 | y, de, recomendados, útiles, en línea, adicionales, gratuitos |"
    " e, úteis, recomendados | et, utiles"
    " | und, nützliche, empfohlene, weitere | ve, faydalı, önerilen"
)
