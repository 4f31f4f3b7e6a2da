// The gallery: every card side by side in both languages, on a desktop's or a phone's width, with anchors.
import { api } from "./api.js";
import { drawCard } from "./card/card.js";
import { h } from "./dom.js";
import { lang, say, setLang, t } from "./i18n.js";
import { nameOf, refreshPeople } from "./refresh.js";
import { toast } from "./toast.js";
import { keep, kept, person, state } from "./state.js";

const root = document.getElementById("gallery");
let width = kept("gallery-width", "desktop");
let entries = [];

const memory = () => { const kept = new Map(); return { drafts: { get: (name) => kept.get(name), set: (name, value) => kept.set(name, value) }, memory: new Map() }; };

/** A host that sends nothing. */
const still = (language) => ({
  lang: language, me: "", person, nameOf: (id, code) => nameOf(id, code) || t("unknown_user", {}, code), members: () => state.people.map((one) => one.open_id),
  press: async ({ name }) => toast("info", t("gallery_press", { name })), submit: async ({ button, form }) => { toast("info", t("gallery_press", { name: button ?? form })); },
});

function specimen(entry) {
  const id = encodeURIComponent(entry.name);
  const side = (language) => h("div", { class: "side" }, h("span", { class: "side-lang", text: language === "zh_cn" ? "中文" : "English" }), drawCard(entry.card, still(language), memory()));
  return h("section", { class: "specimen", id: entry.name, "data-testid": `gallery-${entry.name}` },
    h("h2", {}, h("a", { href: `#${id}`, text: title(entry) }), h("code", { text: entry.name })), h("div", { class: "sides" }, side("zh_cn"), side("en_us")));
}

const title = (entry) => (entry.title?.zh || entry.title?.en ? entry.title[lang() === "zh_cn" ? "zh" : "en"] : say(entry.title)) || entry.name;

function choice(value, words) {
  return h("button", { type: "button", class: "choice", "data-testid": `width-${value}`, "aria-pressed": String(width === value), text: words, onclick: () => { width = value; keep("gallery-width", value); draw(); } });
}

const tongue = (code, words) => h("button", { type: "button", class: "choice", "data-testid": `lang-${code.slice(0, 2)}`, "aria-pressed": String(lang() === code), text: words, onclick: () => { setLang(code); draw(); } });

function draw() {
  document.title = t("gallery");
  root.className = `gallery width-${width}`;
  root.replaceChildren(
    h("header", { class: "gallery-head" }, h("h1", { text: t("gallery") }), h("p", { text: `${t("gallery_note")} ${t("invented")}` }),
      h("div", { class: "gallery-bar" }, h("div", { class: "choices" }, choice("desktop", t("desktop")), choice("phone", t("phone"))), h("div", { class: "choices" }, tongue("zh_cn", "中"), tongue("en_us", "EN")), h("a", { href: "/", text: t("home") }))),
    h("nav", { class: "gallery-nav", "aria-label": t("gallery") }, entries.map((entry) => h("a", { href: `#${encodeURIComponent(entry.name)}`, text: title(entry) }))),
    h("main", {}, entries.length ? entries.map(specimen) : h("p", { class: "empty-line", text: t("gallery_empty") })));
}

async function start() {
  const [, { ok, data }] = await Promise.all([refreshPeople(), api.gallery()]);
  entries = ok ? data ?? [] : [];
  draw();
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

start();
