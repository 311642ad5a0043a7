// The room: a timer that counts from what the house has on record, and keys that press what is on the page.

const LAST = 30; // seconds

function tick() {
  for (const timer of document.querySelectorAll("[data-timer]")) {
    const { started, limit, at } = timer.dataset;
    timer.behind ??= Date.now() - Number(at); // what this device's clock differs from that of the house
    const left = Number(limit) - Math.floor((Date.now() - timer.behind - Number(started)) / 1000);
    const [clock, word] = timer.querySelectorAll(".timer-clock, .timer-word");
    const size = Math.abs(left);
    clock.textContent = `${left < 0 ? "-" : ""}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    const [meaning, words] =
      left < 0 ? ["late", timer.dataset.over] : left <= LAST ? ["soon", timer.dataset.last] : ["done", timer.dataset.within];
    word.className = `timer-word status-word status-${meaning}`;
    if (word.textContent !== words) word.textContent = words;
  }
}

setInterval(tick, 250);
tick();

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target.id === "who") event.target.blur();
  if (event.target.closest("input, select, textarea, [contenteditable], summary")) return;
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  if (key === "space" && event.target.closest("a, button")) return;
  const field = key === "a" ? document.querySelector("#who") : null;
  const pressed = field ?? document.querySelector(`[data-press~="${CSS.escape(key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  if (field) {
    field.focus();
    field.select(); // what was refused is written over
  } else pressed.click();
});

// The field is in focus once after somebody was put on the list, and not again at a reload.
const here = new URL(location.href);
if (here.searchParams.has("asked")) {
  here.searchParams.delete("asked");
  history.replaceState(null, "", here);
}

// What is looked at again by itself stays as it is while somebody works in it with the keyboard.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "room-live" && event.target.contains(document.activeElement)) event.preventDefault();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id === "room-live" && event.target.contains(document.activeElement)) event.detail.shouldSwap = false;
});

// A lost connection is told; the timer goes on from what is known.
const lost = document.querySelector("[data-lost]");
document.addEventListener("htmx:sendError", () => (lost.hidden = false));
document.addEventListener("htmx:afterOnLoad", () => (lost.hidden = true));
