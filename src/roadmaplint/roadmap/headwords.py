"""Titles that nearly always stand alone above something in learning material. Plain data.

Languages are separated by `|`, titles by commas; a number, an emoji and a colon do not count.
"""

from __future__ import annotations

TITLES = (
    "learning outcomes, learning objectives, objectives, outcomes, goals, key concepts,"
    " key takeaways, takeaways,"
    " assignment, assignments, exercise, exercises, knowledge check, check your knowledge,"
    " quiz, tasks, task, homework,"
    " lesson overview, course overview, overview, course resources, course materials,"
    " additional resources, personal resources,"
    " project overview, project requirements, requirements, deliverables, extra credit,"
    " setup, installation, usage, features,"
    " examples, example, tips, troubleshooting, further reading, next steps, timeline,"
    " schedule, syllabus, evaluation, grading,"
    " descriptions, description, tools, skills, topics, modules, curriculum, background,"
    " how it works, how to start,"
    " what you will learn, what you'll learn, what you will build, what you'll build,"
    " why this matters, common mistakes,"
    " best practices, interview questions, questions, answers, solutions, solution, notes,"
    " highlights, certification, duration"
    " | задание, задания, задача, цели, цель, требования, ответ, решение, примеры, пример,"
    " инструменты, навыки, темы, итоги"
    " | 课程资源, 课程简介, 课程内容, 课程网站, 资源汇总, 个人资源, 学习目标, 作业, 练习,"
    " 示例, 要求, 安装, 使用方法, 工具, 技能, 章节"
    " | 学習目標, 課題, 演習, 例, 要件, インストール, 使い方, ツール, スキル | 학습 목표,"
    " 과제, 연습 문제, 예제, 요구 사항, 설치, 도구, 기술"
    " | objetivos, ejercicios, tareas, requisitos, ejemplos, herramientas, habilidades,"
    " temario | exercícios, tarefas, ferramentas"
    " | objectifs, exercices, exemples, outils, compétences | ziele, lernziele, aufgaben,"
    " übungen, beispiele, werkzeuge"
    " | hedefler, görevler, alıştırmalar, örnekler, araçlar, beceriler"
)
