// Marks a criterion as soon as it is answered otherwise than an earlier step answered it.
// Without it the server marks them when the form comes back.

for (const criterion of document.querySelectorAll("[data-gd-criterion]")) {
  const earlier = [...criterion.querySelectorAll("[data-gd-earlier]")].map((answer) => answer.dataset.gdEarlier);

  function mark() {
    const given = criterion.querySelector("fieldset :checked")?.value;
    criterion.classList.toggle("differs", Boolean(given) && earlier.some((answer) => answer !== given));
  }

  if (earlier.length) {
    criterion.addEventListener("change", mark);
    window.addEventListener("pageshow", mark);
    mark();
  }
}
