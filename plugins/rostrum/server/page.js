// In every page that `rostrum serve` sends: loads it again after a build, and shows findings.
// It stands first in the head and opens its websocket at once, so that no policy of the page's own
// keeps it from that, and makes elements one by one, so that nothing in a finding becomes markup.
(() => {
  const { build, shown } = document.currentScript.dataset;

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
      this.host = make("rostrum-findings");
      this.counts = make("strong");
      this.stale = make("span");
      const said = make("span", { role: "status" }, this.counts, " ", this.stale);
      this.list = make("ol", { tabindex: "0" });
      this.more = make("p");
      const content = make("div", { class: "content" }, this.list, this.more);
      this.details = make("details", {}, make("summary", {}, said), content);
      this.details.addEventListener("toggle", () => this.note());
      this.region = make("section", { role: "region" }, this.details);
      const style = new CSSStyleSheet();
      style.replaceSync("STYLE");
      const root = this.host.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [style];
      root.append(this.region);
      new ResizeObserver(() => this.makeRoom()).observe(this.details.firstChild);
    }

    show({ errors, warnings, findings, lang, labels }) {
      if (!findings.length) {
        this.host.remove();
        document.documentElement.style.scrollPaddingBlockEnd = "";
        return;
      }
      const tag = document.documentElement.lang.toLowerCase();
      const label = labels[tag] ?? labels[tag.split("-")[0]] ?? labels.en;
      this.region.lang = label.lang;
      this.region.setAttribute("aria-label", label.region);
      this.list.setAttribute("aria-label", label.list);
      this.level = errors ? "error" : warnings ? "warning" : "note";
      this.region.dataset.level = this.level;
      if (!this.host.isConnected) document.body.append(this.host);
      this.counts.textContent = label.counts;
      this.stale.textContent = label.stale;
      this.list.replaceChildren(...findings.map((finding) => this.describe(finding, lang)));
      this.more.textContent = label.more;
      this.details.open = (keep(this.key) ?? (errors ? "open" : "")) === "open";
      this.makeRoom();
    }

    // Findings are as in the terminal, in the language of whoever runs the server.
    describe({ place, level, code, message, hint }, lang) {
      const head = make("p", { class: "head" }, make("code", {}, place), " ");
      head.append(make("span", { class: level }, `${level}[${code}]`));
      const item = make("li", { lang }, head, make("p", {}, message));
      if (hint) item.append(make("p", { class: "hint" }, hint));
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
