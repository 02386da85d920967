// Counts the chosen rows and chooses all of a page. Without it the boxes are sent all the same.

const form = document.querySelector("[data-gd-selection]");
const boxes = [...document.querySelectorAll("[data-gd-queue] [name=id]")];
const all = document.querySelector("[data-gd-all]");

function show() {
  const chosen = boxes.filter((box) => box.checked).length;
  const said = form.querySelector("[data-gd-chosen]");
  const { none, one, many } = said.dataset;
  said.textContent = chosen === 0 ? none : chosen === 1 ? one : many.replace("{count}", chosen);
  form.querySelector("button").disabled = chosen === 0;
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && !all.checked;
}

if (form && all && boxes.length) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  // A page brought back by the Back button has its boxes restored after it loaded.
  window.addEventListener("pageshow", show);
  show();
}
