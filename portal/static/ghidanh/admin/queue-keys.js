// Keys of the queue: j and k (or arrows, once in a row) move, Enter opens, x chooses, / searches.
// Rows take the focus one at a time; links and boxes in them stay where Tab finds them.

const rows = [...document.querySelectorAll("[data-gd-queue] [data-gd-row]")];
const search = document.getElementById("gd-q");
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [role=dialog]";

function focusRow(row) {
  for (const other of rows) other.tabIndex = other === row ? 0 : -1;
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const there = here < 0 ? rows.findIndex((row) => row.tabIndex === 0) : here + step;
  const row = rows[Math.min(Math.max(there, 0), rows.length - 1)];
  if (row) focusRow(row);
}

function isBusy(event) {
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  const dialog = document.querySelector("dialog[open], [role=dialog][aria-modal=true]:not([aria-hidden=true])");
  return event.defaultPrevented || modified || Boolean(dialog) || Boolean(event.target.closest?.(TYPING));
}

// What a key does; `row` is the row that has the focus itself, not something within it.
const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: (row) => row && move(1),
  ArrowUp: (row) => row && move(-1),
  Enter: (row) => row?.querySelector("a").click(),
  x: () => document.activeElement.closest?.("[data-gd-row]")?.querySelector("[name=id]")?.click(),
  "/": () => search?.focus(),
};

function act(event) {
  if (isBusy(event) || !Object.hasOwn(ACTS, event.key)) return;
  const row = rows.find((one) => one === document.activeElement);
  if (!row && ["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
  event.preventDefault();
  ACTS[event.key](row);
}

if (rows.length) {
  rows.forEach((row, place) => { row.tabIndex = place === 0 ? 0 : -1; });
  for (const row of rows) {
    row.addEventListener("focusin", () => { for (const other of rows) other.tabIndex = other === row ? 0 : -1; });
  }
  document.addEventListener("keydown", act);
  document.querySelector("[data-gd-keys]")?.removeAttribute("hidden");
}
