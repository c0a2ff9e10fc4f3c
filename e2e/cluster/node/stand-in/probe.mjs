// Stands in for the probe, for tests that are about what surrounds it: its exit codes and its verdict are the real one's.
import { writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MILLISECONDS = 20_000;
const CONNECT_MILLISECONDS = 500;

const list = (name) => (process.env[name] ?? "").split(",").filter((it) => it !== "");
const [gateway] = list("CATALYST_GATEWAY");
const denied = [...list("CATALYST_CANARY"), ...list("CATALYST_DENIED")];

writeFileSync("/out/passwd", `agent:x:${process.getuid()}:${process.getgid()}::/home/agent:/bin/sh\n`);
writeFileSync("/out/group", `agent:x:${process.getgid()}:\n`);

const into = process.env.CATALYST_COPIES;
const files = into === undefined ? [] : ["node/bin/node", "bin/tini", "runner.mjs"];
const copying = Promise.all(files.map((file) => cp(`/opt/catalyst/${file}`, `${into}/${file}`)));
const startedAt = Date.now();
let quietRounds = 0;
let open = [];
let isGatewayThere = false;
while (Date.now() - startedAt < PATIENCE_MILLISECONDS && quietRounds < 2) {
  isGatewayThere ||= await reach(gateway);
  const reached = await Promise.all(denied.map(reach));
  open = denied.filter((_, index) => reached[index]);
  quietRounds = open.length === 0 && isGatewayThere ? quietRounds + 1 : 0;
  await sleep(100);
}
await copying;
const facts = [`enforced after ${Date.now() - startedAt} ms`];
writeFileSync("/dev/termination-log", JSON.stringify({ facts, failures: open }));
const withoutOpen = isGatewayThere ? 0 : 95;
process.exit(open.length > 0 ? 96 : withoutOpen);

async function reach(place) {
  const colon = place.lastIndexOf(":");
  const socket = connect({ host: place.slice(0, colon), port: Number(place.slice(colon + 1)) });
  const isOpen = await new Promise((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.setTimeout(CONNECT_MILLISECONDS, () => resolve(false));
  });
  socket.destroy();
  return isOpen;
}
