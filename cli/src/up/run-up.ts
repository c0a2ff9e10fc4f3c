import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { CatalystError } from "@catalyst/core/apart";
import { type MachineProcess, metricsListenOf } from "@catalyst/core/apart/variables";
import { isAlive, type ProcessIdentity, signalProcess } from "@catalyst/machine/apart";
import type { CliConfig } from "../config.ts";
import type { Output } from "../output/output.ts";
import { formatElapsed } from "../output/words/format-quantity.ts";
import { endUp } from "./lock/end-up.ts";
import { noteInto } from "./lock/note-into.ts";
import { findUp, takeUpLock, type UpLock } from "./lock/up-lock.ts";
import { formatLogLine } from "./log/format-log-line.ts";
import { type ProcessSpec, type SupervisorDeps, superviseProcess } from "./service/supervise-process.ts";
import { waitUntilIdle } from "./wait-until-idle.ts";
import { type Front, openFront } from "./web/open-front.ts";
import { webSocketOf } from "./web/web-places.ts";

const ORPHAN_MILLISECONDS = 3000;

export interface RunUpInput {
  config: CliConfig;
  /** End when nobody has asked for anything for `idleSeconds`, and nothing is unfinished. */
  untilIdle: boolean;
  /** Where the server is to listen; null: as the settings say. */
  listen: string | null;
  /** Where the processes are to tell their metrics, each at the next port; null: as the settings say. */
  metrics: string | null;
  signal: AbortSignal;
}

/** PostgreSQL, gateway, worker and server until the signal, or until idle. Throws `conflict` when the home has a running `up`. */
export async function runUp(input: RunUpInput, output: Output): Promise<void> {
  const { config } = input;
  const lock = await takeLock(input, output);
  if (lock === null) {
    const holder = await findUp(config.home);
    output.say(`Process ${holder?.pid ?? "unknown"} is up for ${config.home} already.`);
    return;
  }
  try {
    await endOrphans(lock.orphans, output);
    await serve(input, { lock, output });
  } finally {
    await lock.release();
  }
}

/** One that a command started in the background makes room for one that a person starts. null: there is one already. */
async function takeLock({ config: { home }, untilIdle }: RunUpInput, output: Output): Promise<UpLock | null> {
  for (;;) {
    const lock = await takeUpLock(home, untilIdle);
    const holder = lock === null ? await findUp(home) : null;
    if (lock !== null || (untilIdle && holder !== null)) {
      return lock;
    }
    if (holder?.isBackground === false) {
      throw new CatalystError(
        "conflict",
        `Starting up failed: this home (${home}) has a running one, process ${holder.pid}. Use that, or end it first: kill ${holder.pid}`,
      );
    }
    if (holder !== null) {
      output.say(`Ending what a command started in the background (process ${holder.pid}) …`);
      const startedAt = Date.now();
      const tick = setInterval(() => output.status(`ending it … ${formatElapsed(Date.now() - startedAt)}`), 1000);
      await endUp(holder, "in the background").finally(() => {
        clearInterval(tick);
        output.status(null);
      });
    }
  }
}

async function serve(input: RunUpInput, { lock, output }: { lock: UpLock; output: Output }): Promise<void> {
  output.say("Starting PostgreSQL, gateway, worker and server …");
  // The server may have answered all that is asked of it before the database is opened here.
  const startedAt = Date.now();
  const hopeless = new AbortController();
  const giveUp = (words: string) => hopeless.abort(new CatalystError("invalid_configuration", words));
  const { front, ...noted } = superviseInto(lock, output, input);
  const deps = { ...noted, onHopeless: giveUp };
  // Each of them makes sure of PostgreSQL itself, so that none needs to wait for it here. One that its settings keep from
  // working ends them all, instead of dying again and again. The server comes first: whoever started this waits for it.
  const server = superviseProcess(specify("server", input), deps);
  const gateway = superviseProcess(specify("gateway", input), deps);
  const worker = superviseProcess(specify("worker", input), deps);
  const stop = async () => {
    await front.stop();
    await server.stop();
    // The worker before the gateway: what it lets go of goes on in its environment and needs the gateway to the last.
    await worker.stop();
    await gateway.stop();
  };
  try {
    await serveUntilEnd(
      { ...input, signal: AbortSignal.any([input.signal, hopeless.signal]) },
      { startedAt, stop, output },
    );
    hopeless.signal.throwIfAborted();
  } finally {
    await stop();
  }
}

async function serveUntilEnd(
  { config, untilIdle, signal }: RunUpInput,
  { startedAt, stop, output }: { startedAt: number; stop: () => Promise<void>; output: Output },
): Promise<void> {
  // Loaded while the services start: what opens the database takes longer than to start them.
  const { openStores } = await import("../open-stores.ts");
  const stores = await openStores(config);
  try {
    output.say(`Up for ${config.home}. Ctrl-C ends it.`);
    await (untilIdle ? waitUntilIdle(config, { stores, startedAt, signal }) : waitForAbort(signal));
    output.say("Stopping …");
    await stop();
  } finally {
    await stores.close();
  }
}

function specify(name: MachineProcess, { config, untilIdle, listen, ...input }: RunUpInput): ProcessSpec {
  const { processEnv, installEnv, serverEnv, tellingEnv } = config;
  const { CATALYST_GATEWAY_KEY_FILE: _withheld, ...env } = processEnv;
  // Only the gateway opens credentials, and only the worker installs agents. A command that starts what it needs opens no port
  // that nobody asked for.
  const said: Record<string, string> = listen === null ? {} : { CATALYST_LISTEN: listen };
  const web: Record<string, string> = hasWeb({ config, untilIdle })
    ? { CATALYST_WEB_SOCKET: webSocketOf(config.home) }
    : {};
  const server = { ...(untilIdle ? { CATALYST_LISTEN: "off" } : {}), ...env, ...serverEnv, ...said, ...web };
  const envs = { gateway: processEnv, worker: { ...env, ...installEnv, ...tellingEnv }, server };
  const metrics = untilIdle ? null : (input.metrics ?? config.metricsListen);
  const measured: Record<string, string> =
    metrics === null ? {} : { CATALYST_METRICS_LISTEN: metricsListenOf(name, metrics) };
  const path = fileURLToPath(new URL(`../../../${name}/src/main.ts`, import.meta.url));
  return { name, path, env: { ...envs[name], ...measured } };
}

/** What a command started for itself serves no pages. */
function hasWeb({ config, untilIdle }: Pick<RunUpInput, "config" | "untilIdle">): boolean {
  return config.isWebWanted && !untilIdle;
}

/** Where people find it is said, and its web started, by what the server says. */
function superviseInto(
  lock: UpLock,
  output: Output,
  input: RunUpInput,
): Omit<SupervisorDeps, "onHopeless"> & { front: Front } {
  const note = noteInto(lock);
  const say = (name: string, line: string) =>
    output.say(
      `${output.colors.dim(`${name.padEnd(7)} |`)} ${formatLogLine(line, { isWatched: output.isInteractive })}`,
    );
  const front = openFront(input.config, hasWeb(input), {
    output,
    onLine: say,
    // Who asks whether all works waits for the services alone.
    onChange: (_state, identity) => note.child("web", identity),
    onBuild: (identity) => note.child("web's build", identity),
    onState: note.web,
  });
  return {
    front,
    onLine(name, line) {
      say(name, line);
      if (name === "server") {
        front.read(line);
      }
    },
    onChange(state, identity) {
      note.service(state);
      note.child(state.name, identity);
    },
  };
}

async function waitForAbort(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  }
}

async function endOrphans(orphans: ProcessIdentity[], output: Output): Promise<void> {
  if (orphans.length === 0) {
    return;
  }
  output.say(`Ending ${orphans.length} processes that a killed \`up\` left …`);
  for (const orphan of orphans) {
    signalProcess(orphan, "SIGTERM");
  }
  const deadline = Date.now() + ORPHAN_MILLISECONDS;
  while (orphans.some(isAlive) && Date.now() < deadline) {
    await wait(50);
  }
  for (const orphan of orphans) {
    signalProcess(orphan, "SIGKILL");
  }
}
