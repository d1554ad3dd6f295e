// Checks a receipt in the reader's own browser: nothing is sent anywhere. Formats are those of c2sp.org (tlog-proof,
// tlog-checkpoint, signed-note, tlog-cosignature, tlog-policy); each is read in exactly one spelling, as the server's
// own reader does (answerable_verify), and a test holds the two together over the same hostile receipts.
"use strict";

const DECIMAL = /^(?:0|[1-9][0-9]{0,18})$/;
const MOST = 2n ** 63n;
const NAME = /^[^\s\u0085\u0000-\u0020+]+$/;
const TOKEN = /^[A-Za-z0-9._:/+=-]{1,64}$/;
const CASE = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const FIELD = /^[a-z0-9_]{1,32}$/;
const KINDS = new Set(("registered acknowledged routed extended answered rated disputed escalated instructed measure " +
  "reopened withdrawn closed erased").split(" "));
const WITH_DUE = new Set(["registered", "extended", "reopened"]);
const EXTRAS = new Set(["basis", "from", "rating", "rule", "to"]);
const utf8 = new TextEncoder();

class Rejected extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

function must(holds, reason) {
  if (!holds) throw new Rejected(reason);
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function same(a, b) {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function base64(text, reason, size = null) {
  must(/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, reason);
  const raw = atob(text);
  must(btoa(raw) === text, reason); // another spelling of the same bytes is refused
  const bytes = Uint8Array.from(raw, (char) => char.charCodeAt(0));
  must(size === null || bytes.length === size, reason);
  return bytes;
}

function decimal(text, reason) {
  must(DECIMAL.test(text), reason);
  const number = BigInt(text);
  must(number < MOST, reason);
  return number;
}

function words(bytes, reason) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Rejected(reason);
  }
}

function canonical(value) {
  if (typeof value === "string") {
    must(!/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value), "unreadable");
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    must(Number.isSafeInteger(value), "unreadable");
    return String(value);
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
}

function plain(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function object(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Rejected("unreadable");
  }
  must(plain(value) && canonical(value) === text, "unreadable"); // doubled keys fall here
  return value;
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

async function hmac(key, ...parts) {
  const secret = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", secret, joined(...parts)));
}

async function signed(key, signature, message) {
  const known = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, known, signature, message);
}

// Whom to believe ------------------------------------------------------------------------------------------------

function vkey(text, kind) {
  const at = text.indexOf("+");
  const second = text.indexOf("+", at + 1);
  must(at > 0 && second > at, "policy");
  const [name, id, encoded] = [text.slice(0, at), text.slice(at + 1, second), text.slice(second + 1)];
  const raw = base64(encoded, "policy", 33);
  must(NAME.test(name) && /^[0-9a-f]{8}$/.test(id) && raw[0] === kind, "policy");
  return { name, kind, id, raw, pub: raw.subarray(1) };
}

async function policyOf(text) {
  const policy = { keys: [], logs: [], names: new Map(), members: new Set(), quorum: null };
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) {
    let parts = line.split(/[ \t]+/).filter((word) => word);
    if (parts[0] === "#:" && parts[1] === "log-until") {
      must(parts.length === 4, "policy");
      policy.logs.push({ ...vkey(parts[3], 1), until: decimal(parts[2], "policy") });
      continue;
    }
    if (!parts.length || parts[0].startsWith("#")) continue;
    policyLine(policy, parts);
  }
  must(policy.quorum !== null && policy.logs.length > 0, "policy");
  policy.keys = [...policy.logs, ...[...policy.names.values()].filter((one) => one.pub)];
  for (const key of policy.keys) {
    const id = await sha256(utf8.encode(`${key.name}\n`), key.raw);
    must([...id.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("") === key.id, "policy");
  }
  return policy;
}

function policyLine(policy, [verb, ...rest]) {
  const fresh = (name) => must(name !== "none" && !policy.names.has(name), "policy");
  if (verb === "log") {
    must(rest.length === 1 || rest.length === 2, "policy");
    policy.logs.push({ ...vkey(rest[0], 1), until: null });
  } else if (verb === "witness") {
    must(rest.length === 2 || rest.length === 3, "policy");
    fresh(rest[0]);
    policy.names.set(rest[0], vkey(rest[1], 4));
  } else if (verb === "group") {
    const [name, threshold, ...members] = rest;
    must(members.length > 0 && members.every((one) => policy.names.has(one) && !policy.members.has(one)), "policy");
    members.forEach((one) => policy.members.add(one));
    const need = { all: members.length, any: 1 }[threshold] ?? Number(decimal(threshold, "policy"));
    must(need >= 1 && need <= members.length, "policy");
    fresh(name);
    policy.names.set(name, { need, members });
  } else {
    must(verb === "quorum" && rest.length === 1 && policy.quorum === null, "policy");
    must(rest[0] === "none" || policy.names.has(rest[0]), "policy");
    policy.quorum = rest[0];
  }
}

function witnessed(policy, name, seen) {
  if (name === "none") return true;
  const one = policy.names.get(name);
  if (one.pub) return seen.some((key) => same(key, one.pub));
  return one.members.filter((member) => witnessed(policy, member, seen)).length >= one.need;
}

// The signed checkpoint ------------------------------------------------------------------------------------------

function note(text) {
  must(!/[\u0000-\u0009\u000b-\u001f]/.test(text) && text.endsWith("\n"), "unreadable");
  const at = text.lastIndexOf("\n\n");
  must(at >= 0 && at + 2 < text.length, "unreadable");
  const lines = text.slice(at + 2, -1).split("\n");
  must(lines.length <= 128, "unreadable");
  return { text: text.slice(0, at + 1), signatures: lines.map(signatureLine) };
}

function signatureLine(line) {
  must(line.startsWith("\u2014 "), "unreadable");
  const rest = line.slice(2);
  const at = rest.indexOf(" ");
  must(at > 0 && NAME.test(rest.slice(0, at)), "unreadable");
  const payload = base64(rest.slice(at + 1), "unreadable");
  must(payload.length > 4, "unreadable");
  return { name: rest.slice(0, at), id: payload.subarray(0, 4), payload: payload.subarray(4) };
}

async function checkpointOf(text, policy) {
  const { text: said, signatures } = note(text);
  const lines = said.split("\n");
  must(lines.length >= 4 && lines.pop() === "" && lines.every((line) => line), "unreadable");
  const head = { origin: lines[0], size: decimal(lines[1], "unreadable"), root: base64(lines[2], "unreadable", 32) };
  const spoken = [];
  const times = new Map();
  for (const line of signatures) {
    const key = policy.keys.find((one) => one.name === line.name && same(hex(one.id), line.id));
    if (!key) continue;
    if (key.kind === 1) {
      must(line.payload.length === 64 && (await signed(key.pub, line.payload, utf8.encode(said))), "not-signed");
      spoken.push(key);
      continue;
    }
    must(line.payload.length === 72, "not-signed");
    const time = new DataView(line.payload.slice(0, 8).buffer).getBigUint64(0);
    const message = utf8.encode(`cosignature/v1\ntime ${time}\n${said}`);
    must(time < MOST && (await signed(key.pub, line.payload.subarray(8), message)), "not-signed");
    if (Number(time) > Date.now() / 1000 + 300) continue; // from the future: it does not count
    if (!(times.get(key.id)?.time > time)) times.set(key.id, { time, pub: key.pub });
  }
  const logs = spoken.filter((key) => key.name === head.origin);
  must(logs.some((key) => key.until === null || head.size <= key.until), "not-signed");
  const seen = [...times.values()];
  head.times = seen.map((one) => one.time).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  head.enough = witnessed(policy, policy.quorum, seen.map((one) => one.pub));
  return head;
}

function hex(id) {
  return Uint8Array.from(id.match(/../g), (two) => parseInt(two, 16));
}

// The place in the tree ------------------------------------------------------------------------------------------

async function included(leaf, index, head, path) {
  must(index < head.size, "not-in-log");
  let [fn, sn, found] = [index, head.size - 1n, leaf];
  for (const step of path) {
    must(sn > 0n, "not-in-log");
    if (fn & 1n || fn === sn) {
      found = await sha256([1], step, found);
      while (!(fn & 1n) && fn > 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      found = await sha256([1], found, step);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  must(sn === 0n && same(found, head.root), "not-in-log");
}

// The leaf and what it commits to --------------------------------------------------------------------------------

function isDay(text) {
  if (typeof text !== "string" || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text < "0001") return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function isWeek(text) {
  return typeof text === "string" && /^[0-9]{4}-W(?:0[1-9]|[1-4][0-9]|5[0-2])$/.test(text);
}

function isNumber(value, least = 0, most = Number.MAX_SAFE_INTEGER) {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function isCode(value) {
  return typeof value === "string" && TOKEN.test(value);
}

function isHash(value) {
  return typeof value === "string" && base64(value, "unreadable", 32).length === 32;
}

const TYPES = {
  code: isCode,
  day: isDay,
  week: isWeek,
  number: (value) => isNumber(value),
  flag: (value) => isNumber(value, 0, 1),
  several: (value) => isNumber(value, 2),
  size: (value) => isNumber(value),
  sha256: (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value),
  hash: isHash,
  case: (value) => typeof value === "string" && CASE.test(value),
};

// What a kind of version 1 may say beside what all acts on cases say: the same shape as a row of the table of version 2.
function firstVersion(leaf, needed) {
  must(KINDS.has(leaf.k), "unreadable");
  if (WITH_DUE.has(leaf.k)) needed.push("due");
  if (leaf.k === "registered") needed.push("ch");
  must(!("ch" in leaf) || isCode(leaf.ch), "unreadable");
  if (!("x" in leaf)) return;
  const coded = plain(leaf.x) ? Object.entries(leaf.x) : [];
  must(coded.length > 0 && coded.every(([name, value]) => EXTRAS.has(name) && (isCode(value) || isNumber(value))), "unreadable");
}

// The table of version 2 stands in the page (answerable_verify/kinds.py): there is no second copy of it.
function secondVersion(leaf, needed, table) {
  must(typeof leaf.k === "string" && Object.hasOwn(table, leaf.k), "unreadable");
  const kind = table[leaf.k];
  must(kind.subject, "unreadable"); // an act of the log itself is nobody's receipt
  if (kind.due === "must") needed.push("due");
  must(kind.due !== "never" || !("due" in leaf), "unreadable");
  const said = "x" in leaf ? leaf.x : {};
  must(plain(said) && (!("x" in leaf) || Object.keys(said).length > 0), "unreadable");
  must(Object.keys(kind.needs).every((name) => Object.hasOwn(said, name)), "unreadable");
  must(!kind.one_of.length || kind.one_of.filter((name) => Object.hasOwn(said, name)).length === 1, "unreadable");
  const types = { ...kind.needs, ...kind.may };
  for (const [name, value] of Object.entries(said)) {
    const type = Object.hasOwn(types, name) ? types[name] : [];
    must(Array.isArray(type) ? type.includes(value) : TYPES[type](value), "unreadable");
  }
}

function leafOf(text, table) {
  const leaf = object(text);
  must(isNumber(leaf.v, 1) && utf8.encode(text).length <= 8192, "unreadable");
  must(leaf.v <= 2, "newer");
  const needed = ["v", "k", "c", "n", "d", "b", "t", "g", "h"];
  if (leaf.v === 1) firstVersion(leaf, needed);
  else secondVersion(leaf, needed, table);
  const has = Object.keys(leaf);
  must(needed.every((name) => has.includes(name)), "unreadable");
  const also = leaf.v === 1 ? ["x"] : ["x", "due"];
  must(has.every((name) => needed.includes(name) || also.includes(name)), "unreadable");
  must(TYPES.case(leaf.c) && isNumber(leaf.n), "unreadable");
  must(isDay(leaf.d) && (!("due" in leaf) || isDay(leaf.due)), "unreadable");
  must([leaf.b, leaf.t, leaf.g].every(isCode), "unreadable");
  must(typeof leaf.h === "string", "unreadable");
  leaf.commitment = base64(leaf.h, "unreadable", 32);
  return leaf;
}

function committed(name, value, salt) {
  return hmac(salt, utf8.encode(`act-commit/v1/field\u0000${name}\u0000${value}`));
}

async function opened(leaf, opening) {
  const [shown, hidden, parts] = [{}, [], [utf8.encode("act-commit/v1\u0000")]];
  const names = Object.keys(opening).sort();
  must(names.length > 0 && names.length <= 64, "other-contents");
  for (const name of names) {
    const part = opening[name];
    must(FIELD.test(name) && plain(part), "other-contents");
    must(Object.values(part).every((value) => typeof value === "string"), "other-contents");
    const has = Object.keys(part).sort().join("");
    must(has === "c" || has === "sv", "other-contents");
    let commitment;
    if (has === "c") {
      commitment = base64(part.c, "other-contents", 32);
      hidden.push(name);
    } else {
      const salt = base64(part.s, "other-contents", 32);
      commitment = await committed(name, part.v, salt);
      shown[name] = part.v;
    }
    parts.push([name.length], utf8.encode(name), commitment);
  }
  must(same(await sha256(...parts), leaf.commitment), "other-contents");
  return { shown, hidden };
}

// The commitment once more, with what the reader typed in the place of the text that the receipt shows.
async function isTyped(leaf, opening, typed) {
  for (const words of new Set([typed, typed.trim()])) {
    const mine = { ...opening, text: { s: opening.text.s, v: words } };
    try {
      await opened(leaf, mine);
      return true;
    } catch (fault) {
      if (!(fault instanceof Rejected)) throw fault;
    }
  }
  return false;
}

function proofOf(bytes) {
  let at = 0;
  while (at + 1 < bytes.length && !(bytes[at] === 10 && bytes[at + 1] === 10)) at += 1;
  must(at + 1 < bytes.length && bytes.length <= 1 << 21, "unreadable");
  const lines = words(bytes.subarray(0, at), "unreadable").split("\n");
  must(lines.shift() === "c2sp.org/tlog-proof@v1", "unreadable");
  must(lines[0]?.startsWith("extra ") && lines[1]?.startsWith("index "), "unreadable");
  const extra = object(words(base64(lines[0].slice(6), "unreadable"), "unreadable"));
  const names = Object.keys(extra).join();
  must((names === "leaf" || names === "leaf,open") && typeof extra.leaf === "string", "unreadable");
  const index = decimal(lines[1].slice(6), "unreadable");
  const path = lines.slice(2).map((line) => base64(line, "unreadable", 32));
  must(path.length <= 63, "unreadable");
  return { extra, index, path, checkpoint: words(bytes.subarray(at + 2), "unreadable") };
}

// The table of kinds of version 2, as the page has it.
function tableOf() {
  return JSON.parse(document.querySelector('[data-say="kinds"]').textContent);
}

// What the page says of a receipt: {verdict, reason, ...facts}. The same words as the server's check: see its wording.
async function checkReceipt(bytes, typed, policyText) {
  try {
    const policy = await policyOf(policyText);
    const proof = proofOf(bytes);
    const leaf = leafOf(proof.extra.leaf, tableOf());
    const head = await checkpointOf(proof.checkpoint, policy);
    await included(await sha256([0], utf8.encode(proof.extra.leaf)), proof.index, head, proof.path);
    const opening = "open" in proof.extra ? proof.extra.open : {};
    must(plain(opening), "other-contents");
    const bare = Object.keys(opening).length === 0;
    const { shown, hidden } = bare ? { shown: {}, hidden: [] } : await opened(leaf, opening);
    const facts = { leaf, head, index: proof.index, shown, hidden };
    if (typed.trim() && "text" in shown && !(await isTyped(leaf, opening, typed))) {
      return { verdict: "false", reason: "other-text" };
    }
    return { verdict: verdictOf(leaf, shown, typed), ...facts };
  } catch (fault) {
    if (!(fault instanceof Rejected)) throw fault;
    return { verdict: "false", reason: fault.reason };
  }
}

function verdictOf(leaf, shown, typed) {
  if (!("text" in shown)) return "hidden-text";
  if (!typed.trim()) return "type-text";
  return leaf.k === "registered" ? "registered" : "genuine";
}
