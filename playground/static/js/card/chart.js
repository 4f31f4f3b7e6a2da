// Charts through VChart when the server has it; else their figures as a small table.
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { pager } from "./pager.js";

const RATIOS = { "1:1": 1, "2:1": 2, "4:3": 4 / 3, "16:9": 16 / 9 };
const THEMES = {
  brand: ["#3370ff", "#7fa9ff", "#1d4ed0", "#b5cdff", "#5b8def", "#0f318f"],
  primary: ["#3370ff", "#04b49c", "#7f3bf5", "#ff8800", "#f54a45", "#14c0ff"],
  complementary: ["#3370ff", "#ff8800", "#7fa9ff", "#ffb566", "#1d4ed0", "#b35f00"],
  converse: ["#3370ff", "#f54a45", "#7fa9ff", "#f98b88", "#1d4ed0", "#b3221e"],
  rainbow: ["#3370ff", "#14c0ff", "#04b49c", "#34c724", "#ffc60a", "#ff8800", "#f54a45", "#d136d1", "#7f3bf5"],
};
const FONT = getComputedStyle(document.documentElement).getPropertyValue("--sans").trim() || "sans-serif";
let library = null;

/** The library's chart class, loaded once; null when this server has none. */
function vchart() {
  library ??= new Promise((resolve) => {
    const script = h("script", { src: "/static/vendor/vchart.js" });
    script.addEventListener("load", () => resolve(window.VChart?.VChart ?? window.VChart?.default ?? null));
    script.addEventListener("error", () => resolve(null));
    document.head.append(script);
  });
  return library;
}

const listOf = (value) => (Array.isArray(value) ? value : value ? [value] : []);
const dataOf = (spec) => listOf(spec.data).flatMap((one) => listOf(one.values ?? []));

/** Records as a table: what a chart says when it cannot be drawn, and to those who cannot see it. */
function figures(spec, lang) {
  const records = dataOf(spec).filter((one) => one && typeof one === "object");
  const keys = [...new Set(records.flatMap((one) => Object.keys(one)))].slice(0, 5);
  const rows = records.map((one) => h("tr", {}, keys.map((key) => h("td", { style: { "text-align": typeof one[key] === "number" ? "right" : "" }, text: String(one[key] ?? "") }))));
  return pager(rows, { size: 8, head: h("tr", {}, keys.map((key) => h("th", { scope: "col", style: { "text-align": typeof records[0]?.[key] === "number" ? "right" : "" }, text: key }))), className: "card-table chart-figures", lang });
}

function described(spec, lang) {
  const words = dataOf(spec).slice(0, 12).map((one) => Object.values(one).join(" ")).join("; ");
  return `${spec.title?.text ?? t("chart", {}, lang)}: ${words}`;
}

const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;

/** The spec as the client draws it: its colour theme, a clear ground, the theme of the page, and no animation. */
function dressed(el) {
  const spec = structuredClone(el.chart_spec ?? {});
  spec.background ??= "transparent";
  if (spec.color === undefined && THEMES[el.color_theme ?? "brand"]) spec.color = THEMES[el.color_theme ?? "brand"];
  spec.padding ??= 8;
  spec.animation = false;
  if (typeof (spec.theme ?? {}) === "object") spec.theme = { fontFamily: FONT, ...spec.theme };
  return spec;
}

async function paint(box, el, ctx) {
  const Chart = await vchart();
  if (!box.isConnected) return;
  try {
    if (!Chart) throw new Error("no chart library");
    const chart = new Chart(dressed(el), { dom: box, mode: "desktop-browser", theme: dark() ? "dark" : "light", animation: false });
    chart.renderSync();
    box.release = () => chart.release();
    box.classList.add("drawn");
  } catch {
    box.replaceChildren(figures(el.chart_spec ?? {}, ctx.lang));
    box.classList.add("fallback");
  }
}

export function drawChart(el, ctx) {
  const box = h("div", { class: "chart", role: "img", "data-holds": "chart", "aria-label": described(el.chart_spec ?? {}, ctx.lang) });
  if (/^\d+px$/.test(el.height ?? "")) box.style.height = el.height;
  else box.style.aspectRatio = RATIOS[el.aspect_ratio] ?? (window.innerWidth <= 720 ? 1 : 16 / 9);
  // A chart measures its place, so it waits until it has one.
  const seen = new ResizeObserver(() => { if (box.clientWidth > 0) { seen.disconnect(); paint(box, el, ctx); } });
  seen.observe(box);
  box.release = () => seen.disconnect();
  return box;
}
