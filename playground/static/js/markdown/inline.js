// Markdown inside a line: emphasis, code, links, images and the client's own tags. Gives DOM nodes, never HTML text.
import { h } from "../dom.js";
import { decode } from "./entities.js";
import { TAGS } from "./tags.js";

const TAG = /^<([a-z_]+)((?:\s+[^<>]*?)?)\s*(\/?)>/i;
const ATTRIBUTE = /([a-z_]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/gi;

/** A link's address when it may be followed, else "". */
export function address(url) {
  const clean = decode(url ?? "").trim();
  return /^(https?:\/\/|mailto:|tel:|lark:\/\/|\/(?!\/)|#)/i.test(clean) ? clean : "";
}

/** An anchor that opens beside this page. */
export function anchor(url, children) {
  const target = address(url);
  return target ? h("a", { href: target, target: "_blank", rel: "noopener noreferrer" }, children) : h("span", {}, children);
}

/** Where `mark` closes after `from`, not counting escapes and code spans; -1 when it never does. */
function closing(src, mark, from) {
  for (let i = from; i < src.length; i += 1) {
    if (src[i] === "\\") i += 1;
    else if (src[i] === "`") { const end = src.indexOf("`", i + 1); if (end > 0) i = end; }
    else if (src.startsWith(mark, i) && i > from && !/\s/.test(src[i - 1])) {
      if (mark.length === 1 && src[i + 1] === mark) i += 1;
      else return i;
    }
  }
  return -1;
}

const wordy = (char) => /[\p{L}\p{N}]/u.test(char ?? "");

function emphasis(mark, tag, tight) {
  return (src, at, env) => {
    const start = at + mark.length;
    if (!src.startsWith(mark, at) || /\s/.test(src[start] ?? " ")) return null;
    if (tight && wordy(src[at - 1])) return null;
    const end = closing(src, mark, start);
    if (end < 0 || (tight && wordy(src[end + mark.length]))) return null;
    return { node: h(tag, {}, inline(src.slice(start, end), env)), end: end + mark.length };
  };
}

function code(src, at) {
  const ticks = /^`+/.exec(src.slice(at))?.[0];
  const end = ticks ? src.indexOf(ticks, at + ticks.length) : -1;
  return end < 0 ? null : { node: h("code", { text: decode(src.slice(at + ticks.length, end)) }), end: end + ticks.length };
}

function bracket(src, at) {
  let depth = 0;
  for (let i = at; i < src.length; i += 1) {
    if (src[i] === "\\") i += 1;
    else if (src[i] === "[") depth += 1;
    else if (src[i] === "]" && (depth -= 1) === 0) return i;
  }
  return -1;
}

function link(src, at, env) {
  const image = src[at] === "!";
  const open = image ? at + 1 : at;
  const close = src[open] === "[" ? bracket(src, open) : -1;
  const url = close > 0 ? /^\(\s*([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+["'][^)]*["'])?\s*\)/.exec(src.slice(close + 1)) : null;
  if (!url) return null;
  const words = src.slice(open + 1, close);
  const node = image ? env.image(url[1], decode(words)) : anchor(url[1], inline(words, env));
  return { node, end: close + 1 + url[0].length };
}

/** Attributes of a tag as an object, entities decoded. */
function attributes(words) {
  return Object.fromEntries([...words.matchAll(ATTRIBUTE)].map(([, name, value]) => [name.toLowerCase(), decode(value.replace(/^["']|["']$/g, ""))]));
}

/** The end of a paired tag, counting the same tag inside it: [start of "</tag>", behind it]. */
function pairEnd(src, name, from) {
  const both = new RegExp(`<(/?)${name}(?:\\s[^<>]*)?>`, "gi");
  both.lastIndex = from;
  for (let depth = 1, hit = both.exec(src); hit; hit = both.exec(src)) {
    depth += hit[1] ? -1 : 1;
    if (depth === 0) return [hit.index, both.lastIndex];
  }
  return null;
}

function tagged(src, at, env) {
  const auto = /^<((?:https?:\/\/|mailto:)[^\s<>]+)>/.exec(src.slice(at, at + 600));
  if (auto) return { node: anchor(auto[1], [decode(auto[1])]), end: at + auto[0].length };
  const head = TAG.exec(src.slice(at, at + 2000));
  const name = head?.[1].toLowerCase();
  const tag = head && Object.hasOwn(TAGS, name) ? TAGS[name] : null;
  if (!tag) return null;
  const behind = at + head[0].length;
  const pair = tag.empty || head[3] ? null : pairEnd(src, head[1], behind);
  if (!tag.empty && !head[3] && !pair) return null;
  const inside = pair ? src.slice(behind, pair[0]) : "";
  const node = tag.draw(attributes(head[2]), tag.raw ? decode(inside) : inline(inside, env), env);
  return { node, end: pair ? pair[1] : behind };
}

function bare(src, at) {
  if (wordy(src[at - 1])) return null;
  const url = /^https?:\/\/[^\s<>"'`，。；、）】]+/.exec(src.slice(at, at + 1000))?.[0].replace(/[.,;:!?)*~\]]+$/, "");
  return url ? { node: anchor(url, [decode(url)]), end: at + url.length } : null;
}

function emoji(src, at, env) {
  const hit = /^:([A-Za-z]{2,24}):/.exec(src.slice(at, at + 30));
  const drawn = hit && env.emoji(hit[1]);
  return drawn ? { node: drawn, end: at + hit[0].length } : null;
}

const RULES = {
  "*": [emphasis("***", "strong", false), emphasis("**", "strong", false), emphasis("*", "em", false)],
  _: [emphasis("__", "strong", true), emphasis("_", "em", true)],
  "~": [emphasis("~~", "del", false), emphasis("~", "del", true)],
  "`": [code], "[": [link], "!": [link], "<": [tagged], h: [bare], ":": [emoji],
};

/** Parse one run of text into nodes. `env` draws people, images, colours and emoji. */
export function inline(src, env) {
  const nodes = [];
  let words = "";
  const flush = () => { if (words) nodes.push(document.createTextNode(decode(words))); words = ""; };
  for (let at = 0; at < src.length;) {
    const char = src[at];
    let hit = null;
    for (const rule of RULES[char] ?? []) { hit = rule(src, at, env); if (hit) break; }
    if (hit) { flush(); nodes.push(hit.node); at = hit.end; }
    else if (char === "\\" && /[!-/:-@[-`{-~]/.test(src[at + 1] ?? "")) { words += src[at + 1] === "&" ? "&amp;" : src[at + 1]; at += 2; }
    else if (char === "\n") { words = words.replace(/ +$/, ""); flush(); nodes.push(h("br")); at += 1; }
    else { words += char; at += 1; }
  }
  flush();
  return nodes;
}
