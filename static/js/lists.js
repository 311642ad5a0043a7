// Headings of a list stay in sight while it is scrolled, where the list is not wider than the page.

export function stickyHeadings() {
  const watch = new ResizeObserver((entries) => {
    for (const { target: region } of entries) {
      region.classList.toggle("fits", region.querySelector("table").offsetWidth <= region.clientWidth);
    }
  });
  document.querySelectorAll(".table-region").forEach((region) => watch.observe(region));
}
