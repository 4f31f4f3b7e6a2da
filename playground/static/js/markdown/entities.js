// Decodes HTML entities in literal text. It runs after parsing, so an escaped "<" can never become markup.

const NAMED = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'", nbsp: "\u00a0", ensp: "\u2002", emsp: "\u2003", middot: "·", hellip: "…", mdash: "—", ndash: "–", times: "×", yen: "¥", copy: "©" };

function one(whole, body) {
  if (body[0] !== "#") return NAMED[body] ?? whole;
  const code = body[1] === "x" || body[1] === "X" ? parseInt(body.slice(2), 16) : parseInt(body.slice(1), 10);
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;
}

/** "&#42;a&lt;" → "*a<". */
export function decode(words) {
  return words.includes("&") ? words.replace(/&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-z]{2,7});/g, one) : words;
}
