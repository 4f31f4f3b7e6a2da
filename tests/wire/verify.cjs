// Reads deliveries as JSON lines, and says for each whether the Node SDK accepts its signature and what it reads.
const [, , sdkPath] = process.argv;
const { EventDispatcher, AESCipher } = require(sdkPath);
const readline = require("node:readline");

const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };

async function judge({ key, headers, body }) {
  const data = Object.assign(Object.create({ headers }), JSON.parse(body));
  const sealed = typeof data.encrypt === "string";
  let plain = null;
  try {
    plain = sealed ? JSON.parse(new AESCipher(key).decrypt(data.encrypt)) : JSON.parse(body);
  } catch {
    plain = null;
  }
  let handled = null;
  const dispatcher = new EventDispatcher({ encryptKey: key, logger: quiet });
  const type = plain && plain.header && plain.header.event_type;
  if (type) dispatcher.register({ [type]: (event) => { handled = event; return "ok"; } });
  const answer = await dispatcher.invoke(data);
  return { accepted: answer === "ok", handled: handled !== null, plain };
}

const lines = readline.createInterface({ input: process.stdin });
lines.on("line", async (line) => {
  let verdict;
  try {
    verdict = await judge(JSON.parse(line));
  } catch (error) {
    verdict = { accepted: false, error: String(error) };
  }
  process.stdout.write(JSON.stringify({ n: JSON.parse(line).n, ...verdict }) + "\n");
});
