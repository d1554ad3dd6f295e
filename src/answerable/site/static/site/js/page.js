// Small comforts of every page: a print button, counters under long fields, one submit for a double click. No page
// needs them: the server takes a repeated delivery for the same message, and says itself when a text is too long.
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const count of document.querySelectorAll("[data-counts]")) {
  const field = document.getElementById(count.dataset.counts);
  const most = Number(count.dataset.most);
  const template = count.dataset.says;
  const tell = () => {
    const left = most - [...field.value].length;
    count.hidden = left > most / 10;
    count.classList.toggle("over", left < 0);
    count.textContent = template.replace("0", String(left));
  };
  field.addEventListener("input", tell);
  tell();
}

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => {
    setTimeout(() => {
      for (const button of form.querySelectorAll("button")) button.disabled = true;
    }, 0);
  });
}

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("form[data-once] button")) button.disabled = false;
});
