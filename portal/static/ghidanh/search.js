// Offers pages while somebody types: a combobox whose list is a help only; the form works without it.

const WAIT = 150;

for (const form of document.querySelectorAll("[data-suggestions]")) {
  const field = form.elements.q;
  const list = Object.assign(document.createElement("ul"), { id: `${field.id}-list`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  form.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id]]) {
    field.setAttribute(name, value);
  }
  let pages = [];
  let chosen = -1;
  let timer;
  let request;

  function show(found) {
    pages = found;
    list.replaceChildren(...pages.map(({ title, note }, at) => {
      const option = Object.assign(document.createElement("li"), { id: `${list.id}-${at}` });
      option.setAttribute("role", "option");
      const name = Object.assign(document.createElement("b"), { textContent: title });
      option.append(name, Object.assign(document.createElement("small"), { textContent: note }));
      return option;
    }));
    choose(-1);
  }

  function choose(at) {
    chosen = at;
    list.hidden = !pages.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    const text = field.value;
    if (text.trim().length < 2) return show([]);
    try {
      const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { signal: request.signal });
      if (answer.ok && field.value === text) show((await answer.json()).pages);
    } catch {
      // No answer, no list: the form is there.
    }
  }

  show([]);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && pages.length) {
      event.preventDefault();
      const places = pages.length + 1;
      choose(((chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Escape" && pages.length) {
      event.preventDefault();
      show([]);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(pages[chosen].url);
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const at = [...list.children].indexOf(event.target.closest("li"));
    if (at >= 0) location.assign(pages[at].url);
  });
  field.addEventListener("blur", () => show([]));
}
