// Markdown as blocks: paragraphs, headings, lists, quotes, code, tables, rules. Inline parts are inline.js's.
import { h } from "../dom.js";
import { pager } from "../card/pager.js";
import { decode } from "./entities.js";
import { inline } from "./inline.js";

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)(.*)$/;
const RULE = /^\s{0,3}([-*_])\s*(?:\1\s*){2,}$|^\s*<hr\s*\/?>\s*$/;
const SEPARATOR = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

// Quotes and lists nested deeper than this stay plain text.
const DEEPEST = 12;
const deeper = (env) => ({ ...env, depth: (env.depth ?? 0) + 1 });

/** Markdown source → a list of block nodes. */
export function markdown(source, env) {
  const lines = String(source ?? "").replace(/\r\n?/g, "\n").split("\n");
  const blocks = [];
  for (let at = 0; at < lines.length;) at = block(lines, at, blocks, env);
  return blocks;
}

function block(lines, at, blocks, env) {
  const line = lines[at];
  if (!line.trim()) return at + 1;
  for (const read of [fence, heading, rule, quote, list, table]) {
    const next = read(lines, at, blocks, env);
    if (next) return next;
  }
  return paragraph(lines, at, blocks, env);
}

function fence(lines, at, blocks) {
  const open = /^\s{0,3}(```+|~~~+)\s*(\S*)/.exec(lines[at]);
  if (!open) return 0;
  let end = at + 1;
  while (end < lines.length && !lines[end].trim().startsWith(open[1])) end += 1;
  blocks.push(h("pre", { "data-language": open[2] }, h("code", { text: decode(lines.slice(at + 1, end).join("\n")) })));
  return end + 1;
}

function heading(lines, at, blocks, env) {
  const head = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(lines[at]);
  if (!head) return 0;
  blocks.push(h("div", { class: `md-h md-h${head[1].length}`, role: "heading", "aria-level": head[1].length + 2 }, inline(head[2], env)));
  return at + 1;
}

function rule(lines, at, blocks) {
  if (!RULE.test(lines[at])) return 0;
  blocks.push(h("div", { class: "card-hr", role: "separator" }));
  return at + 1;
}

function quote(lines, at, blocks, env) {
  let end = at;
  while (end < lines.length && /^\s{0,3}>/.test(lines[end])) end += 1;
  if (end === at || (env.depth ?? 0) >= DEEPEST) return 0;
  blocks.push(h("blockquote", {}, markdown(lines.slice(at, end).map((line) => line.replace(/^\s{0,3}>\s?/, "")).join("\n"), deeper(env))));
  return end;
}

function list(lines, at, blocks, env) {
  const first = ITEM.exec(lines[at]);
  if (!first || (env.depth ?? 0) >= DEEPEST) return 0;
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  const node = h(ordered ? "ol" : "ul", ordered ? { start: parseInt(first[2], 10) } : {});
  let here = at;
  for (let item = first; item && item[1].length >= indent && /\d/.test(item[2]) === ordered; item = ITEM.exec(lines[here] ?? "")) {
    const from = here;
    const inner = indent + item[2].length + 1;
    here += 1;
    while (here < lines.length && lines[here].trim() && lines[here].search(/\S/) >= Math.min(inner, indent + 2)) here += 1;
    const rest = lines.slice(from + 1, here).map((line) => line.slice(Math.min(line.search(/\S/), inner)));
    node.append(h("li", {}, inline(item[4], env), markdown(rest.join("\n"), deeper(env))));
  }
  blocks.push(node);
  return here;
}

/** Cells of a table's row; a bar inside code or behind a backslash does not split. */
function cells(line) {
  const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|(?=(?:[^`]*`[^`]*`)*[^`]*$)/).map((cell) => cell.trim().replace(/\\\|/g, "|"));
}

function table(lines, at, blocks, env) {
  if (!lines[at].includes("|") || !SEPARATOR.test(lines[at + 1] ?? "") || !lines[at + 1].includes("-")) return 0;
  const sides = cells(lines[at + 1]).map((cell) => (cell.endsWith(":") ? (cell.startsWith(":") ? "center" : "right") : "left"));
  const row = (tag, line) => h("tr", {}, cells(line).map((cell, index) => h(tag, { style: { "text-align": sides[index] } }, inline(cell, env))));
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|") && lines[end].trim()) end += 1;
  const body = lines.slice(at + 2, end).map((line) => row("td", line));
  blocks.push(pager(body, { size: 5, head: row("th", lines[at]), className: "md-table", lang: env.lang }));
  return end;
}

function paragraph(lines, at, blocks, env) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() && !starts(lines, end)) end += 1;
  blocks.push(h("p", {}, inline(lines.slice(at, end).map((line) => line.trimEnd()).join("\n"), env)));
  return end;
}

function starts(lines, at) {
  const line = lines[at];
  return /^\s{0,3}(#{1,6}\s|>|```|~~~)/.test(line) || RULE.test(line) || ITEM.test(line) || (line.includes("|") && SEPARATOR.test(lines[at + 1] ?? ""));
}
