// Ticks a whole sheet at once, and counts what is still open. Without it a select beside each case says the same.

const cases = [...document.querySelectorAll("[data-gd-case]")];
const acts = document.querySelector("[data-gd-bulk-acts]");

const isTaken = (one) => one.querySelector(".gd-take input").checked;
const unanswered = (one) => [...one.querySelectorAll("fieldset.gd-yn")].filter((answer) => !answer.querySelector(":checked"));

function count() {
  const taken = cases.filter(isTaken);
  const open = taken.reduce((sum, one) => sum + unanswered(one).length, 0);
  const sentence = acts.querySelector("[data-gd-unanswered]");
  const text = (open ? sentence.dataset.some : sentence.dataset.none).replace("{taken}", taken.length).replace("{open}", open);
  if (sentence.textContent !== text) sentence.textContent = text;
}

if (acts) {
  acts.hidden = false;
  for (const one of cases) {
    const rest = one.querySelector("[data-gd-rest]");
    const all = one.querySelector("[data-gd-all-met]");
    // A sheet that came back with the select used keeps it in sight.
    rest.hidden = !rest.querySelector("select").value;
    all.hidden = false;
    all.addEventListener("click", () => {
      for (const answer of unanswered(one)) answer.querySelector("[value=met]").checked = true;
      count();
    });
  }
  for (const button of acts.querySelectorAll("[data-gd-take]")) {
    button.addEventListener("click", () => {
      for (const one of cases) one.querySelector(".gd-take input").checked = button.dataset.gdTake === "all";
      count();
    });
  }
  document.addEventListener("change", count);
  // A page brought back by the Back button has its answers restored after it loaded.
  window.addEventListener("pageshow", count);
  count();
}
