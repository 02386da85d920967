// “Add a row” below the rows of a part. Without it the screen offers blank rows after every save.

for (const part of document.querySelectorAll("[data-gd-rows]")) {
  const total = part.querySelector(`[name="${part.dataset.gdRows}-TOTAL_FORMS"]`);
  const most = Number(part.querySelector(`[name="${part.dataset.gdRows}-MAX_NUM_FORMS"]`).value);
  const template = part.querySelector("template");
  const button = part.querySelector("p[hidden] button");
  part.querySelector(".gd-no-script").hidden = true;
  button.parentElement.hidden = false;
  button.addEventListener("click", () => {
    const index = Number(total.value);
    if (index >= most) return;
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", index).replaceAll("{n}", index + 1);
    const row = holder.firstElementChild;
    template.before(row);
    total.value = index + 1;
    row.querySelector("textarea, select, input:not([type=hidden])").focus();
  });
}
