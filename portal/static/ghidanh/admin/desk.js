// Counts the criteria a reviewer has answered and holds the approval back while one is open.
// Without it the server says the same after the click.

const approve = document.querySelector("[data-gd-approve]");
const sentence = document.querySelector("[data-gd-unanswered]");
const counts = document.querySelectorAll("[data-gd-answered]");
const answers = [...document.querySelectorAll("#sheet fieldset")];

function show() {
  const open = answers.filter((answer) => !answer.querySelector(":checked")).length;
  const text = open === 1 ? sentence.dataset.one : sentence.dataset.many.replace("{count}", open);
  sentence.hidden = open === 0;
  if (open && sentence.textContent !== text) sentence.textContent = text;
  for (const count of counts) {
    count.textContent = count.dataset.text
      .replace("{answered}", answers.length - open)
      .replace("{all}", answers.length);
  }
  approve.disabled = open > 0;
}

if (approve && sentence) {
  for (const answer of answers) answer.addEventListener("change", show);
  // A page brought back by the Back button has its answers restored after it loaded.
  window.addEventListener("pageshow", show);
  show();
}
