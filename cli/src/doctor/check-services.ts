import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createClient } from "@catalyst/api";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import type { CliConfig } from "../config.ts";
import { ensureUp, upFailure, upLogPath } from "../up/ensure-up.ts";
import type { ServiceState } from "../up/service-state.ts";
import { findUp } from "../up/up-lock.ts";
import { type Finding, failed, ok } from "./finding.ts";

/** An import would load all that node:http names, fetch and WebSocket among it. */
const { request } = process.getBuiltinModule("node:http");

const HEALTH_MILLISECONDS = 3000;
const START_MILLISECONDS = 20_000;
const POLL_MILLISECONDS = 20;
/** One failure may be a kill; the second says what is wrong. */
const MAX_FAILURES = 2;

/** Starts the services of the home unless they run, and asks gateway and server; what was started ends by itself when idle. */
export async function checkServices(config: CliConfig): Promise<Finding> {
  const { home } = config;
  const started = await ensureUp(config);
  const problem = await waitUntilReady(home);
  if (problem !== null) {
    return failed("Services", problem, `Mend it; all that they said: ${upLogPath(home)}`);
  }
  const socketPath = join(home, "gateway", "gateway.sock");
  try {
    const status = await askHealth(socketPath);
    if (status !== 200) {
      return failed("Services", `the gateway at ${socketPath} answered ${status}.`, `See its log: ${upLogPath(home)}`);
    }
    const problem = await askServer(home);
    if (problem !== null) {
      return failed("Services", problem, `See its log: ${upLogPath(home)}`);
    }
    const how = started === "running" ? "running" : "started for this trial";
    return ok("Services", `${how}; worker, gateway and server are ready, gateway and server answer`);
  } catch (error) {
    return failed(
      "Services",
      `the gateway at ${socketPath} doesn't answer: ${(error as Error).message}.`,
      `See its log: ${upLogPath(home)}`,
    );
  }
}

/** What prevents it; null when all are ready. */
async function waitUntilReady(home: string): Promise<string | null> {
  const deadline = Date.now() + START_MILLISECONDS;
  for (;;) {
    const up = await findUp(home);
    const waiting = up?.services.filter(({ state }) => state !== "ready") ?? [];
    if (up !== null && up.services.length > 0 && waiting.length === 0) {
      return null;
    }
    const failing = up === null ? upFailure(home) : waiting.find(({ failures }) => failures >= MAX_FAILURES);
    if (failing != null) {
      return `the ${failing.name} doesn't start. It said: ${failing.lastWords}`;
    }
    if (Date.now() > deadline) {
      return `not ready after ${START_MILLISECONDS / 1000} s: ${describe(waiting)}.`;
    }
    await wait(POLL_MILLISECONDS);
  }
}

function describe(waiting: ServiceState[]): string {
  return waiting.length === 0 ? "worker, gateway and server" : waiting.map(({ name }) => name).join(" and ");
}

function askHealth(socketPath: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: "/health", timeout: HEALTH_MILLISECONDS }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once("timeout", () => asked.destroy(new Error(`no answer within ${HEALTH_MILLISECONDS / 1000} s`)));
    asked.once("error", reject);
    asked.end();
  });
}

/** What prevents the server from answering; null when it does. */
async function askServer(home: string): Promise<string | null> {
  const client = createClient(unixSocketTransport(join(home, "server", "server.sock")));
  try {
    await client.call("getHealth", {}, { signal: AbortSignal.timeout(HEALTH_MILLISECONDS) });
    return null;
  } catch (error) {
    return `the server doesn't answer: ${(error as Error).message}`;
  }
}
