// Keys of the desk and the chair. A page says in its markup what a key does, so this file knows no page:
//   <a data-key="a" href="...">         the key follows the link or presses the button; a field gets the cursor,
//                                       and so does the first field of what a <summary> opens
//   <table data-rows><tr data-row>      j and k move through the rows, Enter opens the first link of the row;
//                                       a key that a row's own element carries wins over the page's
//   <button data-keys-switch hidden data-on="..." data-off="...">   turns the keys off and on again, for people whose
//                                       speech program or trembling hand types letters by chance (WCAG 2.1.4)
//   <dialog id="keys">                  ? opens it, Escape closes it (a page of help stands behind the link without script)
"use strict";

const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];
const current = () => document.querySelector('[data-row][aria-current="true"]');

function stand(row) {
  for (const other of rows()) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  const link = row.querySelector("a[href]");
  if (link) link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  stand(all[Math.max(0, Math.min(all.length - 1, at + by))]);
  return true;
}

function press(key) {
  const name = `[data-key="${CSS.escape(key)}"]`;
  const row = current();
  const thing = (row && row.querySelector(name)) || document.querySelector(name);
  if (!thing) return false;
  if (thing.matches("input:not([type=submit], [type=checkbox]), textarea, select")) thing.focus();
  else thing.click();
  if (thing.matches("summary") && thing.parentElement.open) {
    const field = thing.parentElement.querySelector("textarea, select, input:not([type=hidden])");
    if (field) field.focus();
  }
  return true;
}

function help() {
  const dialog = document.getElementById("keys");
  if (!dialog) return press("?");
  dialog.showModal();
  return true;
}

// The key's place on the keyboard, not its sign: on a Cyrillic layout the key of "a" writes "ф". Signs that another layout
// puts elsewhere ("?" and "/" above all) go by their place, too, where the layout writes no Latin letters.
const PLACES = { Slash: ["/", "?"] };
function letterOf(event) {
  if (/^Key[A-Z]$/u.test(event.code) && !event.shiftKey && !/^[a-z]$/u.test(event.key)) return event.code[3].toLowerCase();
  if (event.code in PLACES && !/^[a-z/?]$/iu.test(event.key)) return PLACES[event.code][Number(event.shiftKey)];
  return event.key;
}

const asleep = () => localStorage.getItem("keys") === "off";

for (const button of document.querySelectorAll("[data-keys-switch]")) {
  const tell = () => {
    button.textContent = asleep() ? button.dataset.on : button.dataset.off;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem("keys", asleep() ? "on" : "off");
    tell();
  });
  tell();
}

document.addEventListener("keydown", (event) => {
  if (asleep()) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog");
  if (field) {
    if (event.key === "Escape" && !field.matches("dialog")) field.blur();
    return;
  }
  let done = false;
  const letter = letterOf(event);
  if (letter === "j" && rows().length) done = move(1);
  else if (letter === "k" && rows().length) done = move(-1);
  else if (letter === "?") done = help();
  else if (event.key.length === 1) done = press(letter);
  if (done) event.preventDefault();
});
