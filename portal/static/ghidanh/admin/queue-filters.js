// Opens the filters of the desk in place. Without it the same link loads the page with them open.

const link = document.querySelector("[data-gd-filters]");
const panel = document.getElementById("gd-panel");

async function load() {
  const answer = await fetch(link.dataset.gdFilters, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  panel.innerHTML = await answer.text();
  link.dataset.gdLoaded = "yes";
}

if (link && panel) {
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      if (!link.dataset.gdLoaded) await load();
    } catch {
      window.location.assign(link.href);
      return;
    }
    panel.hidden = !panel.hidden;
    link.setAttribute("aria-expanded", String(!panel.hidden));
    if (!panel.hidden) panel.querySelector("select, input")?.focus();
  });
  // What is called a button answers to the space bar too.
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
}
