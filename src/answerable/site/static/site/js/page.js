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

// "Use the place where I am": the coordinates go into a field of the form, where the writer sees them before sending.
for (const part of navigator.geolocation && isSecureContext ? document.querySelectorAll("[data-place]") : []) {
  const button = part.querySelector("[data-place-into]");
  part.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.placeInto);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const place = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        field.value = field.value.trim() ? `${field.value.trim()} (${place})` : place;
        field.focus();
      },
      () => {
        part.querySelector("[role=status]").textContent = button.dataset.fails;
      },
      { timeout: 15000, maximumAge: 60000 },
    );
  });
}

// A long list of choices is found by typing a part of a name, not by its first letters alone.
const LONG = 24; // a shorter list is read at a glance
for (const list of document.querySelectorAll("select[data-find]")) {
  const all = [...list.options];
  if (all.length < LONG) continue;
  const find = document.createElement("input");
  find.type = "search";
  find.className = "finds";
  find.autocomplete = "off";
  find.placeholder = list.dataset.find;
  find.setAttribute("aria-label", list.dataset.find);
  find.setAttribute("aria-controls", list.id);
  find.addEventListener("input", () => {
    const words = find.value.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
    const chosen = list.selectedOptions[0];
    const fits = all.filter((one) => words.every((word) => one.text.toLocaleLowerCase().includes(word)));
    // what was chosen stays chosen, unless the words leave one other only
    list.replaceChildren(...all.filter((one) => one === chosen || fits.includes(one)));
    list.value = (words.length && fits.length === 1 ? fits[0] : chosen).value;
  });
  list.before(find);
}
