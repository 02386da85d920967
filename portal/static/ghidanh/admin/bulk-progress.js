// Carries a long decision on, step by step, while somebody looks. Without it a button does; left alone, the clock does.

const PAUSE_MS = 700;
const AFTER_A_FAULT_MS = 5000;

async function carryOn() {
  const form = document.querySelector("[data-gd-continue]");
  if (!form) return;
  let pause = PAUSE_MS;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.status >= 500) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = page.querySelector("[data-gd-bulk]");
    if (!answer.ok || !news) {
      // Signed out or taken away: the whole page says so.
      location.reload();
      return;
    }
    document.querySelector("[data-gd-bulk]").replaceChildren(...news.childNodes);
  } catch {
    pause = AFTER_A_FAULT_MS;
  }
  setTimeout(carryOn, pause);
}

setTimeout(carryOn, PAUSE_MS);
