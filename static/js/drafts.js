// <form data-draft="name">: leaving with unsaved text is asked about, and the browser keeps the text until it is saved.
const form = document.querySelector("form[data-draft]");
const name = `draft:${location.pathname}:${form.dataset.draft}`;
const offer = document.querySelector("[data-draft-offer]");
const written = () => [...form.elements].filter((each) => each.name && !["hidden", "submit"].includes(each.type));
const values = () => Object.fromEntries(written().map((each) => [each.name, each.value]));
const atFirst = JSON.stringify(values());
const refused = document.querySelector("[role=alert]") !== null; // what was sent came back, and is not saved
let sent = false;

const changed = () => refused || JSON.stringify(values()) !== atFirst;
const kept = JSON.parse(localStorage.getItem(name) ?? "null");

if (kept && JSON.stringify(kept) !== atFirst) offer.hidden = false;
offer.querySelector("[data-draft-restore]").addEventListener("click", () => {
  for (const each of written()) if (each.name in kept) each.value = kept[each.name];
  offer.hidden = true;
  form.querySelector("textarea").focus();
});
offer.querySelector("[data-draft-forget]").addEventListener("click", () => {
  localStorage.removeItem(name);
  offer.hidden = true;
});
form.addEventListener("input", () => localStorage.setItem(name, JSON.stringify(values())));
form.addEventListener("submit", () => { sent = true; });
addEventListener("beforeunload", (event) => {
  if (!sent && changed()) event.preventDefault();
});
