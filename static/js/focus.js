// Where the keyboard goes: to the errors of a form, and to the search when "/" is pressed.

export function takeFocus() {
  document.querySelector("[data-focus]")?.focus();
}

export function searchBySlash() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const search = document.querySelector("input[type=search]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}
