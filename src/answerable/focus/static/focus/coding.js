// Coding from the keyboard: select words, press the key of a code. Arrow keys j and k go from turn to turn.
// Without this script every turn has a form of its own, which codes the whole turn.
(() => {
  "use strict";
  const codes = new Map([...document.querySelectorAll("[data-code-key]")].map((one) => [one.dataset.codeKey, one.dataset.code]));
  const turns = [...document.querySelectorAll("[data-turn]")];

  // Positions are codepoints of the whole text; a piece of text knows where it begins.
  const position = (node, offset) => {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!piece) return null;
    const range = document.createRange();
    range.selectNodeContents(piece);
    range.setEnd(node, offset);
    return Number(piece.dataset.start) + [...range.toString()].length;
  };

  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const start = position(range.startContainer, range.startOffset);
    const end = position(range.endContainer, range.endOffset);
    const turn = (range.startContainer.parentElement || range.startContainer).closest("[data-turn]");
    return start === null || end === null || start >= end || !turn ? null : { start, end, turn };
  };

  const send = (turn, code, place) => {
    const form = turn.querySelector("form[data-mark]");
    form.elements.code.value = code;
    if (place) {
      form.elements.start.value = place.start;
      form.elements.end.value = place.end;
    }
    form.requestSubmit();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const here = turns.indexOf(document.activeElement.closest("[data-turn]"));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = turns[Math.min(Math.max(here + (event.key === "ArrowDown" ? 1 : -1), 0), turns.length - 1)];
      if (next && event.shiftKey === false && getSelection().isCollapsed) {
        next.focus();
        event.preventDefault();
      }
      return;
    }
    const code = codes.get(event.key);
    if (!code) return;
    const place = selected();
    const turn = place ? place.turn : turns[here];
    if (!turn) return;
    event.preventDefault();
    send(turn, code, place);
  });

  if (location.hash) {
    const turn = document.querySelector(location.hash);
    if (turn) turn.focus();
  }
})();
