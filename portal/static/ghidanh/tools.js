// Shows the buttons only a script can serve: print, copy the link, the device's own share sheet.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const share of document.querySelectorAll("[data-share]")) {
  const { title, address: url } = share.dataset;
  const copy = share.querySelector("[data-copy]");
  const sheet = share.querySelector("[data-sheet]");
  const status = share.querySelector("[role=status]");

  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(url);
      status.textContent = status.dataset.said;
    } catch {
      status.textContent = status.dataset.refused;
    }
  });

  sheet.hidden = !navigator.share;
  // Closing the sheet without choosing is no fault.
  sheet.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));

  share.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    share.open = false;
    share.querySelector("summary").focus();
  });
}
