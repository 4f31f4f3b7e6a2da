// Containers: column sets, bordered or pressable boxes, panels that open and close.
import { h } from "../dom.js";
import { anchor } from "../markdown/inline.js";
import { background, colour } from "./colours.js";
import { icon } from "./icons.js";
import { leading, plainly, words } from "./texts.js";
import { pressable } from "./actions.js";

const SPACING = { small: "4px", medium: "8px", large: "12px", extra_large: "16px", default: "8px" };
const PLACE = { left: "flex-start", top: "flex-start", center: "center", right: "flex-end", bottom: "flex-end" };
const length = (value) => (/^-?\d+(px|%)?( -?\d+px)*$/.test(value ?? "") ? value : "");

/** A spacing name or "12px" as CSS. */
export const space = (value, fallback = "") => SPACING[value] ?? (length(value) || fallback);

/** Flow of a container's children: direction, gaps, alignment, padding. */
export function flow(el, ctx, gap = "8px") {
  const across = el.direction === "horizontal";
  return {
    "flex-direction": across ? "row" : "column", "flex-wrap": across ? "wrap" : "",
    gap: `${space(el.vertical_spacing, gap)} ${space(el.horizontal_spacing, "8px")}`,
    "align-items": PLACE[across ? el.vertical_align : el.horizontal_align] ?? (across ? "center" : "stretch"),
    "justify-content": PLACE[across ? el.horizontal_align : el.vertical_align] ?? "",
    padding: length(el.padding), margin: length(el.margin),
  };
}

/** Children that should keep their own width when the container aligns them. */
export function boxOf(el, ctx, className, gap) {
  const style = flow(el, ctx, gap);
  if (el.direction !== "horizontal" && (el.horizontal_align ?? "left") === "left") style["align-items"] = "stretch";
  return h("div", { class: `box ${className}${el.direction === "horizontal" ? " across" : ""}`, style }, ctx.children(el.elements, "elements"));
}

function column(el, ctx, mode) {
  const node = boxOf(el, ctx, "column", "8px");
  const fixed = /^\d+px$/.test(el.width ?? "");
  const style = node.style;
  style.background = background(el.background_style, ctx.config);
  if (el.background_style && el.background_style !== "default") node.classList.add("tinted");
  if (mode === "none" || mode === "stretch") {
    if (el.width === "weighted") style.flex = `${el.weight ?? 1} 1 0`;
    else style.flex = fixed ? `0 0 ${el.width}` : "0 1 auto";
  }
  style.justifyContent = PLACE[el.vertical_align] ?? "";
  style.alignSelf = el.vertical_align && !el.background_style ? PLACE[el.vertical_align] : "";
  return linked(node, el);
}

function linked(node, el) {
  const target = el.action?.multi_url;
  if (!target) return node;
  const link = anchor(target.pc_url || target.url, []);
  link.className = "cover";
  link.setAttribute("aria-label", target.url ?? "");
  node.append(link);
  node.classList.add("linked");
  return node;
}

export function drawColumnSet(el, ctx) {
  const mode = el.flex_mode ?? "none";
  const node = h("div", { class: `column-set flex-${mode}`, style: { gap: space(el.horizontal_spacing, "8px"), background: background(el.background_style, ctx.config), "justify-content": PLACE[el.horizontal_align] ?? "" } },
    (el.columns ?? []).map((one, index) => column(one, ctx.at(`columns/${index}`), mode)));
  if (el.background_style && el.background_style !== "default") node.classList.add("tinted");
  return linked(node, el);
}

export function drawContainer(el, ctx) {
  const node = boxOf(el, ctx, "container", "8px");
  const size = (value) => (/^\d+px$/.test(value ?? "") ? value : "");
  node.style.padding = length(el.padding) || "4px 12px";
  node.style.background = background(el.background_style, ctx.config);
  node.style.borderRadius = length(el.corner_radius);
  node.style.width = size(el.width);
  node.style.height = size(el.height);
  if (el.width === "auto") node.classList.add("auto");
  if (el.has_border) node.style.border = `1px solid ${el.border_color && el.border_color !== "grey" ? colour(el.border_color, ctx.config) : "var(--line)"}`;
  if (el.hover_tips) node.title = plainly(el.hover_tips, ctx);
  if (el.behaviors?.length) pressable(node, el, ctx);
  return node;
}

export function drawPanel(el, ctx) {
  const head = el.header ?? {};
  const key = `panel:${ctx.path}`;
  const angle = Number(head.icon_expanded_angle ?? -180);
  const mark = h("span", { class: "panel-mark", style: { "--angle": `${angle}deg`, color: colour(head.icon?.color, ctx.config) } }, head.icon?.token ? leading(head.icon, ctx) : icon("down"));
  const title = words(head.title, ctx, "span");
  const where = head.icon_position ?? "right";
  const summary = h("summary", { class: `mark-${where} width-${head.width ?? "fill"}`, style: { background: background(head.background_color, ctx.config), padding: length(head.padding) } },
    where === "left" ? [mark, title] : [title, mark]);
  const border = el.border ? `1px solid ${el.border.color && el.border.color !== "grey" ? colour(el.border.color, ctx.config) : "var(--line)"}` : "";
  const node = h("details", { class: "collapsible", style: { border, "border-radius": length(el.border?.corner_radius), background: background(el.background_color, ctx.config) } },
    summary, boxOf(el, ctx, "fold-body", "8px"));
  node.open = ctx.memory.get(key) ?? el.expanded === true;
  node.addEventListener("toggle", () => ctx.memory.set(key, node.open));
  return node;
}
