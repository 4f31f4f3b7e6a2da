// Draws a whole card (JSON 2.0): header, body, and every element by its tag.
import { h } from "../dom.js";
import { drawButton, drawOverflow } from "./buttons.js";
import { drawChart } from "./chart.js";
import { drawChecker } from "./checker.js";
import { boxOf, drawColumnSet, drawContainer, drawPanel } from "./containers.js";
import { drawDate } from "./dates.js";
import { drawForm } from "./form.js";
import { drawHeader } from "./header.js";
import { drawCombination, drawImage } from "./images.js";
import { drawInput } from "./inputs.js";
import { drawPerson, drawPersonList } from "./people.js";
import { drawMulti, drawSelect, drawSelectImage } from "./selects.js";
import { drawTable } from "./table.js";
import { drawDiv, drawHr, drawMarkdown, drawUnknown } from "./texts.js";

const TAGS = {
  markdown: drawMarkdown, div: drawDiv, hr: drawHr, img: drawImage, img_combination: drawCombination, person: drawPerson, person_list: drawPersonList,
  column_set: drawColumnSet, interactive_container: drawContainer, collapsible_panel: drawPanel, form: drawForm, table: drawTable, chart: drawChart,
  button: drawButton, overflow: drawOverflow, input: drawInput, select_static: drawSelect, select_person: drawSelect, multi_select_static: drawMulti,
  multi_select_person: drawMulti, select_img: drawSelectImage, date_picker: drawDate, picker_time: drawDate, picker_datetime: drawDate, checker: drawChecker,
};

function drawElement(el, ctx) {
  let node;
  try {
    node = (Object.hasOwn(TAGS, el?.tag ?? "") ? TAGS[el.tag] : drawUnknown)(el, ctx);
  } catch (error) {
    console.error("card element not drawn", el, error);
    node = drawUnknown(el, ctx);
  }
  if (/^-?\d+px( -?\d+px)*$/.test(el?.margin ?? "")) node.style.margin = el.margin;
  if (el?.element_id) node.dataset.element = el.element_id;
  return node;
}

/** A context one step deeper; `children` draws a list of elements there. */
function context(base, path) {
  const ctx = { ...base, path };
  ctx.at = (step) => context(base, step ? `${path}/${step}` : path);
  ctx.childrenIn = (more) => (list, step) => children({ ...base, ...more }, path, list, step);
  ctx.children = ctx.childrenIn({});
  return ctx;
}

const children = (base, path, list, step) => (list ?? []).map((el, index) => drawElement(el, context(base, `${path}/${step}/${index}`)));

/**
 * A card as a node. `host` is what stands around it: {lang, me, person(id), nameOf(id, lang), members(), press(body), submit(body)};
 * `drafts`, `typed` and `memory` keep what a person typed and opened.
 */
export function drawCard(card, host, { drafts, typed = {}, memory }) {
  const config = card.config ?? {};
  const base = { host, lang: host.lang, config, drafts, typed, memory, form: null };
  const body = card.body ?? {};
  const root = context(base, "#/body");
  const box = boxOf({ ...body, elements: body.elements ?? [] }, root, "card-body", "8px");
  return h("article", { class: `card width-${config.width_mode ?? "default"}`, "data-testid": "card", lang: host.lang === "zh_cn" ? "zh-CN" : "en" },
    drawHeader(card.header, context(base, "#/header")), (body.elements ?? []).length > 0 && box);
}
