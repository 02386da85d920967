// Counts the criteria a reviewer has not answered and holds the approval back while there are any.
// Without it the server says the same after the click.

const approve = document.querySelector("[data-gd-approve]");
const sentence = document.querySelector("[data-gd-unanswered]");
const answers = [...document.querySelectorAll("#sheet fieldset")];

function unanswered() {
  return answers.filter((answer) => !answer.querySelector(":checked")).length;
}

function show() {
  const count = unanswered();
  const text = count === 1 ? sentence.dataset.one : sentence.dataset.many.replace("{count}", count);
  sentence.hidden = count === 0;
  if (count && sentence.textContent !== text) sentence.textContent = text;
  approve.disabled = count > 0;
}

if (approve && sentence) {
  for (const answer of answers) answer.addEventListener("change", show);
  // A page brought back by the Back button has its answers restored after it loaded.
  window.addEventListener("pageshow", show);
  show();
}
