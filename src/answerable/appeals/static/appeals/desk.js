// Small help at the desk; everything works without it. A form marked data-draft is saved while somebody writes; a form
// marked data-alike asks, while an operator types, whether the same is in the book already.
"use strict";

const WRITING_PAUSE = 4000; // milliseconds without a key before a draft is saved

function later(field, wait, act) {
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  });
}

async function sent(address, body) {
  return fetch(address, { method: "POST", body, headers: { "X-Kept-By": "script" }, credentials: "same-origin" });
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = form.querySelector("[data-draft-state]");
  later(form, WRITING_PAUSE, async () => {
    const body = new FormData(form);
    body.set("do", "draft");
    const answer = await sent(form.action, body).catch(() => null);
    if (!answer || answer.status !== 204) return;
    state.textContent = `${form.dataset.kept} ${new Date().toLocaleTimeString(document.documentElement.lang)}`;
  });
}

for (const form of document.querySelectorAll("form[data-alike]")) {
  const place = form.querySelector("[data-alike-place]");
  later(form.elements.text, 1200, async () => {
    const answer = await sent(form.dataset.alike, new FormData(form)).catch(() => null);
    if (!answer || !answer.ok) return;
    const { rows } = await answer.json();
    place.replaceChildren();
    if (!rows.length) return;
    const note = document.createElement("div");
    const says = document.createElement("p");
    const list = document.createElement("ul");
    note.className = "note warn";
    says.textContent = place.dataset.says;
    for (const row of rows) {
      const item = document.createElement("li");
      item.textContent = `${row.number} ${row.gist}`;
      list.append(item);
    }
    note.append(says, list);
    place.append(note);
  });
}
