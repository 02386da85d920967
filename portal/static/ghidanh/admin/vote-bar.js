// Draws the bar of a level's own meeting while its numbers are typed. What is enough, the server says.

const meeting = document.querySelector("[data-gd-meeting]");
const bar = document.querySelector("[data-gd-votes] .v");

function number(name) {
  return Number(meeting.querySelector(`[name=${name}]`).value) || 0;
}

function draw() {
  const whole = number(meeting.dataset.base === "present" ? "members_present" : "members_total");
  const part = whole ? Math.min(100, (number("votes_for") * 100) / whole) : 0;
  bar.setAttribute("width", `${part.toFixed(1)}%`);
}

if (meeting && bar) {
  meeting.addEventListener("input", draw);
  window.addEventListener("pageshow", draw);
}
