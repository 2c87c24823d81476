"use strict";
(() => {
  const PAGE = 50;
  const byId = (id) => document.getElementById(id);

  // The theme is kept for the next visit where the browser allows it.
  const memory = (() => { try { return window.localStorage; } catch { return null; } })();
  for (const choice of document.querySelectorAll('input[name="theme"]')) {
    try {
      if (memory && memory.getItem("roadmaplint-theme") === choice.value) choice.checked = true;
    } catch { /* storage is closed */ }
    choice.addEventListener("change", () => {
      try { if (memory) memory.setItem("roadmaplint-theme", choice.value); } catch { /* full */ }
    });
  }

  for (const [id, open] of [["unfold", true], ["fold", false]]) {
    const button = byId(id);
    if (button) button.addEventListener("click", () => {
      for (const part of byId("roadmaps").querySelectorAll("details")) part.open = open;
    });
  }

  // A link into the map has to open what it leads to.
  const unfoldTarget = () => {
    const target = location.hash.startsWith("#section-") && byId(location.hash.slice(1));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    const inner = target.querySelector(":scope > details");
    if (inner) inner.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", unfoldTarget);
  unfoldTarget();

  const list = byId("list");
  if (!list) return;
  const form = byId("filters");
  const fields = form.elements;
  const levels = [...form.querySelectorAll('input[name="severity"]')];
  const choices = [...form.querySelectorAll("select")];
  const items = Array.from(list.children);
  const texts = [];
  let scope = null;
  let shown = items;
  let page = 0;

  const textOf = (index) => (texts[index] ??= items[index].textContent.toLowerCase());

  const choose = () => {
    const severities = new Set(levels.filter((box) => box.checked).map((box) => box.value));
    const wanted = choices.filter((field) => field.value).map((field) => [field.name, field.value]);
    const words = fields.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = items.filter((item, index) => {
      const data = item.dataset;
      return severities.has(data.severity)
        && wanted.every(([name, value]) => data[name] === value)
        && (!scope || (data.file === scope.file && data.line >= scope.first && data.line <= scope.last))
        && words.every((word) => textOf(index).includes(word));
    });
    page = 0;
    draw();
  };

  const draw = () => {
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    const first = page * PAGE;
    const part = shown.slice(first, first + PAGE);
    list.replaceChildren(...part);
    list.start = first + 1;
    list.classList.add("ready");
    const of = shown.length === items.length ? "" : ` of ${items.length.toLocaleString("en")}`;
    byId("status").textContent = shown.length === 0
      ? `No finding${of} fits; reset the filters to see all.`
      : `${shown.length.toLocaleString("en")}${of} findings, here ${first + 1} to ${first + part.length}.`;
    byId("pager").hidden = pages === 1;
    byId("page").textContent = `Page ${page + 1} of ${pages}`;
    byId("previous").disabled = page === 0;
    byId("next").disabled = page === pages - 1;
  };

  const narrow = (to) => {
    scope = to;
    byId("scope").hidden = !to;
    if (to) byId("scope-name").textContent = to.name;
  };

  const clear = () => {
    narrow(null);
    for (const box of levels) box.checked = true;
    for (const field of choices) field.value = "";
    fields.text.value = "";
  };

  const turn = (step) => {
    page += step;
    draw();
    byId("findings").focus({ preventScroll: true });
    byId("status").scrollIntoView();
  };

  let waiting = 0;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", choose);
  fields.text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(choose, 120);
  });
  form.addEventListener("reset", (event) => { event.preventDefault(); clear(); choose(); });
  byId("scope-off").addEventListener("click", () => { narrow(null); choose(); fields.text.focus(); });
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));

  // Figures and sections lead to the list, narrowed to what they count.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href="#findings"]');
    if (!link || !(link.dataset.choose || link.dataset.file)) return;
    clear();
    if (link.dataset.choose) {
      const [name, value] = link.dataset.choose.split("=");
      if (name === "severity") for (const box of levels) box.checked = box.value === value;
      else fields[name].value = value;
    } else if (link.dataset.first) {
      const { file, first, last, name } = link.dataset;
      narrow({ file, name, first: Number(first), last: Number(last) });
    } else fields.file.value = link.dataset.file;
    choose();
  });

  choose();
})();
