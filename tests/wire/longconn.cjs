// Holds a long connection to a local Feishu with the Node SDK, says what comes, and ends with its standard input.
const [, , sdkPath, domain, appId, appSecret] = process.argv;
const { WSClient, EventDispatcher, LoggerLevel } = require(sdkPath);

const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");

const dispatcher = new EventDispatcher({ logger: quiet }).register({
  "im.message.receive_v1": async (event) => {
    say({ text: JSON.parse(event.message.content).text });
    if (event.message.content.includes("fail")) throw new Error("as asked");
  },
  "card.action.trigger": async (event) => {
    say({ note: event.action.form_value.note });
    return { toast: { type: "success", content: "收到" } };
  },
});
const client = new WSClient({ appId, appSecret, domain, logger: quiet, loggerLevel: LoggerLevel.fatal });
client.start({ eventDispatcher: dispatcher });
process.stdin.resume();
process.stdin.on("end", () => {
  client.close({ force: true });
  process.exit(0);
});
