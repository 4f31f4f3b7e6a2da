// A list of the newest lines first: asks only for what is new, keeps at most 200.
import { h } from "../dom.js";

const MOST = 200;

/** `fetchNew(after)` → {n, lines:[nodes, oldest first]}; gives a tab {node, show}. */
export function log(words, fetchNew) {
  const list = h("div", { class: "log" });
  const empty = h("p", { class: "note", text: words });
  let after = 0;
  let asking = false;
  let again = false;
  async function show() {
    if (asking) { again = true; return; }
    asking = true;
    const { n, lines } = await fetchNew(after);
    after = n ?? after;
    for (const line of lines) list.prepend(line);
    while (list.children.length > MOST) list.lastChild.remove();
    empty.hidden = list.children.length > 0;
    asking = false;
    if (again) { again = false; show(); }
  }
  return { node: h("div", {}, empty, list), show };
}
