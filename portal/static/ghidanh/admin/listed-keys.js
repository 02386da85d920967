// Wagtail lists every key in a dialog, which waits in a template until its own script runs: ours stand first there.
// Wagtail binds “?” to an item of its help menu, which our people do not have: it opens the list here.

const WRITING = "textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]";
const ours = document.querySelector("[data-gd-shortcuts]")?.content;
const places = [document, ...[...document.querySelectorAll("template")].map((template) => template.content)];
const heads = places.map((place) => place.querySelector("#keyboard-shortcuts-dialog thead")).filter(Boolean);

function ask(event) {
  if (event.key !== "?" || event.defaultPrevented || event.target.closest?.(WRITING)) return;
  if (document.querySelector("[data-a11y-dialog-show=keyboard-shortcuts-dialog]")) return;
  document.getElementById("keyboard-shortcuts-dialog")?.dispatchEvent(new CustomEvent("w-dialog:show"));
}

if (ours) heads[0]?.after(ours.cloneNode(true));
document.addEventListener("keydown", ask);
