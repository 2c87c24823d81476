"""What kind of resource a host, a file ending or a word speaks of. Plain data."""

from __future__ import annotations

#: Kinds by host; a host also stands for the hosts below it.
HOSTS = {
    "video": "youtube.com youtu.be vimeo.com bilibili.com ted.com twitch.tv",
    "course": (
        "coursera.org edx.org udacity.com udemy.com khanacademy.org fast.ai datacamp.com"
        " pluralsight.com"
        " codecademy.com ocw.mit.edu deeplearning.ai skillshare.com lynda.com egghead.io"
        " frontendmasters.com"
        " freecodecamp.org futurelearn.com brilliant.org educative.io swayam.gov.in"
        " nptel.ac.in stepik.org"
        " classcentral.com udacity.com openclassrooms.com edureka.co cognitiveclass.ai"
        " cs231n.stanford.edu"
        " web.stanford.edu cloudskillsboost.google"
    ),
    "book": (
        "amazon.com amazon.fr amazon.de amazon.co.uk amazon.in oreilly.com manning.com"
        " packtpub.com apress.com"
        " leanpub.com nostarch.com goodreads.com deeplearningbook.org gutenberg.org"
        " springer.com shop.oreilly.com"
        " pragprog.com routledge.com mitpress.mit.edu"
    ),
    "repo": "github.com gitlab.com bitbucket.org gitee.com codeberg.org",
    "paper": (
        "arxiv.org doi.org dl.acm.org ieeexplore.ieee.org semanticscholar.org"
        " openreview.net jmlr.org nature.com"
    ),
    "docs": (
        "readthedocs.io docs.python.org developer.mozilla.org docs.microsoft.com"
        " learn.microsoft.com cppreference.com"
    ),
    "article": (
        "medium.com towardsdatascience.com dev.to hackernoon.com substack.com"
        " wordpress.com blogspot.com"
        " wikipedia.org zhihu.com habr.com geeksforgeeks.org freecodecamp.org/news"
        " csdn.net juejin.cn qiita.com"
    ),
    "community": (
        "reddit.com discord.gg discord.com slack.com stackoverflow.com stackexchange.com"
        " quora.com gitter.im t.me"
        " meetup.com twitter.com x.com facebook.com"
    ),
    "podcast": "podcasts.apple.com soundcloud.com spotify.com podbean.com",
    "roadmap": "roadmap.sh",
    "platform": (
        "kaggle.com leetcode.com hackerrank.com codewars.com codeforces.com exercism.org"
        " topcoder.com hackerearth.com"
    ),
    "dataset": "archive.ics.uci.edu data.gov datasetsearch.research.google.com",
}
#: Kinds by file ending.
ENDINGS = {
    "pdf": "file",
    "zip": "file",
    "ipynb": "file",
    "pptx": "file",
    "ppt": "file",
    "docx": "file",
    "epub": "book",
}
#: Kinds by a word of a label or title, in the order in which they are tried.
WORDS = {
    "roadmap": (
        "roadmap, roadmaps, learning roadmap | роадмап | 路线图, 學習路線 | ロードマップ | 로드맵"
    ),
    "book": (
        "book, books, textbook, ebook, e-book | книга, книги, учебник | 书, 书籍, 教材 | 本,"
        " 書籍 | 책, 도서 | libro, libros | livro, livros | livre, livres | buch, bücher |"
        " kitap"
    ),
    "course": (
        "course, courses, mooc, bootcamp, class, specialization, nanodegree, curriculum,"
        " learning path, lecture series,"
        " lectures, training, certificate program"
        " | курс, курсы, лекции | 课程, 公开课 | コース, 講座, 講義 | 강의, 강좌 | curso,"
        " cursos | cours | kurs, kurse | ders"
    ),
    "playlist": "playlist, video series | плейлист | 播放列表 | 再生リスト | 재생목록",
    "video": (
        "video, videos, youtube, talk, screencast, watch, film | видео | 视频, 影片 | 動画 |"
        " 동영상, 영상 | vidéo"
    ),
    "podcast": "podcast, podcasts | подкаст | 播客 | ポッドキャスト | 팟캐스트",
    "paper": (
        "paper, papers, arxiv, research paper, publication | статья arxiv | 论文 | 論文 | 논문"
    ),
    "docs": (
        "documentation, docs, official docs, official website, official, reference, manual,"
        " api reference, handbook, user guide | документация | 文档, 官方文档 | ドキュメント,"
        " 公式 | 문서, 공식 | documentación | documentação"
    ),
    "article": (
        "article, articles, blog, blog post, tutorial, guide, post, cheat sheet, cheatsheet,"
        " read, feed, reading, wiki | статья, статьи, блог, туториал | 文章, 博客, 教程 |"
        " 記事, ブログ, チュートリアル | 글, 블로그, 튜토리얼 | artículo, artículos | artigo,"
        " artigos | artikel | makale"
    ),
    "repo": (
        "repo, repository, github, source code, opensource, open source, code | репозиторий |"
        " 仓库, 代码 | リポジトリ | 저장소"
    ),
    "dataset": "dataset, datasets | датасет | 数据集 | データセット | 데이터셋",
    "certification": "certification, certificate, exam | сертификация | 认证 | 資格 | 자격증",
    "community": (
        "community, forum, discord, slack, subreddit, newsletter | сообщество, форум | 社区 |"
        " コミュニティ | 커뮤니티"
    ),
    "platform": (
        "platform, playground, practice, challenge, challenges | платформа | 平台 |"
        " プラットフォーム | 플랫폼"
    ),
    "tool": (
        "tool, tools, library, framework, editor, extension, software, app, simulator,"
        " visualizer | инструмент | 工具 | ツール | 도구"
    ),
}
#: Link texts that say what a link is, not what it leads to.
GENERIC_TEXTS = (
    "pdf, html, link, paper, here, url, web, website, video, videos, slides, code, arxiv,"
    " doi, ps, book, course, free, epub,"
    " online, download, site, source, read, github, homepage, project page, article, blog,"
    " notes, abs, amazon, this, web page"
    " | ссылка, тут, здесь | 链接, 地址 | リンク, こちら | 링크"
)
#: Words for something that costs nothing.
FREE = (
    "free, gratis, бесплатно, бесплатный, 免费, 無料, 무료, gratuito, gratuit, kostenlos, ücretsiz"
)
