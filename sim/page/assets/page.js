/* Keeps sliders, address and server in step. The address is the state: everything here reads it from the controls and writes it back. */
(function () {
  "use strict";
  const WAIT_WHILE_MOVING = 200; // milliseconds between questions while a slider is still being dragged
  let pins = [];
  let view = "see";
  let language = "nl";
  let twin = "";
  let last = 0;
  let timer = null;

  const $ = (selector) => document.querySelector(selector);
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const plain = (value) => String(Math.round(Number(value) * 1e4) / 1e4);
  const shown = (value) => new Intl.NumberFormat(language === "nl" ? "nl-NL" : "en-GB", { maximumFractionDigits: 2 }).format(value);

  function positions() {
    const moved = {};
    all(".lever[data-slug]").forEach((box) => {
      const input = box.querySelector("input");
      if (plain(input.value) !== box.dataset.start) moved[box.dataset.slug] = plain(input.value);
    });
    all('.switch[data-kind="lever"]').forEach((button) => {
      const value = button.getAttribute("aria-checked") === "true" ? "1" : "0";
      if (value !== button.dataset.start) moved[button.dataset.slug] = value;
    });
    return moved;
  }

  const isWide = () => $("#switch-wide").getAttribute("aria-checked") === "true";
  const isPresenting = () => $("#present").getAttribute("aria-pressed") === "true";

  function key() {
    const moved = positions();
    return [$("#scenario").value, ...Object.keys(moved).sort().map((slug) => slug + ":" + moved[slug]), ...(isWide() ? ["wide"] : [])].join("~");
  }

  function address(change) {
    const moved = change && change.scenario ? {} : positions();
    const query = new URLSearchParams();
    query.append("lang", (change && change.lang) || language);
    query.append("region", (change && change.region) || $("#region").value);
    query.append("scenario", (change && change.scenario) || $("#scenario").value);
    Object.keys(moved).sort().forEach((slug) => query.append(slug, moved[slug]));
    if (change && "wide" in change ? change.wide : isWide()) query.append("wide", "1");
    ((change && change.pins) || pins).forEach((pin) => query.append("pin", pin));
    if (view !== "see") query.append("view", view);
    if (isPresenting()) query.append("present", "1");
    if (twin && !(change && (change.scenario || change.region))) query.append("twin", twin);
    return "?" + query.toString().replace(/%7E/g, "~").replace(/%3A/g, ":");
  }

  function follow(now) {
    history.replaceState(history.state, "", now);
    all(".download").forEach((link) => { link.href = "download/" + link.dataset.file + now; });
  }

  function ask() {
    const now = address();
    follow(now);
    set("state", { data: now });
  }

  // a youth and a doubt belong to the policies that were compared: with other levers they go
  function forget() {
    set("doubt", { children: $("#doubt").dataset.wait });
    if (twin) { twin = ""; set("twins", { children: [] }); }
  }

  function askSoon(isFinal) {
    forget();
    turn += 1; // what was still to be drawn of the picture before is out of date
    clearTimeout(timer);
    const since = performance.now() - last;
    if (isFinal || since > WAIT_WHILE_MOVING) { last = performance.now(); ask(); }
    else timer = setTimeout(() => { last = performance.now(); ask(); }, WAIT_WHILE_MOVING - since);
  }

  function go(to) {
    history.pushState({}, "", to);
    set("nav", { data: { address: to, at: Date.now() } });
  }

  function tell(box) {
    const input = box.querySelector("input");
    const unit = box.dataset.unit;
    const value = Number(input.value);
    const isYear = !box.dataset.how;
    const sign = box.dataset.how === "add" && value > 0 ? "+" : "";
    const text = sign + (isYear ? String(value) : shown(value)) + (unit && !unit.startsWith("%") ? " " : "") + unit;
    box.querySelector(".value").textContent = text;
    input.setAttribute("aria-valuetext", text);
    box.classList.toggle("moved", plain(value) !== box.dataset.start);
    box.querySelector(".beyond").hidden = value >= Number(box.dataset.low) - 1e-9 && value <= Number(box.dataset.high) + 1e-9;
  }

  function count() {
    all(".group").forEach((group) => {
      const n = group.querySelectorAll(".lever.moved").length + Array.from(group.querySelectorAll(".switch")).filter(
        (b) => (b.getAttribute("aria-checked") === "true" ? "1" : "0") !== b.dataset.start).length;
      group.querySelector(".moved-count").textContent = n ? "● " + n : "";
    });
  }

  function show(name) {
    document.body.classList.remove("view-" + view);
    view = name;
    document.body.classList.add("view-" + view);
    all(".view").forEach((section) => { section.hidden = section.id !== "view-" + name; });
    all(".view-tab").forEach((tab) => tab.setAttribute("aria-current", tab.dataset.view === name ? "true" : "false"));
    if (name === "see") window.dispatchEvent(new Event("resize"));
  }

  // a file is read here and sent as text; one that is too large is not read at all, and the server says so
  function offerToOpen() {
    const input = document.createElement("input");
    input.type = "file";
    input.id = "open-input";
    input.accept = ".yaml,.yml";
    $("#open-file").replaceChildren(input);
  }

  function openFile(input) {
    const file = input.files[0];
    if (!file) return;
    const reader = new FileReader();
    reader.onload = () => set("file", { data: reader.result });
    if (file.size > Number($("#open-file").dataset.most)) set("file", { data: "" });
    else reader.readAsDataURL(file);
    input.value = "";
  }

  function ready() {
    offerToOpen();
    const query = new URLSearchParams(location.search);
    const pressed = $('.language[aria-pressed="true"]');
    language = pressed ? pressed.dataset.lang : "nl";
    document.documentElement.lang = language;
    ["region", "scenario"].forEach((id) => { $("#" + id).value = $("#" + id).dataset.value; });
    pins = query.getAll("pin").slice(0, 4);
    twin = query.get("twin") || "";
    document.body.classList.toggle("presenting", isPresenting());
    const visible = all(".view").find((section) => !section.hidden);
    show(visible ? visible.id.replace("view-", "") : "see");
    all(".lever[data-slug]").forEach((box) => {
      const input = box.querySelector("input");
      if ($("#about-" + box.dataset.slug)) input.setAttribute("aria-describedby", "about-" + box.dataset.slug);
      tell(box);
    });
    count();
  }

  document.addEventListener("input", (event) => {
    const box = event.target.closest(".lever[data-slug]");
    if (box && event.target.type === "range") { tell(box); count(); askSoon(false); }
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "open-input") openFile(event.target);
    else if (event.target.id === "region") go(address({ region: event.target.value }));
    else if (event.target.id === "scenario") go(address({ scenario: event.target.value }));
    else if (event.target.closest(".lever[data-slug]")) askSoon(true);
  });

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button, a");
    if (!target) return;
    if (target.matches("a.nav") && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      go(target.getAttribute("href"));
    } else if (target.matches(".switch")) {
      const isOn = target.getAttribute("aria-checked") !== "true";
      if (target.dataset.kind === "wide") go(address({ wide: isOn }));
      else { target.setAttribute("aria-checked", String(isOn)); count(); forget(); ask(); }
    } else if (target.matches(".twin")) {
      twin = target.dataset.twin;
      set("twins", { children: $("#twins").dataset.wait });
      if (twin !== "largest") target.dataset.twin = String(Number(twin) % Number($(".twin-buttons").dataset.lots) + 1);
      ask();
    } else if (target.matches(".language")) go(address({ lang: target.dataset.lang }));
    else if (target.matches(".view-tab")) { show(target.dataset.view); ask(); }
    else if (target.id === "present") {
      target.setAttribute("aria-pressed", String(!isPresenting()));
      document.body.classList.toggle("presenting", isPresenting());
      window.dispatchEvent(new Event("resize"));
      history.replaceState(history.state, "", address());
    } else if (target.id === "reset") {
      go("?lang=" + language + "&region=" + $("#region").value + pins.map((pin) => "&pin=" + encodeURIComponent(pin)).join(""));
    } else if (target.id === "pin") {
      const kept = pins.filter((pin) => pin !== key());
      view = "compare";
      go(address({ pins: kept.concat([key()]).slice(-4) }));
    } else if (target.id === "copy") {
      const label = target.textContent;
      const done = () => { target.textContent = target.dataset.done; setTimeout(() => { target.textContent = label; }, 1500); };
      if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(done, () => window.prompt("", location.href));
      else window.prompt("", location.href);
    }
  });

  window.addEventListener("popstate", () => set("nav", { data: { address: location.search, at: Date.now() } }));

  // --- charts: Plotly is asked directly, the first chart at once, the others after it has been shown ---
  const CONFIG = { displayModeBar: false, responsive: true, doubleClick: false, scrollZoom: false };
  let figures = null;
  let turn = 0;
  let asked = { address: "", number: 0 }; // the last question, with its number
  let answered = 0; // the highest number of which a picture was seen

  // every question has a number; where the address was changed while the page was rebuilt, it follows what is asked ("number" below)
  function numbered(question) {
    asked = { address: question, number: asked.number + 1 };
    return asked;
  }

  // after each picture: ask for the next one, until there is nothing to refine; an older picture that came after a newer one is asked away
  function next(shown) {
    if (!shown) return;
    answered = Math.max(answered, shown.number);
    if (shown.number !== asked.number) {
      if (answered === asked.number) set("question", { data: numbered(asked.address) });
      return;
    }
    if (shown.done && shown.n) set("whole", { data: { key: shown.key, at: Date.now() } });
    if (!shown.done) setTimeout(() => set("tick", { data: { n: shown.n, at: Date.now() } }), shown.pause || 0);
  }

  function drawOne(name) {
    const place = $("#chart-" + name);
    if (!place || !window.Plotly) return;
    const figure = figures[name];
    $("#caption-" + name).textContent = figure.caption;
    window.Plotly.react(place, figure.data, figure.layout, CONFIG);
  }

  function draw() {
    if (!figures || !window.Plotly || !$("#view-see")) return;
    const names = Object.keys(figures);
    const mine = ++turn;
    const next = (k) => {
      if (mine !== turn || k >= names.length) return;
      drawOne(names[k]);
      if (k === 0) requestAnimationFrame(() => setTimeout(() => next(1), 0));
      else setTimeout(() => next(k + 1), 0);
    };
    next(0);
  }

  const script = document.createElement("script");
  script.src = "plotly.js";
  script.async = true;
  script.onload = draw;
  document.head.appendChild(script);

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.page = {
    draw: (made) => {
      figures = made;
      if (figures) draw();
      return window.dash_clientside.no_update;
    },
    open: (address) => {
      if (address) { view = "see"; go(address); }
      return window.dash_clientside.no_update;
    },
    number: (state) => {
      if (asked.number && location.search !== state) follow(state);
      return numbered(state);
    },
    next: (shown) => {
      next(shown);
      return window.dash_clientside.no_update;
    },
  };

  // the page has been put into its place, at first or anew
  new MutationObserver(() => {
    const main = $("#main");
    if (main && !main.dataset.ready) { main.dataset.ready = "1"; ready(); }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
