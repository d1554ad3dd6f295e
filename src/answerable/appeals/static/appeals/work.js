// In a rush the browser may find a number instead of waiting (ALTCHA's proof of work, version 1): the number whose
// digest, with the salt before it, is the challenge. Without scripts, or where the browser has no digests, the page's
// waiting time is there. Nothing is loaded and nothing is told to anybody.
"use strict";

const form = document.querySelector("form[data-work]");
const AT_ONCE = 500; // digests asked for together: the browser computes them beside the page

async function found(work) {
  const text = new TextEncoder();
  const wanted = work.challenge;
  for (let from = 0; from <= work.maxNumber; from += AT_ONCE) {
    const tries = [];
    for (let n = from; n < from + AT_ONCE && n <= work.maxNumber; n += 1) {
      tries.push(crypto.subtle.digest("SHA-256", text.encode(work.salt + n)));
    }
    const digests = await Promise.all(tries);
    for (let n = 0; n < digests.length; n += 1) {
      if (hex(digests[n]) === wanted) return from + n;
    }
  }
  return -1;
}

function hex(digest) {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function work() {
  const asked = JSON.parse(form.dataset.work);
  document.querySelector("[data-working]").hidden = false;
  const number = await found(asked);
  document.querySelector("[data-working]").hidden = true;
  if (number < 0) return;
  const { algorithm, challenge, salt, signature } = asked;
  form.elements.work.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
  form.requestSubmit();
}

if (form && globalThis.crypto?.subtle) work();
