// The programme marks what is on, also when the page stays open: from the begin and end that each piece bears.

const pieces = [...document.querySelectorAll("[data-begins]")];
const link = document.querySelector(".to-now");

function mark() {
  const now = Date.now();
  const present = pieces.find((each) => Date.parse(each.dataset.begins) <= now && now < Date.parse(each.dataset.ends));
  if (!present || present.id === "now") return;
  for (const each of pieces) {
    each.removeAttribute("aria-current");
    each.removeAttribute("id");
  }
  present.id = "now";
  present.setAttribute("aria-current", "time");
  link.hidden = false;
}

setInterval(mark, 30_000);
