// The table element: typed columns, a page of rows at a time.
import { h } from "../dom.js";
import { ZONE } from "../i18n.js";
import { background, colour } from "./colours.js";
import { pager } from "./pager.js";
import { avatar } from "./people.js";
import { drawMarkdown, plainly, textTag, words } from "./texts.js";

/** 1234.5 with {precision: 2, symbol: "¥", separator: true} → "¥1,234.50". */
function number(value, format = {}) {
  if (typeof value !== "number") return value === null || value === undefined ? "" : String(value);
  const digits = format.precision;
  const shown = value.toLocaleString("en-US", { useGrouping: format.separator === true, minimumFractionDigits: digits ?? 0, maximumFractionDigits: digits ?? 10 });
  return `${format.symbol ?? ""}${shown}`;
}

const two = (value) => String(value).padStart(2, "0");

/** A millisecond stamp by the client's pattern (YYYY, MM, DD, HH, mm, ss), in the viewer's zone. */
function date(value, pattern = "YYYY/MM/DD HH:mm") {
  const moment = new Date(Number(value));
  if (!value || Number.isNaN(moment.getTime())) return "";
  const get = new Map(new Intl.DateTimeFormat("en-US", { timeZone: ZONE, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" })
    .formatToParts(moment).map((part) => [part.type, Number(part.value)]));
  const marks = { YYYY: get.get("year"), YY: two(get.get("year") % 100), MM: two(get.get("month")), DD: two(get.get("day")), HH: two(get.get("hour")), mm: two(get.get("minute")), ss: two(get.get("second")) };
  return pattern.replace(/YYYY|YY|MM|DD|HH|mm|ss/g, (mark) => marks[mark]);
}

const CELLS = {
  number: (value, column) => number(value, column.format),
  date: (value, column) => date(value, column.date_format),
  options: (value) => h("span", { class: "cell-tags" }, [value].flat().filter(Boolean).map((one) => textTag(one.color ?? "neutral", one.text ?? String(one)))),
  persons: (value, column, ctx) => h("span", { class: "cell-tags" }, [value].flat().filter(Boolean).map((id) => h("span", { class: "person-chip" }, avatar(ctx.host.person(id), 20), ctx.host.nameOf(id, ctx.lang)))),
  markdown: (value, column, ctx) => drawMarkdown({ content: String(value ?? "") }, ctx),
  lark_md: (value, column, ctx) => words({ tag: "lark_md", content: String(value ?? "") }, ctx),
  text: (value) => (typeof value === "string" ? value : ""),
};

function cell(row, column, ctx) {
  const draw = CELLS[column.data_type ?? "text"] ?? CELLS.text;
  const side = column.horizontal_align ?? (column.data_type === "number" ? "right" : "left");
  return h("td", { style: { "text-align": side, "vertical-align": column.vertical_align === "center" ? "middle" : column.vertical_align } }, draw(row[column.name], column, ctx));
}

function headCell(column, style, ctx) {
  return h("th", {
    scope: "col", style: {
      "text-align": style.text_align ?? column.horizontal_align ?? (column.data_type === "number" ? "right" : "left"), width: column.width === "auto" ? "" : column.width, "min-width": /px$/.test(column.width ?? "") ? column.width : "",
      "font-weight": style.bold === false ? "400" : "600", color: colour(style.text_color, ctx.config), background: style.background_style === "grey" ? background("grey", ctx.config) : "",
      "white-space": (style.lines ?? 1) > 1 ? "normal" : "",
    },
  }, plainly({ content: column.display_name ?? column.name, i18n_content: column.i18n_display_name }, ctx));
}

export function drawTable(el, ctx) {
  const columns = (el.columns ?? []).slice(0, 50);
  const rows = (el.rows ?? []).map((row) => h("tr", {}, columns.map((column) => cell(row, column, ctx))));
  const head = h("tr", {}, columns.map((column) => headCell(column, el.header_style ?? {}, ctx)));
  const heights = { low: "36px", middle: "48px", high: "64px" };
  const className = `card-table${el.freeze_first_column ? " frozen" : ""}`;
  const height = heights[el.row_height ?? "low"] ?? (/px$/.test(el.row_height ?? "") ? el.row_height : "auto");
  return pager(rows, { size: Math.max(1, Math.min(10, Number(el.page_size ?? 5))), head, className, lang: ctx.lang, memory: ctx.memory, key: `table:${ctx.path}`, style: { "--row": height } });
}
