import type { Readable } from "node:stream";
import { Agent, type Dispatcher } from "undici";
import type { ClusterAccess } from "./cluster-access.ts";
import { ClusterFault, readFault } from "./cluster-fault.ts";

const CONNECT_MILLISECONDS = 5000;
const ANSWER_MILLISECONDS = 30_000;
/** Requests at once; each watch has a connection of its own besides. */
const CONNECTIONS = 32;
/** A page of 500 objects has 5 MB; etcd takes none over 1.5 MB. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const FIRST_ERROR = 400;
const JSON_TYPE = "application/json";

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ClusterRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  query?: Query;
  /** A text is sent as it is, everything else as JSON. */
  body?: unknown;
  contentType?: string;
  accept?: string;
  /** Beside those that say who asks. */
  headers?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** The connections to one API server. */
export interface ClusterConnection {
  /** What it answers, under bounds of size and time. Throws `ClusterFault`. */
  send(request: ClusterRequest): Promise<unknown>;
  /** What it goes on answering, until it or the signal ends that. Throws `ClusterFault` where it doesn't begin. */
  stream(request: ClusterRequest): Promise<Readable>;
  /** What time it is there, to the second: its objects' times are compared with no other clock's. */
  now(): Date;
  close(): Promise<void>;
}

export interface ConnectionBounds {
  answerMilliseconds?: number;
}

export function connectCluster(access: ClusterAccess, bounds: ConnectionBounds = {}): ClusterConnection {
  const { answerMilliseconds = ANSWER_MILLISECONDS } = bounds;
  const connect = {
    timeout: CONNECT_MILLISECONDS,
    ...(access.authority === null ? {} : { ca: access.authority }),
    ...(access.certificate === null ? {} : { cert: access.certificate.certificate, key: access.certificate.key }),
  };
  const requests = new Agent({ connect, allowH2: false, connections: CONNECTIONS, pipelining: 1 });
  const watches = new Agent({
    connect,
    allowH2: false,
    pipelining: 1,
    bodyTimeout: 0,
    headersTimeout: answerMilliseconds,
  });
  let aheadMilliseconds = 0;
  /** Until the signal, which may come before that of whoever asked. */
  const ask = async (dispatcher: Dispatcher, request: ClusterRequest, signal = request.signal) => {
    try {
      const answer = await dispatcher.request(await optionsFor(access, { ...request, ...(signal && { signal }) }));
      const told = Date.parse(String(answer.headers.date ?? ""));
      aheadMilliseconds = Number.isNaN(told) ? aheadMilliseconds : told - Date.now();
      return answer;
    } catch (cause) {
      throw asFault(cause, request.signal);
    }
  };
  return {
    async send(request) {
      const signals = [AbortSignal.timeout(answerMilliseconds), ...(request.signal ? [request.signal] : [])];
      const { statusCode, headers, body } = await ask(requests, request, AbortSignal.any(signals));
      const answer = await readAnswer(body, request.signal);
      if (statusCode >= FIRST_ERROR) {
        throw readFault({ code: statusCode, retryAfter: String(headers["retry-after"] ?? "") }, answer);
      }
      return answer;
    },
    async stream(request) {
      const { statusCode, headers, body } = await ask(watches, request);
      if (statusCode >= FIRST_ERROR) {
        const answer = await readAnswer(body, request.signal);
        throw readFault({ code: statusCode, retryAfter: String(headers["retry-after"] ?? "") }, answer);
      }
      return body;
    },
    now: () => new Date(Date.now() + aheadMilliseconds),
    close: async () => void (await Promise.all([requests.destroy(), watches.destroy()])),
  };
}

async function optionsFor(access: ClusterAccess, request: ClusterRequest): Promise<Dispatcher.RequestOptions> {
  const { method, path, query = {}, body, contentType = JSON_TYPE, accept = JSON_TYPE, signal } = request;
  const url = new URL(access.address);
  const words = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(words.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return {
    origin: url.origin,
    path: `${url.pathname.replace(/\/$/, "")}${path}${search === "" ? "" : `?${search}`}`,
    method,
    headers: {
      ...(await access.headers()),
      ...request.headers,
      accept,
      ...(body === undefined ? {} : { "content-type": contentType }),
    },
    body: body === undefined ? null : textOf(body),
    ...(signal === undefined ? {} : { signal }),
  };
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

async function readAnswer(body: Readable, signal: AbortSignal | undefined): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of body) {
      length += (part as Buffer).length;
      if (length > MAX_ANSWER_BYTES) {
        throw new ClusterFault("unavailable", `it answered more than ${MAX_ANSWER_BYTES / 1024 / 1024} MiB`);
      }
      parts.push(part as Buffer);
    }
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch (cause) {
    throw asFault(cause, signal);
  }
}

/** Whoever asked and doesn't want to know any more is told so; everything else says nothing of what is there. */
function asFault(cause: unknown, signal: AbortSignal | undefined): unknown {
  if (cause instanceof ClusterFault || signal?.aborted) {
    return cause;
  }
  return new ClusterFault("unavailable", `asking the API server failed: ${(cause as Error).message}`, { cause });
}
