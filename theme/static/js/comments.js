// Loads a comment system when a reader asks for it, and nothing before that.
// The button says what to load: data-script (address), data-attributes (pairs of name and value).
for (const button of document.querySelectorAll("button[data-script]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const script = document.createElement("script");
    for (const [name, value] of JSON.parse(button.dataset.attributes)) {
      script.setAttribute(name, value);
    }
    const container = document.createElement("div");
    container.className = "embed";
    container.append(script);
    script.addEventListener("load", () => {
      container.tabIndex = -1;
      container.focus();
      button.remove();
    });
    script.addEventListener("error", () => {
      button.textContent = button.dataset.failed;
      container.remove();
      button.disabled = false;
    });
    button.disabled = true;
    button.textContent = button.dataset.loading;
    script.src = button.dataset.script;
    button.closest(".panel").after(container);
  });
}
