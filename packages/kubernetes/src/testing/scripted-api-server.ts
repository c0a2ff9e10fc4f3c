import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface Kept {
  name: string;
  version: number;
  text: string;
}

interface Happened {
  type: "ADDED" | "MODIFIED" | "DELETED";
  object: object;
  version: number;
}

/** What becomes of one answer instead of the right one. */
export type Mischief =
  /** It is cut after so many bytes, within a line or not. */
  | { kind: "cut"; afterBytes: number }
  /** It says that what was asked from is gone: as a status, or as an event. */
  | { kind: "gone"; as: "status" | "event" }
  | { kind: "throttle"; retryAfterSeconds: number }
  /** Something before it answers. */
  | { kind: "other"; code: number; body: string }
  /** It goes on without a word. */
  | { kind: "silence" }
  /** It says this line, whatever it means. */
  | { kind: "line"; line: string };

export interface ScriptedApiServer {
  address: string;
  put(name: string, text: string): void;
  remove(name: string): void;
  /** What it has: the names, and their texts. */
  contents(): Record<string, string>;
  /** Asked at each answer: null for the right one. */
  misbehave(choose: (asked: { isWatch: boolean }) => Mischief | null): void;
  /** How often lists and watches were asked for. */
  asked: { lists: number; watches: number; versions: string[] };
  /** Tells all watches the present version. */
  bookmark(): void;
  /** Ends all watches, as an API server does after their time. */
  endWatches(): void;
  stop(): Promise<void>;
}

/** Plays an API server with one kind of object, as well as it may or as badly as it is told. `pageSize`: of its lists. */
export async function startScriptedApiServer({ pageSize = 500 } = {}): Promise<ScriptedApiServer> {
  const store = scriptedStore();
  const asked: ScriptedApiServer["asked"] = { lists: 0, watches: 0, versions: [] };
  let choose: (asked: { isWatch: boolean }) => Mischief | null = () => null;
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? "", "http://localhost").searchParams;
    const isWatch = query.get("watch") === "true";
    const mischief = choose({ isWatch });
    const answer = () => {
      if (isWatch) {
        asked.watches++;
        asked.versions.push(query.get("resourceVersion") ?? "");
        store.watch(response, Number(query.get("resourceVersion")));
      } else {
        asked.lists++;
        response.end(JSON.stringify(store.page(Number(query.get("continue") ?? 0), pageSize)));
      }
    };
    if (mischief === null) {
      answer();
    } else {
      misbehave({ response, mischief, answer });
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    ...store,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    misbehave: (chosen) => {
      choose = chosen;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** What it has, what became of it, and who watches. */
function scriptedStore() {
  const kept = new Map<string, Kept>();
  const history: Happened[] = [];
  const watches = new Set<ServerResponse>();
  let version = 100;
  const say = (response: ServerResponse, event: object) => void response.write(`${JSON.stringify(event)}\n`);
  const happen = (type: Happened["type"], one: Kept) => {
    const happened = { type, object: objectOf(one), version: one.version };
    history.push(happened);
    for (const watch of watches) {
      say(watch, { type, object: happened.object });
    }
  };
  const bookmark = () => ({ type: "BOOKMARK", object: { metadata: { resourceVersion: String(version) } } });
  return {
    page(from: number, size: number) {
      const items = [...kept.values()].slice(from, from + size).map(objectOf);
      const next = from + size < kept.size ? String(from + size) : undefined;
      return { metadata: { resourceVersion: String(version), continue: next }, items };
    },
    watch(response: ServerResponse, since: number) {
      response.flushHeaders();
      for (const { type, object } of history.filter((happened) => happened.version > since)) {
        say(response, { type, object });
      }
      watches.add(response);
      response.on("close", () => watches.delete(response));
    },
    put(name: string, text: string) {
      version++;
      const type = kept.has(name) ? "MODIFIED" : "ADDED";
      kept.set(name, { name, text, version });
      happen(type, { name, text, version });
    },
    remove(name: string) {
      const former = kept.get(name);
      if (former !== undefined) {
        version++;
        kept.delete(name);
        happen("DELETED", { ...former, version });
      }
    },
    contents: () => Object.fromEntries([...kept.values()].map(({ name, text }) => [name, text])),
    bookmark: () => watches.forEach((response) => void say(response, bookmark())),
    endWatches() {
      for (const response of watches) {
        watches.delete(response);
        response.end(`${JSON.stringify(bookmark())}\n`);
      }
    },
  };
}

function objectOf({ name, text, version }: Kept) {
  return { metadata: { name, namespace: "n", uid: `uid-${name}`, resourceVersion: String(version) }, text };
}

interface Misbehaving {
  response: ServerResponse;
  mischief: Mischief;
  answer: () => void;
}

const GONE = { kind: "Status", code: 410, reason: "Expired", message: "too old resource version: 1 (2)" };

function misbehave({ response, mischief, answer }: Misbehaving): void {
  switch (mischief.kind) {
    case "cut":
      cutAfter(response, mischief.afterBytes);
      answer();
      break;
    case "gone":
      response.statusCode = mischief.as === "status" ? GONE.code : 200;
      response.end(
        mischief.as === "status" ? JSON.stringify(GONE) : `${JSON.stringify({ type: "ERROR", object: GONE })}\n`,
      );
      break;
    case "throttle":
      response.writeHead(429, { "retry-after": String(mischief.retryAfterSeconds) });
      response.end(
        JSON.stringify({ kind: "Status", code: 429, reason: "TooManyRequests", message: "try again later" }),
      );
      break;
    case "other":
      response.writeHead(mischief.code, { "content-type": "text/html" });
      response.end(mischief.body);
      break;
    case "silence":
      response.flushHeaders();
      break;
    case "line":
      response.write(`${mischief.line}\n`);
      answer();
      break;
  }
}

/** What is written beyond so many bytes isn't, and the connection ends there. */
function cutAfter(response: ServerResponse, bytes: number): void {
  const write = response.write.bind(response) as (chunk: Buffer) => boolean;
  let left = bytes;
  const cut = (chunk: unknown): boolean => {
    const part = Buffer.from(typeof chunk === "string" ? chunk : "");
    if (part.length < left) {
      left -= part.length;
      return write(part);
    }
    write(part.subarray(0, left));
    left = 0;
    setImmediate(() => response.destroy());
    return true;
  };
  response.write = cut as typeof response.write;
  response.end = ((chunk: unknown) => {
    cut(chunk);
    setImmediate(() => response.destroy());
    return response;
  }) as typeof response.end;
}
