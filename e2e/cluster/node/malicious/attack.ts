import type { ScriptRun } from "../product/run-script.ts";

/** Who is around, as `host:port`. */
export interface AttackGround {
  gateway: string;
  canary: string;
  apiServer: string;
  /** What would show that the trusted side ran something of the agent's. */
  marker: string;
}

/** What an agent tries in a pod, and what has to be true of what came of it. */
export interface Attack {
  what: string;
  /** What is in the repository beside one file. */
  files?: Record<string, string>;
  script: (ground: AttackGround) => string;
  holds: (run: ScriptRun, ground: AttackGround) => unknown;
}

/** The key that the gateway has, and nobody else may. */
export const CANARY = "sk-ant-canary-0123456789abcdef";
/** Where the kubelet puts what shows who the pod is. */
export const IDENTITY = "/var/run/catalyst/token";

/** A program for Node, with the agent's own token and ways to ask the gateway and to dial anybody. */
export function program(lines: string): string {
  return `cat > /tmp/attack.mjs <<'END-OF-PROGRAM'
import { readFileSync } from "node:fs";
import { connect } from "node:net";
const token = Buffer.from(process.env.GIT_CONFIG_VALUE_0.split("Basic ")[1], "base64").toString().split(":")[1];
const ask = (method, path, body = {}) =>
  fetch("http://127.0.0.1:8787" + path, {
    method,
    headers: { authorization: "Bearer " + token, "content-type": "application/json" },
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  }).then((response) => response.status, (error) => error.code ?? error.cause?.code);
const dial = (place) =>
  new Promise((resolve) => {
    const colon = place.lastIndexOf(":");
    const socket = connect({ host: place.slice(0, colon), port: Number(place.slice(colon + 1)) });
    const end = (word) => (socket.destroy(), resolve(word));
    socket.once("connect", () => end("open")).once("error", ({ code }) => end(code)).setTimeout(3000, () => end("silent"));
  });
${lines}
END-OF-PROGRAM
node /tmp/attack.mjs`;
}
