// Filters the directory of people while one types. Without this script the box stays hidden.
const box = document.querySelector(".people-search");
const input = box.querySelector("input");
const found = box.querySelector("[role=status]");
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const groups = [...document.querySelectorAll(".people-group")].map((group) => {
  const title = group.querySelector("h2").textContent;
  const rows = [...group.querySelectorAll(".people > li")];
  const people = rows.map((row) => ({ row, text: fold(`${row.textContent} ${title}`) }));
  return { group, people };
});

function filter() {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { group, people } of groups) {
    let shown = 0;
    for (const { row, text } of people) {
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    group.hidden = shown === 0;
    group.open = words.length > 0;
    count += shown;
  }
  document.querySelector(".people-index")?.toggleAttribute("hidden", words.length > 0);
  found.textContent = words.length ? found.dataset.found.replace("{count}", count) : "";
}

box.hidden = false;
input.addEventListener("input", filter);
if (input.value) filter();
