// Loads a comment system when a reader asks for it, and nothing before that.
// The button says what to load: data-script (address), data-attributes (pairs of name and value).
for (const button of document.querySelectorAll("button[data-script]")) {
  const status = button.closest(".panel").querySelector("[role=status]");
  const say = (words) => { button.textContent = status.textContent = words; };
  button.hidden = false;
  button.addEventListener("click", () => {
    // A disabled button would lose the focus.
    if (button.ariaDisabled === "true") return;
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
      status.textContent = "";
      button.remove();
    });
    script.addEventListener("error", () => {
      say(button.dataset.failed);
      container.remove();
      button.ariaDisabled = null;
    });
    button.ariaDisabled = "true";
    say(button.dataset.loading);
    script.src = button.dataset.script;
    button.closest(".panel").after(container);
  });
}
