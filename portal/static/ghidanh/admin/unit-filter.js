// Narrows a list of units while one types, with or without tone marks. Without it the list is read through.

const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll(/[đĐ]/g, "d").toLowerCase().replaceAll(/[\s\u2010-\u2015-]+/g, " ").trim();

for (const box of document.querySelectorAll("[data-gd-unit-filter]")) {
  const find = box.querySelector(".gd-find");
  if (!find) continue;
  const rows = [...box.querySelectorAll(".gd-many [data-gd-folded]")];
  const input = find.querySelector("input");
  const found = find.querySelector("[data-gd-found]");
  find.hidden = false;
  input.addEventListener("input", () => {
    const wanted = fold(input.value);
    // A ticked unit stays in sight: what one cannot see one cannot take back.
    for (const row of rows) row.hidden = !row.dataset.gdFolded.includes(wanted) && !row.querySelector(":checked");
    found.textContent = wanted ? found.dataset.gdFound.replace("{count}", rows.filter((row) => !row.hidden).length) : "";
  });
  // Enter looks for a unit; it does not send the form.
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}
