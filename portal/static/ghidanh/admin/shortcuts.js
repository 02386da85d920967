// Single keys of the decision screen: they lead somewhere, none of them decides. A person can switch them off.

const KEPT = "ghidanh-keys-off";
const dialog = document.querySelector("[data-gd-keys]");
const offer = document.querySelector("[data-gd-keys-offer]");
const choice = document.querySelector("[data-gd-keys-on]");

function show(element) {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "center" });
}

function unanswered() {
  const open = [...document.querySelectorAll("#sheet fieldset")].find((answer) => !answer.querySelector(":checked"));
  return open?.querySelector("input");
}

function unfold(details, field) {
  if (!details) return;
  details.open = true;
  show(details.querySelector(field));
}

const acts = {
  a: () => {
    const approve = document.querySelector("[data-gd-approve]");
    show(approve?.disabled ? unanswered() : approve);
  },
  u: () => show(unanswered()),
  r: () => unfold(document.querySelector("[data-gd-return]"), "[name=reason_codes]"),
  x: () => unfold(document.querySelector("[data-gd-refuse]"), "[name=refuse_reason]"),
  n: () => document.querySelector("[data-gd-next]")?.click(),
  "?": () => dialog.showModal(),
};

function isWriting(target) {
  return target instanceof Element && target.closest("textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]");
}

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target) || dialog.open) return;
  const act = acts[event.key.toLowerCase()];
  if (!act || (!choice.checked && event.key !== "?")) return;
  event.preventDefault();
  act();
}

if (dialog && offer && choice) {
  choice.checked = localStorage.getItem(KEPT) === null;
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "1");
  });
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", press);
}
