// The client's colour names → CSS. Hues are custom properties (see base.css), so light and dark differ in one place.

const HUES = new Set(["blue", "carmine", "green", "indigo", "lime", "orange", "purple", "red", "sunflower", "turquoise", "violet", "wathet", "yellow", "grey"]);
const SHARE = { 0: 3, 50: 8, 100: 15, 200: 28, 300: 42, 350: 50, 400: 62, 500: 82, 600: 100 };
const DARKER = { 650: 8, 700: 15, 800: 32, 900: 50, 950: 60, 1000: 75 };

/** A colour name such as "blue", "grey-100" or "rgba(…)" as CSS; "" when the client would ignore it. */
export function colour(name, config = {}) {
  if (!name || name === "default") return "";
  const own = config.style?.color?.[name];
  if (own) return `light-dark(${safe(own.light_mode)}, ${safe(own.dark_mode ?? own.light_mode)})`;
  if (/^rgba?\([\d\s.,%]+\)$/.test(name)) return name;
  if (name === "white" || name === "bg-white") return "var(--card)";
  if (name === "neutral" || name === "light_grey") return `var(--hue-grey)`;
  const [hue, step] = name.split("-");
  return HUES.has(hue) ? shade(hue, Number(step ?? 600)) : "";
}

const safe = (words) => (/^rgba?\([\d\s.,%]+\)$/.test(words ?? "") ? words : "transparent");

function shade(hue, step) {
  const base = step < 600 ? `var(--soft-${hue})` : `var(--hue-${hue})`;
  if (DARKER[step]) return `color-mix(in srgb, ${base}, var(--ink) ${DARKER[step]}%)`;
  return SHARE[step] === undefined || step === 600 ? base : `color-mix(in srgb, ${base} ${SHARE[step]}%, var(--card))`;
}

/** A colour for a background: plain hues are far too loud behind text, so they become tints. */
export function background(name, config) {
  if (!name || name === "default") return "";
  if (name === "laser") return "linear-gradient(120deg, color-mix(in srgb, var(--hue-blue) 14%, var(--card)), color-mix(in srgb, var(--hue-violet) 14%, var(--card)))";
  return colour(HUES.has(name) ? `${name}-${name === "grey" ? 50 : 100}` : name, config);
}

export const hueOf = (name) => (HUES.has(name) ? name : name === "neutral" ? "grey" : "");
