// <form data-live>: an act answers without a new page. Focus stays on the button, and what was done is read aloud.
// data-drag: lines are dragged; each drop is the same act that a button or a form does.

const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
said.setAttribute("aria-live", "polite");
document.body.append(said);
const lost = document.createElement("div"); // what is told when the act did not reach the house
lost.className = "alert alert-danger";
const main = document.querySelector("main");
let dragged = null;
let target = null;
let acts = Promise.resolve();

function act(address, values, key) {
  acts = acts.then(() => send(address, values, key)); // one after the other, however fast they are pressed
}

async function send(address, values, key) {
  document.body.classList.add("planning-busy");
  try {
    const answer = await fetch(address, { method: "POST", body: values, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("main")) throw new Error(String(answer.status));
    const shown = page.querySelector("main");
    const kept = [...main.querySelectorAll("[data-kept]:checked")].map((each) => each.dataset.kept);
    main.replaceChildren(...shown.childNodes);
    for (const name of kept) main.querySelector(`[data-kept="${name}"]`)?.click(); // what was shown stays in sight
    const notice = main.querySelector(".alert[role]");
    said.textContent = notice ? notice.textContent : "";
    notice?.removeAttribute("role");
    focusOn(key);
  } catch {
    said.textContent = lost.textContent = main.querySelector("[data-lost]").dataset.lost;
    main.prepend(lost);
  } finally {
    document.body.classList.remove("planning-busy");
  }
}

function focusOn(key) {
  const found = key && (main.querySelector(`[data-key="${key}"]`) ?? main.querySelector('[data-key="undo"]'));
  (found || main).focus({ preventScroll: Boolean(found) });
  found?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  event.preventDefault();
  const button = event.submitter;
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  act(address, new FormData(form, button), button?.dataset.key);
});

main.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[draggable]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.textContent.trim());
  dragged.classList.add("dragged");
});

main.addEventListener("dragover", (event) => {
  const found = dragged && placeAt(event);
  clear();
  target = found;
  if (!found) return;
  event.preventDefault();
  found.element.classList.add(`drop-${found.where}`);
});

main.addEventListener("drop", (event) => {
  if (!dragged || !target) return;
  event.preventDefault();
  const form = document.querySelector("form[data-drag]");
  const values = new FormData();
  values.set("csrf_token", form.elements.csrf_token.value);
  if (form.elements.shift?.checked) values.set("shift", "yes");
  (form.dataset.drag === "agenda" ? dropItem : dropPiece)(form, values);
});

main.addEventListener("dragend", () => {
  clear();
  dragged?.classList.remove("dragged");
  dragged = target = null;
});

function clear() {
  target?.element.classList.remove("drop-before", "drop-after", "drop-under");
}

function placeAt(event) {
  const row = event.target.closest("tr[draggable]");
  if (row && row !== dragged) {
    const { top, height } = row.getBoundingClientRect();
    const part = (event.clientY - top) / height;
    if (row.dataset.item && part > 0.3 && part < 0.7) return { element: row, where: "under" };
    return { element: row, where: part < 0.5 ? "before" : "after" };
  }
  const session = row ? null : event.target.closest(".sitting");
  return session ? { element: session, where: "under" } : null;
}

function dropItem(form, values) {
  const { element, where } = target;
  const { item, parent, position } = element.dataset;
  const same = dragged.dataset.parent === parent && Number(dragged.dataset.position) < Number(position);
  values.set("parent", where === "under" ? item : parent);
  values.set("position", where === "under" ? 9999 : Number(position) + (where === "after" ? 1 : 0) - (same ? 1 : 0));
  act(dragged.dataset.move, values, `up-${dragged.dataset.item}`);
}

function dropPiece(form, values) {
  const { element, where } = target;
  const next = where === "after" ? element.nextElementSibling : element;
  const before = where === "under" ? "" : (next?.dataset.piece ?? "");
  values.set("session", element.closest(".sitting").dataset.session);
  values.set("before", before);
  values.set("do", "before");
  if (dragged.dataset.place) values.set("item", dragged.dataset.place);
  act(dragged.dataset.move ?? form.dataset.placeAt, values, dragged.dataset.piece && `earlier-${dragged.dataset.piece}`);
}
