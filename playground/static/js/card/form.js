// A form: gathers its fields, checks the required ones as the client does, submits or resets.
import { boxOf } from "./containers.js";
import { press } from "./actions.js";
import { t } from "../i18n.js";
import { toast } from "../toast.js";

/** What the person changed; untouched fields are left to the platform, which knows their first values. */
function values(fields) {
  return Object.fromEntries(fields.filter((one) => one.name && one.differs()).map((one) => [one.name, one.read()]));
}

function reveal(input) {
  for (let panel = input.closest("details"); panel; panel = panel.parentElement.closest("details")) panel.open = true;
  input.scrollIntoView({ block: "nearest" });
  input.focus();
}

/** Mark every missing field; true when none is. */
function complete(fields, lang) {
  const missing = fields.filter((one) => one.missing());
  for (const one of fields) one.mark(missing.includes(one));
  if (!missing.length) return true;
  reveal(missing[0].input);
  toast("warning", t("required_toast", {}, lang));
  return false;
}

function refuse(fields, name) {
  const one = fields.find((each) => each.name === name);
  one?.mark(true);
  if (one) reveal(one.input);
}

/** Enter in a line of text presses the form's first submit button; in a long text Ctrl or Cmd goes with it. */
function onEnter(event) {
  const field = event.target;
  const long = field.tagName === "TEXTAREA";
  if (event.key !== "Enter" || event.isComposing || !(field.tagName === "INPUT" || long) || (long && !(event.ctrlKey || event.metaKey))) return;
  event.preventDefault();
  event.currentTarget.querySelector("button[data-submits]")?.click();
}

export function drawForm(el, ctx) {
  const fields = [];
  const form = {
    fields,
    reset: () => fields.forEach((one) => one.reset()),
    submit(node, button, inner) {
      if (!complete(fields, ctx.lang)) return undefined;
      return press(node, button, inner, async () => {
        const error = await ctx.host.submit({ form: el.name, values: values(fields), button: button.name });
        if (error?.code === "required") refuse(fields, error.field);
      });
    },
  };
  const node = boxOf(el, { ...ctx.at(""), form, children: ctx.childrenIn({ form }) }, "form", "12px");
  node.setAttribute("role", "form");
  node.addEventListener("keydown", onEnter);
  if (el.name) node.dataset.form = el.name;
  return node;
}
