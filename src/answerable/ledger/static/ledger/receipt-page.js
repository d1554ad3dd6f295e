// The page that checks a receipt: with scripts and a browser that knows the signatures nothing leaves the computer;
// otherwise the page says so and the same form asks the server. Sentences stand in the page, in the reader's language.
"use strict";

const NO_TERM = "2099-12-31"; // what a leaf says where no law sets a term
const form = document.querySelector("form[data-receipt]");
const say = (code) => document.querySelector(`[data-say="${CSS.escape(code)}"]`)?.textContent ?? "";

async function able() {
  if (typeof checkReceipt !== "function" || !globalThis.crypto?.subtle) return false;
  try {
    const key = Uint8Array.from(atob("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), (char) => char.charCodeAt(0));
    await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]); // a key of RFC 8032
    return true;
  } catch {
    return false;
  }
}

function filled(code, values) {
  return say(code).replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
}

function dated(day) {
  const spelt = { dateStyle: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(document.documentElement.lang, spelt).format(new Date(`${day}T00:00:00Z`));
}

function timed(seconds) {
  const spelt = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" };
  return `${new Intl.DateTimeFormat(document.documentElement.lang, spelt).format(new Date(Number(seconds) * 1000))} UTC`;
}

function line(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

function proven(found) {
  const { leaf, head, index, hidden } = found;
  const kind = say(`kind-${leaf.k}`) || leaf.k;
  const act = { log: head.origin, kind, day: dated(leaf.d), place: String(index), size: String(head.size) };
  const lines = [filled("act", act)];
  if (leaf.due && leaf.due !== NO_TERM) lines.push(filled("due", { day: dated(leaf.due) }));
  if (head.enough && head.times.length) {
    lines.push(filled("seen", { count: head.times.length, time: timed(head.times[0]) }));
  } else {
    lines.push(filled("unwitnessed", { count: head.times.length }));
  }
  if (hidden.length) lines.push(filled("hidden", { names: hidden.map((name) => say(`field-${name}`) || name).join(", ") }));
  return lines;
}

function fields(shown) {
  const list = document.createElement("dl");
  list.className = "facts";
  for (const name of Object.keys(shown).sort()) {
    const [title, value] = [document.createElement("dt"), document.createElement("dd")];
    title.textContent = say(`field-${name}`) || name;
    value.textContent = shown[name];
    value.dir = "auto";
    value.className = "words";
    list.append(title, value);
  }
  return list;
}

function show(found) {
  const place = document.getElementById("verdict");
  const title = document.createElement("h2");
  const looks = { registered: "note good", genuine: "note good", false: "note grave" };
  title.textContent = say(found.verdict);
  place.replaceChildren(title);
  place.className = looks[found.verdict] ?? "note warn";
  if (found.reason) place.append(line(say(found.reason)));
  else if (found.verdict !== "type-text") place.append(...proven(found).map(line), fields(found.shown));
  place.append(line(say("checked-here")));
  place.hidden = false;
  place.focus();
}

async function given() {
  const file = form.elements.receipt.files[0];
  if (file) return new Uint8Array(await file.arrayBuffer());
  const pasted = form.elements.pasted.value;
  return new TextEncoder().encode(pasted && !pasted.endsWith("\n") ? `${pasted}\n` : pasted);
}

if (form) {
  able().then((yes) => {
    document.getElementById("how").textContent = say(yes ? "here" : "unable");
    if (!yes) return;
    form.addEventListener("submit", async (event) => {
      if (event.submitter?.dataset.server !== undefined) return;
      event.preventDefault();
      const bytes = await given();
      if (!bytes.length) form.requestSubmit(form.querySelector("[data-server]")); // the server says what is missing
      else show(await checkReceipt(bytes, form.elements.text.value, form.elements.policy.value));
    });
  });
}
