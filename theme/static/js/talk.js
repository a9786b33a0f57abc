// Loads a comment system where a reader asks for it, and nothing before.
// The button carries what to load: data-talk (address), data-attributes (name and value pairs).
for (const button of document.querySelectorAll("button[data-talk]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const script = document.createElement("script");
    for (const [name, value] of JSON.parse(button.dataset.attributes)) {
      script.setAttribute(name, value);
    }
    const place = document.createElement("div");
    place.className = "embed";
    place.append(script);
    script.addEventListener("load", () => {
      place.tabIndex = -1;
      place.focus();
      button.remove();
    });
    script.addEventListener("error", () => {
      button.textContent = button.dataset.failed;
      place.remove();
      button.disabled = false;
    });
    button.disabled = true;
    button.textContent = button.dataset.loading;
    script.src = button.dataset.talk;
    button.closest(".panel").after(place);
  });
}
