// Pictures in cards: img, img_combination and pictures inside markdown. A missing one becomes a quiet placeholder.
import { h } from "../dom.js";
import { say, t } from "../i18n.js";
import { icon } from "./icons.js";

const SIZES = { large: "160px", medium: "80px", small: "40px", tiny: "16px" };

function look(src, words) {
  const node = h("dialog", { class: "lightbox", "aria-label": words || t("image"), onclick: () => node.close() }, h("img", { src, alt: words }));
  node.addEventListener("close", () => node.remove());
  document.body.append(node);
  node.showModal();
}

/** An image by its key; `preview` opens it large. */
export function picture(key, words, { preview = false, className = "" } = {}) {
  const src = `/images/${encodeURIComponent(key ?? "")}`;
  const holder = h("span", { class: `picture ${className}` });
  const image = h("img", { src, alt: words, loading: "lazy" });
  image.addEventListener("error", () => holder.replaceChildren(h("span", { class: "picture-missing", role: "img", "aria-label": words || t("image") }, icon("file"), words || t("image"))));
  holder.append(preview ? h("button", { type: "button", class: "picture-open", "aria-label": words || t("image"), onclick: () => look(src, words) }, image) : image);
  return holder;
}

export function drawImage(el, ctx) {
  const key = el.i18n_img_key?.[ctx.lang] ?? el.img_key;
  const node = picture(key, say(el.alt, ctx.lang), { preview: el.preview !== false, className: el.scale_type ?? "crop_center" });
  const [width, height] = (SIZES[el.size] ?? el.size ?? el.custom_width ?? "").split(" ");
  node.style.width = /px$/.test(width ?? "") ? width : "100%";
  if (el.scale_type !== "fit_horizontal" && /px$/.test(height ?? width ?? "")) node.style.height = height ?? width;
  if (el.corner_radius) node.style.borderRadius = el.corner_radius;
  return el.title ? h("figure", {}, h("figcaption", { text: say(el.title, ctx.lang) }), node) : node;
}

export function drawCombination(el) {
  return h("div", { class: `combination ${el.combination_mode ?? "bisect"}`, style: { "--radius": el.corner_radius } },
    (el.img_list ?? []).map(({ img_key: key }) => picture(key, "", { preview: true })));
}
