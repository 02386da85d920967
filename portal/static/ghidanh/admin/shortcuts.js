// Single keys of the decision screen: they lead somewhere, none of them decides.
// Wagtail's account settings switch them off together with its own.

const WRITING = "textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]";
const DIALOG = "dialog[open], [role=dialog][aria-modal=true]:not([aria-hidden=true])";

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
};

function press(event) {
  const modified = event.ctrlKey || event.altKey || event.metaKey;
  if (event.defaultPrevented || modified || event.target.closest?.(WRITING) || document.querySelector(DIALOG)) return;
  const key = event.key.toLowerCase();
  if (!Object.hasOwn(acts, key)) return;
  event.preventDefault();
  acts[key]();
}

document.addEventListener("keydown", press);
document.querySelector("[data-gd-keys]")?.removeAttribute("hidden");
