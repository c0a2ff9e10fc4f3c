import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { PLAIN_ENV } from "../repository/run-git.ts";
import type { Door } from "../serving/ask-model.ts";
import { installPeers } from "./install-peers.ts";

/** LiteLLM takes a while to load itself. */
const START_MILLISECONDS = 120_000;
const LOOK_MILLISECONDS = 100;
const PATH = "/v1/messages";

export interface Peer {
  name: "Portkey" | "LiteLLM";
  door: Door;
  stop(): Promise<void>;
}

/** Starts Portkey and LiteLLM in front of this model, one process each as our gateway is one, installed before where they aren't there. */
export async function startPeers(folder: string, modelUrl: string): Promise<Peer[]> {
  const { portkey, python } = await installPeers();
  const peers = [await startPortkey(portkey, modelUrl)];
  try {
    return [...peers, await startLiteLlm(python, { folder, modelUrl })];
  } catch (error) {
    await Promise.all(peers.map(({ stop }) => stop()));
    throw error;
  }
}

async function startPortkey(program: string, modelUrl: string): Promise<Peer> {
  const port = await findPort();
  const headers = {
    "x-portkey-provider": "anthropic",
    "x-portkey-custom-host": `${modelUrl}/v1`,
    "anthropic-version": "2023-06-01",
  };
  const stop = await start({ command: [process.execPath, program, `--port=${port}`, "--headless"], port, env: {} });
  return { name: "Portkey", door: { port, path: PATH, token: "none", headers }, stop };
}

async function startLiteLlm(python: string, { folder, modelUrl }: { folder: string; modelUrl: string }): Promise<Peer> {
  const port = await findPort();
  const config = join(folder, "litellm.json");
  const to = { model: "anthropic/claude-sonnet-4-5", api_base: modelUrl, api_key: "none" };
  // What is JSON is YAML, too.
  await writeFile(config, JSON.stringify({ model_list: [{ model_name: "claude-sonnet-4-5", litellm_params: to }] }));
  const options = ["--config", config, "--host", "127.0.0.1", "--port", String(port), "--num_workers", "1"];
  const command = [python, "-c", "from litellm import run_server; run_server()", ...options];
  // Otherwise it loads its prices from the internet.
  const env = { HOME: folder, LITELLM_LOCAL_MODEL_COST_MAP: "True", LITELLM_LOG: "ERROR" };
  const stop = await start({ command, port, env });
  return { name: "LiteLLM", door: { port, path: PATH, token: "none", headers: {} }, stop };
}

interface Start {
  command: string[];
  port: number;
  env: Record<string, string>;
}

/** Waits until it listens. Returns how to end it. */
async function start({ command: [program = "", ...args], port, env }: Start): Promise<() => Promise<void>> {
  const child = spawn(program, args, { env: { ...PLAIN_ENV, ...env }, stdio: "ignore" });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill();
    await ended;
  };
  for (const deadline = Date.now() + START_MILLISECONDS; !(await isListening(port)); ) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${program} ${args.join(" ")} doesn't listen.`);
    }
    await wait(LOOK_MILLISECONDS);
  }
  return stop;
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
