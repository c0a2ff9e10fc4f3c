import { readFileSync, writeSync } from "node:fs";
import { text } from "node:stream/consumers";
import { checkPush } from "./check-push.ts";
import { DOOR_CHANNEL } from "./door-channel.ts";
import type { DoorOrder } from "./door-messages.ts";

// The hook `pre-receive` of a quarantine: it sees what is pushed with git's own environment, before anything is taken.

/** Where what comes in is, apart from what is there (git-receive-pack(1), "QUARANTINE ENVIRONMENT"). */
const INCOMING = ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"];

const order = JSON.parse(readFileSync(DOOR_CHANNEL, "utf8")) as DoorOrder;
const commands = await text(process.stdin);
const answer = await checkPush(order, {
  heads: commands.split("\n").flatMap((line) => line.split(" ")[1] ?? []),
  env: Object.fromEntries(INCOMING.map((name) => [name, process.env[name] ?? ""]).filter(([, value]) => value !== "")),
});
writeSync(DOOR_CHANNEL, JSON.stringify(answer));
if (answer.kind === "refused") {
  process.stderr.write(`Catalyst: the push is refused: ${answer.reason}.\n`);
  process.exitCode = 1;
}
