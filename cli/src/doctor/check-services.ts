import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createOwnClient } from "@catalyst/api/own";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import type { CliConfig } from "../config.ts";
import { ensureUp, upFailure } from "../up/ensure-up.ts";
import { findUp, type UpHolder } from "../up/lock/up-lock.ts";
import { logPlace } from "../up/log/log-place.ts";
import type { ServiceState } from "../up/service/service-state.ts";
import { describeError, type Finding, failed, isFailed, limited, ok } from "./finding.ts";

/** An import would load all that node:http names, fetch and WebSocket among it. */
const { request } = process.getBuiltinModule("node:http");

const HEALTH_MILLISECONDS = 3000;
const START_MILLISECONDS = 20_000;
const POLL_MILLISECONDS = 20;
/** One failure may be a kill; the second says what is wrong. */
const MAX_FAILURES = 2;

/**
 * Starts the services of the home unless they run, and asks gateway and server; what was started ends by itself when idle.
 * `needed`: what they need; where that is missing, they aren't waited for.
 */
export async function checkServices(config: CliConfig, needed: Promise<Finding[]>): Promise<Finding> {
  const { home } = config;
  const started = await ensureUp(config);
  const missing = needed.then((findings) => findings.filter(isFailed));
  const problem = await waitUntilReady(home, missing);
  if (problem !== null) {
    return problem;
  }
  try {
    await Promise.all([askGateway(home), askServer(home)]);
  } catch (error) {
    return failed("Services", describeError(error), `What they said is ${logPlace(home, await findUp(home))}`);
  }
  const how = started === "running" ? "running" : "started for this trial";
  return ok("Services", `${how}; worker, gateway and server are ready, gateway and server answer`);
}

/** What prevents it; null when all are ready. */
async function waitUntilReady(home: string, missing: Promise<Finding[]>): Promise<Finding | null> {
  let known: Finding[] = [];
  void missing.then((findings) => {
    known = findings;
  });
  const deadline = Date.now() + START_MILLISECONDS;
  for (;;) {
    const up = await findUp(home);
    const waiting = up?.services.filter(({ state }) => state !== "ready") ?? [];
    if (up !== null && up.services.length > 0 && waiting.length === 0) {
      return null;
    }
    const problem = findProblem(up, waiting, home) ?? (Date.now() > deadline ? describe(waiting) : null);
    if (problem !== null || known.length > 0) {
      // Where what they need is missing they say the same again.
      const names = (await missing).map(({ name }) => name);
      return problem === null || names.length > 0
        ? limited("Services", `not waited for: they need what is missing (${names.join(", ")}).`, null)
        : failed(
            "Services",
            problem,
            `All that they said is ${logPlace(home, up)}. If they are only slow: catalyst doctor`,
          );
    }
    await wait(POLL_MILLISECONDS);
  }
}

/** Why it is in vain to wait; null while it isn't. */
function findProblem(up: UpHolder | null, waiting: ServiceState[], home: string): string | null {
  const failing = up === null ? upFailure(home, 1) : waiting.find(({ failures }) => failures >= MAX_FAILURES);
  return failing == null ? null : `the ${failing.name} doesn't start. It said: ${failing.lastWords}`;
}

function describe(waiting: ServiceState[]): string {
  const names = waiting.length === 0 ? "worker, gateway and server" : waiting.map(({ name }) => name).join(" and ");
  return `not ready after ${START_MILLISECONDS / 1000} s: ${names}.`;
}

async function askGateway(home: string): Promise<void> {
  const socketPath = join(home, "gateway", "gateway.sock");
  const status = await askHealth(socketPath).catch((error: Error) => {
    throw new Error(`the gateway at ${socketPath} doesn't answer: ${error.message}.`);
  });
  if (status !== 200) {
    throw new Error(`the gateway at ${socketPath} answered ${status}.`);
  }
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

async function askServer(home: string): Promise<void> {
  const client = createOwnClient(unixSocketTransport(join(home, "server", "server.sock")));
  try {
    await client.call("getHealth", {}, { signal: AbortSignal.timeout(HEALTH_MILLISECONDS) });
  } catch (error) {
    throw new Error(`the server doesn't answer: ${describeError(error)}`);
  }
}
