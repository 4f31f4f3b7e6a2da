// Uses a local Feishu through the Node SDK's REST client, and prints what it got.
const [, , sdkPath, domain, appId, appSecret, openId, chatId, card, picture] = process.argv;
const fs = require("node:fs");
const { Client } = require(sdkPath);

const quiet = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };

async function code(promise) {
  try {
    return (await promise).code;
  } catch (error) {
    return error.response ? error.response.data.code : String(error);
  }
}

async function main() {
  const client = new Client({ appId, appSecret, domain, logger: quiet });
  const message = client.im.v1.message;
  const sent = await message.create({
    params: { receive_id_type: "open_id" },
    data: { receive_id: openId, msg_type: "interactive", content: card, uuid: "node-1" },
  });
  const path = { message_id: sent.data.message_id };
  const image = await client.im.v1.image.create({
    data: { image_type: "message", image: fs.createReadStream(picture) },
  });
  const answer = {
    message_id: sent.data.message_id,
    patch: await code(message.patch({ path, data: { content: card } })),
    reply: await code(message.reply({ path, data: { msg_type: "text", content: '{"text":"好"}' } })),
    read: (await message.get({ path })).data.items[0].msg_type,
    members: (await client.im.v1.chatMembers.get({ path: { chat_id: chatId } })).data.items.map((one) => one.name),
    chat: (await client.im.v1.chat.get({ path: { chat_id: chatId } })).data.chat_mode,
    user: (await client.contact.v3.user.get({ path: { user_id: openId } })).data.user.name,
    image_key: image.image_key,
    bad_card: await code(
      message.create({
        params: { receive_id_type: "open_id" },
        data: { receive_id: openId, msg_type: "interactive", content: '{"schema":"2.0","x":1}' },
      }),
    ),
    recall: await code(message.delete({ path })),
  };
  process.stdout.write(JSON.stringify(answer));
}

main().catch((error) => {
  process.stderr.write(String(error.stack || error));
  process.exit(1);
});
