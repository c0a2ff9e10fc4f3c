// Stands in for the runner: it does what the test says at the gateway, and tells what came of it there.
import { createRequire } from "node:module";
import { connect } from "node:net";

const [gateway] = process.env.CATALYST_GATEWAY.split(",");
const stage = process.env.CATALYST_STAGE;
const CONNECT_MILLISECONDS = 2000;

const ask = async (path, body) =>
  await fetch(`http://${gateway}${path}`, { method: "POST", body: JSON.stringify(body) });
const tell = async (what) => void (await ask("/told", { stage, what }));
/** `open`, or why it isn't. */
const reach = async (host, port) => {
  const socket = connect({ host, port });
  const found = await new Promise((resolve) => {
    socket.once("connect", () => resolve("open")).once("error", ({ code }) => resolve(code));
    socket.setTimeout(CONNECT_MILLISECONDS, () => resolve("silent"));
  });
  socket.destroy();
  return found;
};
const script = await (await ask("/script", { stage })).text();
const run = new Function("tell", "reach", "require", `return (async () => {${script}})()`);
process.exit((await run(tell, reach, createRequire(import.meta.url))) ?? 0);
