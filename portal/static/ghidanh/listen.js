// Reads a bulletin aloud with the browser's own voices; without a Vietnamese one it says so in words.

const LANGUAGE = "vi";
// Chromium falls silent in the middle of a long text: one paragraph at a time.
const READ = "h1, .lead, .prose p, .prose h2, .prose blockquote, .prose figcaption";

const voices = window.speechSynthesis;
const tool = document.querySelector("[data-listen]");

function vietnamese() {
  return voices.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(LANGUAGE));
}

function listen() {
  const play = tool.querySelector("[data-play]");
  const stop = tool.querySelector("[data-stop]");
  const words = play.querySelector("[data-words]");
  const status = tool.querySelector("[role=status]");
  let parts = [];
  let reading = null;

  function show(state) {
    tool.dataset.state = state;
    words.textContent = { idle: play.dataset.start, playing: play.dataset.pause, paused: play.dataset.resume }[state];
    stop.hidden = state === "idle";
  }

  function end() {
    reading = null;
    parts = [];
    voices.cancel();
    show("idle");
  }

  function next() {
    const text = parts.shift();
    if (!text) return end();
    const part = new SpeechSynthesisUtterance(text);
    reading = part;
    part.lang = "vi-VN";
    part.voice = vietnamese();
    // An utterance that was cancelled ends too: only the one being read leads on.
    part.onend = () => reading === part && next();
    part.onerror = () => reading === part && end();
    voices.speak(part);
  }

  function start() {
    if (!vietnamese()) {
      status.textContent = tool.dataset.voiceless;
      return;
    }
    status.textContent = "";
    const article = tool.closest("article");
    parts = [...article.querySelectorAll(READ)].map((part) => part.innerText.trim()).filter(Boolean);
    show("playing");
    next();
  }

  play.addEventListener("click", () => {
    const state = tool.dataset.state;
    if (state === "playing") {
      voices.pause();
      show("paused");
    } else if (state === "paused") {
      voices.resume();
      show("playing");
    } else {
      start();
    }
  });
  stop.addEventListener("click", end);
  window.addEventListener("pagehide", () => voices.cancel());

  // Some browsers load their voices only when somebody asks.
  voices.getVoices();
  tool.hidden = false;
  show("idle");
}

if (tool && voices && "SpeechSynthesisUtterance" in window) listen();
