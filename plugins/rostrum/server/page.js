// In every page that `rostrum serve` sends: loads it again after a build, and shows findings.
// It stands first in the head and opens its websocket at once, so that no policy of the page's own
// keeps it from that, and makes elements one by one, so that nothing in a finding becomes markup.
(() => {
  const { build, shown } = document.currentScript.dataset;
  const WORDS = {
    en: {
      region: "What rostrum serve has found",
      list: "Findings",
      errors: (n) => `${n} ${n === 1 ? "error" : "errors"}`,
      warnings: (n) => `${n} ${n === 1 ? "warning" : "warnings"}`,
      stale: "The page shows the last good build.",
      more: (n) => `And ${n} more, in the terminal.`,
    },
    de: {
      region: "Was rostrum serve gefunden hat",
      list: "Befunde",
      errors: (n) => `${n} Fehler`,
      warnings: (n) => `${n} ${n === 1 ? "Warnung" : "Warnungen"}`,
      stale: "Die Seite zeigt den letzten guten Stand.",
      more: (n) => `Und ${n} weitere, im Terminal.`,
    },
  };

  const make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };

  // A page that can't store anything (sandboxed, blocked) does without.
  const keep = (key, value) => {
    try {
      if (value === undefined) return sessionStorage.getItem(key);
      sessionStorage.setItem(key, value);
    } catch { /* see above */ }
    return null;
  };

  class Panel {
    constructor() {
      const lang = document.documentElement.lang.split("-")[0].toLowerCase();
      this.lang = lang in WORDS ? lang : "en";
      this.words = WORDS[this.lang];
      this.host = make("rostrum-findings");
      this.counts = make("strong");
      this.stale = make("span");
      const said = make("span", { role: "status" }, this.counts, " ", this.stale);
      this.list = make("ol", { tabindex: "0", "aria-label": this.words.list });
      this.more = make("p");
      const content = make("div", { class: "content" }, this.list, this.more);
      this.details = make("details", {}, make("summary", {}, said), content);
      this.details.addEventListener("toggle", () => this.note());
      const attributes = { role: "region", "aria-label": this.words.region, lang: this.lang };
      this.region = make("section", attributes, this.details);
      const style = new CSSStyleSheet();
      style.replaceSync("STYLE");
      const root = this.host.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [style];
      root.append(this.region);
      new ResizeObserver(() => this.makeRoom()).observe(this.details.firstChild);
    }

    show({ good, errors, warnings, findings }) {
      if (!findings.length) {
        this.host.remove();
        document.documentElement.style.scrollPaddingBlockEnd = "";
        return;
      }
      const { words } = this;
      const counts = [errors && words.errors(errors), warnings && words.warnings(warnings)];
      this.level = errors ? "error" : "warning";
      this.region.dataset.level = this.level;
      if (!this.host.isConnected) document.body.append(this.host);
      this.counts.textContent = counts.filter(Boolean).join(", ");
      this.stale.textContent = good ? "" : words.stale;
      this.list.replaceChildren(...findings.map((finding) => this.word(finding)));
      const left = errors + warnings - findings.length;
      this.more.textContent = left ? words.more(left) : "";
      this.details.open = (keep(this.key) ?? (errors ? "open" : "")) === "open";
      this.makeRoom();
    }

    // The words are those of the terminal, which speaks English.
    word({ place, level, code, message, hint }) {
      const head = make("p", { class: "head" }, make("code", {}, place), " ");
      head.append(make("span", { class: level }, `${level}[${code}]`));
      const item = make("li", { lang: "en" }, head, make("p", {}, message));
      if (hint) item.append(make("p", { class: "hint" }, `hint: ${hint}`));
      return item;
    }

    get key() {
      return `rostrum-findings-${this.level}`;
    }

    note() {
      if (this.host.isConnected) keep(this.key, this.details.open ? "open" : "closed");
    }

    // What is last in the page, and what has the focus, must not lie behind the bar for good.
    makeRoom() {
      const { region, details } = this;
      const content = details.offsetHeight - details.firstChild.offsetHeight;
      const height = `${region.offsetHeight - content}px`;
      this.host.style.blockSize = height;
      document.documentElement.style.scrollPaddingBlockEnd = height;
    }
  }

  let panel;
  const show = (news) => {
    // A page that is all about the findings has no need of the panel, nor has one inside another.
    if (shown !== undefined || window.top !== window) return;
    if (panel || news.findings.length) (panel ??= new Panel()).show(news);
  };

  const whenRead = new Promise((done) => {
    if (document.readyState !== "loading") done();
    else document.addEventListener("DOMContentLoaded", done);
  });

  // Once for a build and a page: a service worker may bring the old page again and again.
  const reload = (news) => {
    const wanted = `${news.build} ${location.href}`;
    if (keep("rostrum-reloaded") === wanted) return;
    keep("rostrum-reloaded", wanted);
    location.reload();
  };

  let socket;
  let pause = 250;
  const connect = () => {
    socket = new WebSocket(`ws://${location.host}/livereload`);
    socket.addEventListener("open", () => {
      pause = 250;
      socket.send(JSON.stringify({ command: "info", url: location.href, build }));
    });
    socket.addEventListener("message", ({ data }) => {
      const news = JSON.parse(data);
      if (news.command === "reload") reload(news);
      if (news.command === "findings") whenRead.then(() => show(news));
    });
    socket.addEventListener("close", () => {
      setTimeout(connect, pause);
      pause = Math.min(2 * pause, 4000);
    });
  };
  connect();
  // A page that comes back out of the browser's memory has missed what happened meanwhile.
  addEventListener("pageshow", (event) => {
    if (event.persisted) socket.close();
  });
})();
