// The narrow rail: whom one plays, and the client's language.
import { h } from "./dom.js";
import { fillIn } from "./dialog.js";
import { api } from "./api.js";
import { avatar } from "./card/people.js";
import { icon } from "./card/icons.js";
import { lang, setLang, t } from "./i18n.js";
import { nameOf, refreshPeople } from "./refresh.js";
import { go } from "./route.js";
import { on, state } from "./state.js";

const rail = document.getElementById("rail");

function one(person) {
  const name = nameOf(person.open_id, lang());
  const here = person.open_id === state.me;
  return h("button", {
    type: "button", class: "rail-person", "data-testid": `person-${person.open_id}`, "aria-pressed": String(here),
    title: [name, person.role].filter(Boolean).join(" · "), "aria-label": `${t("play_as")} ${name} ${person.role ?? ""}`, onclick: () => go(person.open_id, ""),
  }, avatar({ ...person, name }, 36), h("span", { class: "rail-name", text: name }));
}

async function newPerson() {
  const fields = h("div", { class: "dialog-fields" },
    h("label", { class: "label", text: t("person_name") }, h("input", { class: "control", name: "name", required: true, maxlength: 40, autofocus: true })),
    h("label", { class: "label", text: t("english_name") }, h("input", { class: "control", name: "en", maxlength: 40 })));
  const made = await fillIn(t("new_person"), fields, t("create"), (form) => ({ name: form.elements.name.value.trim(), en_name: form.elements.en.value.trim() }));
  if (!made?.name) return;
  const { ok, data } = await api.addPerson(made);
  await refreshPeople();
  if (ok && data?.open_id) go(data.open_id, "");
}

function language(code, words) {
  return h("button", { type: "button", class: "lang", "data-testid": `lang-${code.slice(0, 2)}`, "aria-pressed": String(lang() === code), lang: code === "zh_cn" ? "zh-CN" : "en", text: words, onclick: () => setLang(code) });
}

/** Up and down move between people, as in any list. */
function arrows(event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const all = [...rail.querySelectorAll(".rail-person")];
  const at = all.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  all[(at + step + all.length) % all.length].focus();
}

function draw() {
  const focused = document.activeElement?.dataset?.testid;
  const scroll = rail.querySelector(".rail-people")?.scrollTop ?? 0;
  rail.setAttribute("aria-label", t("people"));
  const people = h("div", { class: "rail-people", role: "group", "aria-label": t("play_as"), onkeydown: arrows },
    state.people.map(one), h("button", { type: "button", class: "rail-add", title: t("new_person"), "aria-label": t("new_person"), onclick: newPerson }, icon("add")));
  rail.replaceChildren(people, h("div", { class: "rail-foot", role: "group", "aria-label": t("language") }, language("zh_cn", "中"), language("en_us", "EN")));
  people.scrollTop = scroll;
  if (focused) rail.querySelector(`[data-testid="${focused}"]`)?.focus();
}

on("people me lang", draw);
