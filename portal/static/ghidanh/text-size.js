// Remembers the reading size a reader chose; choosing works without it.

const KEY = "ghidanh-text-size";

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(size) {
  try {
    localStorage.setItem(KEY, size);
  } catch {
    // A browser that keeps nothing: the choice holds for this page.
  }
}

const sizes = document.querySelectorAll("[data-text-size]");
const chosen = remembered();
for (const size of sizes) {
  if (size.value === chosen) size.checked = true;
  size.addEventListener("change", () => remember(size.value));
}
