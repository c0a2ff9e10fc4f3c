import type { Readable } from "node:stream";
import { z } from "zod";
import { ClusterFault, readFault } from "./cluster-fault.ts";
import { AnyObject } from "./cluster-object.ts";
import type { ClusterConnection, Query } from "./connect-cluster.ts";
import { readLines } from "./read-lines.ts";

const UNKNOWN_CODE = 500;

const Event = z.discriminatedUnion("type", [
  z.object({ type: z.enum(["ADDED", "MODIFIED", "DELETED"]), object: AnyObject }),
  z.object({
    type: z.literal("BOOKMARK"),
    object: z.object({ metadata: z.object({ resourceVersion: z.string().min(1) }) }),
  }),
  z.object({ type: z.literal("ERROR"), object: z.unknown() }),
]);

/** What happened to one object; or only that nothing else did until this version. */
export type WatchEvent =
  | { kind: "put" | "remove"; object: AnyObject; version: string }
  | { kind: "nothing"; version: string };

export interface Watching {
  connection: ClusterConnection;
  path: string;
  query?: Query;
  /** What is known already. */
  version: string;
  /** The server ends it after so long. */
  timeoutSeconds: number;
  /** Bookmarks come each minute: a watch that says nothing for so long is dead. */
  idleMilliseconds: number;
  signal: AbortSignal;
}

/** What the watch is dead of, told apart from other faults: what it didn't say may have been lost. */
export class SilentWatch extends ClusterFault {
  constructor(milliseconds: number) {
    super("unavailable", `the watch said nothing for ${milliseconds / 1000} s`);
    this.name = "SilentWatch";
  }
}

/** What happens from that version on, until the server ends the watch or it is cut. Throws `ClusterFault`. */
export async function* watchObjects(watching: Watching): AsyncGenerator<WatchEvent> {
  const { connection, path, query, version, timeoutSeconds, signal, idleMilliseconds } = watching;
  const body = await connection.stream({
    ...{ method: "GET", path, signal },
    query: { ...query, watch: true, resourceVersion: version, allowWatchBookmarks: true, timeoutSeconds },
  });
  const watchdog = startWatchdog(body, idleMilliseconds);
  try {
    for await (const line of readLines(body)) {
      watchdog.restart();
      yield readEvent(line);
    }
  } catch (cause) {
    if (cause instanceof ClusterFault || signal.aborted) {
      throw cause;
    }
    throw new ClusterFault("unavailable", `the watch was cut: ${(cause as Error).message}`, { cause });
  } finally {
    watchdog.stop();
    body.destroy();
  }
}

function startWatchdog(body: Readable, milliseconds: number) {
  const bite = () => void body.destroy(new SilentWatch(milliseconds));
  let timer = setTimeout(bite, milliseconds);
  return {
    restart() {
      clearTimeout(timer);
      timer = setTimeout(bite, milliseconds);
    },
    stop: () => clearTimeout(timer),
  };
}

function readEvent(line: string): WatchEvent {
  const event = Event.safeParse(parseJson(line));
  if (!event.success) {
    throw new ClusterFault("unavailable", "the watch said something that is no event");
  }
  const { type, object } = event.data;
  switch (type) {
    case "ERROR":
      throw readFault({ code: UNKNOWN_CODE }, object);
    case "BOOKMARK":
      return { kind: "nothing", version: object.metadata.resourceVersion };
    default: {
      const version = object.metadata.resourceVersion;
      return { kind: type === "DELETED" ? "remove" : "put", object, version };
    }
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
