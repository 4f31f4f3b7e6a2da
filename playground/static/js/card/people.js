// People in cards: avatars with initials, person and person_list.
import { h } from "../dom.js";
import { leading } from "./texts.js";

const PIXELS = { extra_small: 20, small: 24, medium: 32, large: 48 };

/** Two letters that stand for a name: the last two characters of a Chinese one, the initials of others. */
export function initials(name) {
  const clean = (name ?? "").trim();
  if (!clean) return "?";
  if (/[\u3400-\u9fff]/.test(clean)) return [...clean.replace(/[（(].*$/, "").replace(/\s/g, "")].slice(-2).join("");
  return clean.split(/\s+/).slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}

/** A round avatar of a person {name, avatar}. */
export function avatar(person, size = 36) {
  const tint = /^#[0-9a-f]{6}$/i.test(person?.avatar ?? "") ? person.avatar : "#8f959e";
  return h("span", { class: "avatar", "aria-hidden": "true", style: { "--tint": tint, "--size": `${size}px` }, text: initials(person?.name) });
}

function chip(id, ctx, { face, name, size, capsule }) {
  return h("span", { class: `person-chip${capsule ? " capsule" : ""}`, title: ctx.host.nameOf(id, ctx.lang) },
    face && avatar(ctx.host.person(id), PIXELS[size] ?? 24), name && h("span", { text: ctx.host.nameOf(id, ctx.lang) }));
}

export function drawPerson(el, ctx) {
  return chip(el.user_id, ctx, { face: el.show_avatar !== false, name: el.show_name === true, size: el.size ?? "medium", capsule: el.style === "capsule" });
}

export function drawPersonList(el, ctx) {
  const face = el.show_avatar === true;
  const name = el.show_name !== false;
  const list = h("div", { class: `person-list${face && !name ? " overlapping" : ""}` },
    (el.persons ?? []).map(({ id }) => chip(id, ctx, { face, name, size: el.size ?? "small", capsule: face && name })));
  return el.icon ? h("div", { class: "with-icon" }, leading(el.icon, ctx), list) : list;
}
