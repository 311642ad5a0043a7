// The menu of areas on narrow screens, and the menus that float: Escape and a click elsewhere close them.

export function menus() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-menu]");
    if (button) {
      const open = document.getElementById(button.dataset.menu).classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    }
    for (const menu of document.querySelectorAll("details.floating[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details.floating[open]") ?? document.querySelector("details.floating[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
