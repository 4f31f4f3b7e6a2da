// Text in cards: markdown, div (with fields), plain text objects, text sizes and tags.
import { h } from "../dom.js";
import { say, t } from "../i18n.js";
import { decode } from "../markdown/entities.js";
import { inline } from "../markdown/inline.js";
import { markdown } from "../markdown/blocks.js";
import { colour, hueOf } from "./colours.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { picture } from "./images.js";

const SIZES = {
  "heading-0": 30, "heading-1": 24, "heading-2": 20, "heading-3": 18, "heading-4": 16, heading: 16, normal: 14, notation: 12,
  "xxxx-large": 30, "xxx-large": 24, "xx-large": 20, "x-large": 18, large: 16, medium: 14, small: 12, "x-small": 10,
};
const EMOJI = { OK: "👌", DONE: "✅", THUMBSUP: "👍", PARTY: "🎉", Partying: "🎉", SMILE: "😊", APPLAUSE: "👏", MUSCLE: "💪", FIRE: "🔥", HEART: "❤️", Trophy: "🏆", GIFT: "🎁", CLAP: "👏", JIAYI: "➕", CheckMark: "✔️", CrossMark: "❌", Pin: "📌", Alarm: "⏰", BLUSH: "😊", LAUGH: "😄" };

/** A text size's name → pixels; a card may define names of its own in config.style. */
export function pixels(size, config) {
  const own = config?.style?.text_size?.[size];
  const narrow = window.innerWidth <= 720;
  const name = own ? (narrow ? own.mobile : own.pc) ?? own.default : size;
  return SIZES[name] ? `${SIZES[name]}px` : "";
}

/** What markdown needs to know of the card around it. */
function surroundings(ctx) {
  const { host, lang, config } = ctx;
  return {
    lang, me: host.me, nameOf: (id) => host.nameOf(id, lang),
    colour: (name) => colour(name, config),
    image: (key, words) => picture(key, words, { preview: true }),
    tag: (name, children) => textTag(name, children),
    person: ({ id, show_avatar: face }) => h("span", { class: "person-chip" }, face !== "false" && avatar(host.person(id), 18), host.nameOf(id, lang)),
    emoji: (name) => (Object.hasOwn(EMOJI, name) ? document.createTextNode(EMOJI[name]) : null),
  };
}

/** A small coloured label. */
export const textTag = (name, children) => h("span", { class: "text-tag", "data-hue": hueOf(name) || "grey" }, children);

/** Symbol before a text: standard_icon by token, custom_icon by picture. */
export function leading(given, ctx) {
  if (!given) return null;
  if (given.img_key && given.tag === "custom_icon") return h("span", { class: "lead" }, picture(given.img_key, "", {}));
  return h("span", { class: "lead" }, icon(given.token, { colour: colour(given.color, ctx.config), size: given.size?.split(" ")[0] }));
}

/** A text object (plain_text, lark_md, markdown) as a node; plain text stays plain. */
export function words(text, ctx, tag = "span") {
  const given = typeof text === "object" ? text : { content: text };
  const content = say(given, ctx.lang);
  const style = { "font-size": pixels(given?.text_size, ctx.config), color: colour(given?.text_color, ctx.config), "text-align": given?.text_align };
  if (given?.tag === "lark_md") return h(tag, { style, class: "lark-md" }, inline(content, surroundings(ctx)));
  if (given?.tag === "markdown") return h("div", { style, class: "md" }, markdown(content, surroundings(ctx)));
  return h(tag, { style, class: "plain" }, content);
}

/** The words alone, for labels and titles. */
export const plainly = (text, ctx) => decode(say(text, ctx.lang));

export function drawMarkdown(el, ctx) {
  const body = h("div", { class: "md", style: { "font-size": pixels(el.text_size, ctx.config), "text-align": el.text_align } },
    markdown(say(el, ctx.lang), surroundings(ctx)));
  return el.icon ? h("div", { class: "with-icon" }, leading(el.icon, ctx), body) : body;
}

function clamped(node, lines) {
  if (!lines) return node;
  node.style.setProperty("-webkit-line-clamp", lines);
  node.classList.add("clamped");
  return node;
}

export function drawDiv(el, ctx) {
  const text = el.text && clamped(words(el.text, ctx, "div"), el.text.lines);
  const lead = el.icon ? h("div", { class: "with-icon" }, leading(el.icon, ctx), text) : text;
  const fields = el.fields?.length && h("div", { class: "fields" },
    el.fields.map((field) => h("div", { class: field.is_short ? "field-short" : "field-long" }, words(field.text, ctx, "div"))));
  const width = /px$/.test(el.width ?? "") ? el.width : "";
  return h("div", { class: `div${el.width === "auto" ? " auto" : ""}`, style: { width } }, lead, fields);
}

export const drawHr = () => h("div", { class: "card-hr", role: "separator" });

/** Grey box for a tag this page does not draw. */
export const drawUnknown = (el, ctx) => h("div", { class: "unknown", text: t("unsupported", { tag: el?.tag ?? "?" }, ctx.lang) });
