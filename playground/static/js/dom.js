// Builds DOM nodes. Words always become text nodes: nothing in this page writes untrusted HTML.

const SVG = "http://www.w3.org/2000/svg";

/** Put one property on a node: listeners, styles, text and plain attributes. */
function put(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key === "text") node.textContent = value;
  else if (key === "style") for (const [name, rule] of Object.entries(value)) { if (rule) node.style.setProperty(name, rule); }
  else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (key === "value" || key === "checked") node[key] = value;
  else node.setAttribute(key, value === true ? "" : String(value));
}

/** Append children: nodes, strings, and lists of them; empty ones are dropped. */
export function add(node, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false && child !== "") node.append(child);
  }
  return node;
}

/** `h("p", {class: "x", onclick: f}, "words")` → an HTML element. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) put(node, key, value);
  return add(node, children);
}

/** The same for SVG elements. */
export function s(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(props)) put(node, key, value);
  return add(node, children);
}

/** Release what a removed tree holds (charts keep a canvas and observers). */
export function release(node) {
  for (const holder of [node, ...node.querySelectorAll("[data-holds]")]) holder.release?.();
}
