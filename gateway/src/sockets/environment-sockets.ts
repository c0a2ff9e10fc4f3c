import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type GrantStore, gatewayFolderName, isGatewayFolderName } from "@catalyst/core";
import type { Logger } from "pino";
import { errorFields } from "../error-fields.ts";
import { connectionShare } from "./connection-share.ts";
import { type EnvironmentSocket, type EnvironmentSocketDeps, openEnvironmentSocket } from "./environment-socket.ts";

const SWEEP_MILLISECONDS = 2000;
/** Of one environment. */
const SOCKETS_EACH = 2;
/** Until then a runner whose execution ended is told so. */
const KEEP_MILLISECONDS = 10_000;

export interface EnvironmentSocketsDeps extends Pick<EnvironmentSocketDeps, "limits" | "now" | "onConnection"> {
  /** Holds a folder for each environment, beside the gateway's own socket. */
  folder: string;
  grants: Pick<GrantStore, "listExecutions" | "watch">;
  log: Logger;
}

export interface EnvironmentSockets {
  /** Takes no new connections; resolves when the open ones have ended. */
  close(): Promise<void>;
  /** Ends the open connections. */
  cut(): void;
}

interface Opened extends EnvironmentSocket {
  /** Since when no live grant needs it, in milliseconds since 1970. */
  unneededSince: number | null;
}

/**
 * Keeps a socket for each execution that has a live grant, beginning with the folders that are there: environments live on
 * while the gateway starts again, and the database may not answer then.
 */
export async function openEnvironmentSockets(deps: EnvironmentSocketsDeps): Promise<EnvironmentSockets> {
  const opened = new Map<string, Opened>();
  for (const name of (await readdir(deps.folder)).filter(isGatewayFolderName)) {
    await open(name, opened, deps);
  }
  let stopWatching: (() => Promise<void>) | null = null;
  const follow = oneAtATime(async () => {
    try {
      stopWatching ??= await deps.grants.watch(() => void follow());
      await openNeeded(opened, deps);
      await removeUnneeded(opened, deps, KEEP_MILLISECONDS);
    } catch (error) {
      deps.log.warn(errorFields(error), "live grants not followed");
    }
  });
  await follow();
  const sweep = setInterval(follow, SWEEP_MILLISECONDS);
  return {
    async close() {
      clearInterval(sweep);
      await stopWatching?.();
      const closed = [...opened.values()].map((socket) => socket.close());
      await removeUnneeded(opened, deps, 0);
      await Promise.all(closed);
    },
    cut() {
      for (const socket of opened.values()) {
        socket.cut();
      }
    },
  };
}

async function openNeeded(opened: Map<string, Opened>, deps: EnvironmentSocketsDeps): Promise<void> {
  const needed = new Set((await deps.grants.listExecutions()).map(gatewayFolderName));
  for (const name of needed) {
    await open(name, opened, deps);
  }
  for (const [name, socket] of opened) {
    socket.unneededSince = needed.has(name) ? null : (socket.unneededSince ?? deps.now().getTime());
  }
}

/** A failure is this environment's alone, and is tried again by the next sweep. */
async function open(name: string, opened: Map<string, Opened>, deps: EnvironmentSocketsDeps): Promise<void> {
  if (opened.has(name)) {
    return;
  }
  const log = deps.log.child({ environment: name });
  try {
    const socket = await openEnvironmentSocket(
      { folder: join(deps.folder, name), name },
      {
        ...deps,
        share: () => connectionShare(SOCKETS_EACH * opened.size),
        onError: (error) => log.warn(errorFields(error), "socket not opened again"),
      },
    );
    opened.set(name, { ...socket, unneededSince: null });
    log.debug("socket opened");
  } catch (error) {
    log.error(errorFields(error), "socket not opened");
  }
}

/** Environments that are left there have nothing more to ask. */
async function removeUnneeded(
  opened: Map<string, Opened>,
  { folder, now }: EnvironmentSocketsDeps,
  keepMilliseconds: number,
): Promise<void> {
  const before = now().getTime() - keepMilliseconds;
  for (const [name, socket] of opened) {
    if (socket.unneededSince !== null && socket.unneededSince <= before) {
      opened.delete(name);
      void socket.close();
      socket.cut();
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

/** Calls that come while one runs are one further call together. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  let waiting: Promise<void> | null = null;
  return () => {
    waiting ??= last = last.then(() => {
      waiting = null;
      return run();
    });
    return waiting;
  };
}
