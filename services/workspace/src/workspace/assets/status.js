// Puts the figures in again every few seconds; stops while nobody looks.
const place = document.getElementById("live");
const fresh = document.getElementById("fresh");
const EVERY = 3000;
let last = place.innerHTML.trim();
let seen = new Date();

const clock = (time) => time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

function show(html) {
  const focused = document.activeElement?.closest("#live a")?.getAttribute("href");
  place.innerHTML = html;
  if (focused) place.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

async function refresh() {
  try {
    const answer = await fetch("/status", { signal: AbortSignal.timeout(8000) });
    if (!answer.ok) throw new Error(answer.statusText);
    const html = (await answer.text()).trim();
    if (html !== last) show((last = html));
    seen = new Date();
    say("", "");
  } catch {
    say("stale", `Touchline does not answer. These figures are from ${clock(seen)}; trying again.`);
  }
}

function say(state, text) {
  document.body.dataset.state = state;
  const words = text || "Refreshed every few seconds while this page is open.";
  if (fresh.textContent !== words) fresh.textContent = words;
}

async function follow() {
  if (!document.hidden) await refresh();
  setTimeout(follow, EVERY);
}

document.addEventListener("visibilitychange", () => document.hidden || refresh());
setTimeout(follow, EVERY);
