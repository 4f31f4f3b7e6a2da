// Our own simple line symbols for the client's icon tokens; a token we have not drawn becomes a dot.
import { s } from "../dom.js";

// Each symbol is drawn on a 24 by 24 grid with a 1.8 px stroke.
const DRAWN = {
  add: "M12 5v14M5 12h14",
  alarm: "M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4",
  approval: "M5 4h14v16H5zM8.5 12l2.5 2.5 4.5-5",
  bag: "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
  book: "M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2zM9 8h6",
  building: "M5 20V5h9v15M14 10h5v10M3 20h18M8 9h3M8 13h3",
  calendar: "M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4",
  chart: "M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6",
  chat: "M4 5h16v11h-8l-4 4v-4H4z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 3.5a8.500 8.500 0 1 0 0 17a8.500 8.500 0 1 0 0-17M12 7.500V12l3 2",
  close: "M6 6l12 12M18 6L6 18",
  decrease: "M4 7l6 6 3.500-3.500L20 16M20 11v5h-5",
  delete: "M4.500 7h15M9 7V4.500h6V7M6.500 7l1 13h9l1-13M10 11v5M14 11v5",
  down: "M6 9l6 6 6-6",
  download: "M12 4v11M7 10.500l5 5 5-5M5 20h14",
  edit: "M5 19l1-4L16 5l3 3L9 18zM13.500 7.500l3 3",
  error: "M12 3.500a8.500 8.500 0 1 0 0 17a8.500 8.500 0 1 0 0-17M9 9l6 6M15 9l-6 6",
  file: "M6 3.500h8l4 4v13H6zM14 3.500v4h4M9 12h6M9 16h6",
  flag: "M6 21V4M6 4.500h12l-3 4 3 4H6",
  gift: "M4 9h16v4H4zM6 13v7h12v-7M12 9v11M12 9c-5 0-5-5-2-5 2 0 2 3 2 5c0-2 0-5 2-5 3 0 3 5-2 5",
  heart: "M12 20S4 15 4 9a4 4 0 0 1 8-1.500A4 4 0 0 1 20 9c0 6-8 11-8 11z",
  home: "M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6",
  increase: "M4 17l6-6 3.500 3.500L20 8M20 13V8h-5",
  info: "M12 3.500a8.500 8.500 0 1 0 0 17a8.500 8.500 0 1 0 0-17M12 11v5.500M12 7.600v.4",
  left: "M15 6l-6 6 6 6",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  list: "M9 6h11M9 12h11M9 18h11M4.500 6h.5M4.500 12h.5M4.500 18h.5",
  location: "M12 21s-7-6-7-11a7 7 0 0 1 14 0c0 5-7 11-7 11zM12 7.500a2.500 2.500 0 1 0 0 5a2.500 2.500 0 1 0 0-5",
  lock: "M5.500 11h13v9h-13zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
  member: "M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M4.500 20.500a7.500 6 0 0 1 15 0",
  money: "M12 3.500a8.500 8.500 0 1 0 0 17a8.500 8.500 0 1 0 0-17M8.500 7.500l3.500 4 3.500-4M12 11.500V17M9 12.500h6M9 15h6",
  more: "M6 12h.2M12 12h.2M18 12h.2",
  people: "M9 5a3.500 3.500 0 1 0 0 7a3.500 3.500 0 1 0 0-7M2.500 19.500a6.500 5 0 0 1 13 0M15.500 5.500a3.300 3.300 0 0 1 0 6.200M17.500 14.500a5.500 5 0 0 1 4 5",
  panel: "M4 5h16v14H4zM14.500 5v14M17 9h.2M17 12h.2",
  phone: "M6 4h4l1.500 4.500-2 1.500a11 11 0 0 0 4.500 4.500l1.500-2L20 14v4a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 8.500h.2",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  question: "M12 3.500a8.500 8.500 0 1 0 0 17a8.500 8.500 0 1 0 0-17M9.700 9.700a2.400 2.400 0 1 1 3.400 2.400c-.8.4-1.100 1-1.100 1.900M12 16.700v.3",
  refresh: "M19 8a8 8 0 1 0 1 5M19.500 4v4.500H15",
  right: "M9 6l6 6-6 6",
  robot: "M5 9h14v10H5zM12 9V5M12 4.500v.2M9 13v1.500M15 13v1.500M3 13v3M21 13v3",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13a6.500 6.500 0 1 0 0-13M15.500 15.500L20 20",
  send: "M4 11.500L20 4l-6 16-3-6.500z",
  setting: "M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.100 2.100M16.300 16.300l2.100 2.100M5.600 18.400l2.100-2.100M16.300 7.700l2.100-2.100",
  share: "M14 5l6 6-6 6v-4c-5 0-8 1.500-10 5 0-6 4-9 10-9z",
  stable: "M4 12h16M16 8l4 4-4 4",
  star: "M12 4l2.500 5.200 5.500.8-4 4 1 5.700-5-2.700-5 2.700 1-5.700-4-4 5.500-.8z",
  sun: "M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 3v2M12 19v2M3 12h2M19 12h2M5.700 5.700l1.400 1.400M16.900 16.900l1.400 1.400M5.700 18.300l1.400-1.400M16.900 7.100l1.400-1.400",
  tag: "M4 4h8l8 8-8 8-8-8zM8 8h.2",
  target: "M12 3.500a8.500 8.500 0 1 0 0 17a8.500 8.500 0 1 0 0-17M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 12h.2",
  todo: "M4 6l1.500 1.500L8 5M4 13l1.500 1.500L8 12M11 6.500h9M11 13.500h9M11 19.500h9M4 19.500h4",
  trophy: "M8 4h8v6a4 4 0 0 1-8 0zM8 5.500H4.500c0 4 1.500 5.500 3.700 5.500M16 5.500h3.500c0 4-1.500 5.500-3.700 5.500M12 14v3.500M8 20h8",
  undo: "M9 6L4 11l5 5M4 11h10a5 5 0 0 1 0 10h-3",
  up: "M6 15l6-6 6 6",
  warning: "M12 4l9 16H3zM12 10v5M12 17.400v.3",
  work: "M4 8h16v12H4zM9 8V4.500h6V8",
};

// Words found in the client's tokens → one of the symbols above; the first match wins.
const TOKENS = [
  ["calendar|date|day", "calendar"], ["time|clock|history", "clock"], ["bell|alarm|notif|remind|announce", "alarm"], ["approv|sign", "approval"],
  ["increase|trend|growth|arrow-up", "increase"], ["decrease|decline", "decrease"], ["stable", "stable"], ["chart|data|dashboard|analy|sheet|report", "chart"],
  ["yes|succeed|success|done|check|resolve", "check"], ["error|forbid|disable", "error"], ["warn|alert|risk|urgent", "warning"], ["info", "info"],
  ["question|help|unknown", "question"], ["close|no_", "close"], ["edit|pen|write|rename", "edit"], ["delete|trash|bin", "delete"], ["undo|withdraw|recall|return|reply", "undo"],
  ["add|plus|create|new", "add"], ["todo|task", "todo"], ["list|menu|catalog|sort", "list"], ["more", "more"], ["search|find", "search"], ["setting|config|gear", "setting"],
  ["robot|bot|ai", "robot"], ["group|team|people|members|community", "people"], ["member|user|person|contact|profile|avatar", "member"],
  ["locat|map|address|navig", "location"], ["call|phone|mobile", "phone"], ["mail", "mail"], ["chat|message|comment|feedback|bubble", "chat"], ["send|telegram", "send"],
  ["image|picture|photo|album", "picture"], ["doc|file|note|text|wiki|minutes|rectangle|form", "file"], ["book", "book"], ["link|url", "link"], ["share|forward", "share"], ["download", "download"], ["refresh|sync|reload|loop", "refresh"],
  ["trophy|champion|prize|medal|award|crown", "trophy"], ["target|goal|okr|aim", "target"], ["star|collect", "star"], ["flag|mile", "flag"], ["heart|like|care|thumb", "heart"],
  ["gift|bag-|redpacket", "gift"], ["money|cny|currency|pay|wallet|buy|bill|cost|dollar", "money"], ["bag|shop|cart|order|goods|product", "bag"], ["building|company|office|enterprise|org|city", "building"],
  ["home|house", "home"], ["work|brief|case", "work"], ["tag|label|hash|price", "tag"], ["pin", "pin"], ["lock|safe|security|key|visible", "lock"], ["sun|morning|weather", "sun"],
  ["down", "down"], ["up", "up"], ["left", "left"], ["right|arrow|expand|enter", "right"],
].map(([words, name]) => [new RegExp(words), name]);

const found = new Map();

function symbolOf(token) {
  if (!found.has(token)) {
    const word = token.toLowerCase();
    const plain = word.replace(/_(outlined|filled|colorful)$/, "");
    found.set(token, DRAWN[plain] ? plain : TOKENS.find(([pattern]) => pattern.test(plain))?.[1] ?? "");
  }
  return found.get(token);
}

/** An inline symbol for an icon token, coloured by the text around it. */
export function icon(token, { colour = "", size = "" } = {}) {
  const name = symbolOf(token ?? "");
  const shape = name ? s("path", { d: DRAWN[name] }) : s("circle", { cx: 12, cy: 12, r: 4, class: "dot" });
  return s("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", style: { color: colour, width: size, height: size } }, shape);
}
