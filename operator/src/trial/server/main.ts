import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";

/** `helm test`: whether the server answers at its service as the address that people know, with its contract and its pages. */
const WAIT_MILLISECONDS = 60_000;
const LOOK_MILLISECONDS = 1000;
const FIRST_ERROR = 400;
/** Of the server, and of the web app, which sends whoever isn't signed in to signing in. */
const PATHS = ["/api/v1/openapi.json", "/sign-in", "/agent-tasks"];

const { CATALYST_SERVER_ADDRESS: address = "", CATALYST_PUBLIC_URL: publicUrl = "" } = process.env;
const { host } = new URL(publicUrl);
const late = performance.now() + WAIT_MILLISECONDS;
for (const path of PATHS) {
  let answer = await ask(path);
  while (!answer.isGood && performance.now() < late) {
    await sleep(LOOK_MILLISECONDS);
    answer = await ask(path);
  }
  process.stdout.write(`${path}: ${answer.words}\n`);
  process.exitCode = answer.isGood ? process.exitCode : 1;
}

async function ask(path: string): Promise<{ isGood: boolean; words: string }> {
  try {
    const { statusCode, body } = await request(`${address}${path}`, { headers: { host } });
    await body.dump();
    return { isGood: statusCode < FIRST_ERROR, words: String(statusCode) };
  } catch (cause) {
    return { isGood: false, words: (cause as Error).message };
  }
}
