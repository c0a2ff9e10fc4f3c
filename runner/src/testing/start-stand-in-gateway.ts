import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { agentTokenOf, type Handover, type SourcedEvent } from "@catalyst/core";

export interface StandInGateway {
  /** The stored events, in order, each once. */
  events: SourcedEvent[];
  /** Answers the next request of this path otherwise: it is served, then its answer is lost, or it is refused. */
  disturb(path: "/events" | "/git", how: Disturbance): void;
  /** From now on this runner's tokens are the ones that count, and its events begin at 1. */
  admit(runnerToken: string): void;
  /** From now on the agent is to be stopped. */
  sayStop(): void;
  /** What the agent has worked by what the next stage is told. */
  agentSeconds: number;
  /** Ends the gateway as a kill would: the socket stays behind, and open connections break. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

type Disturbance = "lose_answer" | "cut_answer" | { status: number; headers?: Record<string, string>; times?: number };

export interface GatewayPlaces {
  socketPath: string;
  /** Holds `mirror.git` and `quarantine.git`. */
  repositories: string;
}

/** What a setup hook gets, and nothing else does. */
const SETUP_SECRETS = { SETUP_SECRET: "of-the-setup" };

/** A small gateway on a Unix socket: events, and git from a mirror and into a quarantine. */
export async function startStandInGateway(places: GatewayPlaces): Promise<StandInGateway> {
  const events: SourcedEvent[] = [];
  const admitted = { token: "", events: 0 };
  let stop: "budget" | null = null;
  const disturbances: { path: string; how: Disturbance }[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isAuthorized(request, admitted.token)) {
      request.resume();
      response.writeHead(401, { "www-authenticate": "Basic" }).end();
      return;
    }
    const how = take(disturbances, request.url ?? "");
    if (how !== null && typeof how === "object") {
      await text(request);
      response.writeHead(how.status, how.headers).end("refused");
    } else if (request.url === "/stop") {
      respond(response, { stop });
    } else if (request.url === "/handover") {
      respond(response, handOver(events, gateway.agentSeconds, await findPushed(places)));
    } else if (request.url === "/setup-secrets") {
      respond(response, { variables: SETUP_SECRETS });
    } else if (request.url === "/events") {
      const fresh = takeFresh(admitted.events, JSON.parse(await text(request)).events);
      events.push(...fresh);
      admitted.events += fresh.length;
      const acknowledged = admitted.events;
      answer(response, { acknowledged, how });
    } else {
      serveGit(request, response, places);
    }
  };
  const create = () =>
    createServer((request, response) =>
      request.url === "/health" ? respond(response, { status: "ok" }) : void handle(request, response),
    );
  let server = create();
  const gateway: StandInGateway = {
    events,
    disturb: (path, how) => {
      const times = typeof how === "object" ? (how.times ?? 1) : 1;
      disturbances.push(...Array.from({ length: times }, () => ({ path, how })));
    },
    admit: (token) => {
      Object.assign(admitted, { token, events: 0 });
    },
    agentSeconds: 0,
    sayStop: () => {
      stop = "budget";
    },
    async start() {
      await rm(places.socketPath, { force: true });
      server = create();
      server.listen(places.socketPath);
      await once(server, "listening");
      await chmod(places.socketPath, 0o666);
    },
    async kill() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  await gateway.start();
  return gateway;
}

function handOver(events: SourcedEvent[], agentSeconds: number, pushedCommit: string | null): Handover {
  const bodies = events.map(({ body }) => body);
  const verify = bodies.findLast((body) => body.type === "hook" && body.name === "verify" && body.phase === "ended");
  return { pushedCommit, agentSeconds, sessionId: null, verify: (verify as Handover["verify"] | undefined) ?? null };
}

async function findPushed({ repositories }: GatewayPlaces): Promise<string | null> {
  const args = ["--git-dir", join(repositories, "quarantine.git"), "for-each-ref", "--format=%(objectname)"];
  const { stdout } = await promisify(execFile)("git", args);
  return stdout.trim() || null;
}

function respond(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** Git is for both, all else for the runner alone. */
function isAuthorized({ headers, url }: IncomingMessage, token: string): boolean {
  const tokens = url?.startsWith("/git/") ? [token, agentTokenOf(token)] : [token];
  return tokens.some((it) => {
    const basic = `Basic ${Buffer.from(`catalyst:${it}`).toString("base64")}`;
    return headers.authorization === `Bearer ${it}` || headers.authorization === basic;
  });
}

function take(disturbances: { path: string; how: Disturbance }[], url: string): Disturbance | null {
  const index = disturbances.findIndex(({ path }) => url.startsWith(path));
  return index === -1 ? null : (disturbances.splice(index, 1)[0]?.how ?? null);
}

/** As the real store does: each number once, nothing beyond a gap. */
function takeFresh(stored: number, posted: SourcedEvent[]): SourcedEvent[] {
  const fresh = posted.filter(({ sourceNumber }) => sourceNumber > stored);
  return fresh.filter(({ sourceNumber }, index) => sourceNumber === stored + index + 1);
}

function answer(response: ServerResponse, { acknowledged, how }: { acknowledged: number; how: Disturbance | null }) {
  if (how === "lose_answer") {
    response.destroy();
  } else if (how === "cut_answer") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    response.write('{"acknow', () => response.destroy());
  } else {
    respond(response, { acknowledged });
  }
}

function serveGit(request: IncomingMessage, response: ServerResponse, { repositories }: GatewayPlaces): void {
  const url = new URL(request.url ?? "/", "http://gateway");
  const isPush = url.pathname.endsWith("git-receive-pack") || url.searchParams.get("service") === "git-receive-pack";
  const repository = isPush ? "quarantine.git" : "mirror.git";
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: "/usr/bin:/bin",
      HOME: repositories,
      GIT_PROJECT_ROOT: repositories,
      GIT_HTTP_EXPORT_ALL: "1",
      // What was pushed can be fetched by its name.
      ...(isPush ? {} : { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(repositories, "quarantine.git/objects") }),
      REMOTE_USER: "runner",
      PATH_INFO: url.pathname.replace("/git/repository.git", `/${repository}`),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.once("close", () => respondCgi(Buffer.concat(chunks), response));
}

function respondCgi(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf("\r\n\r\n");
  const headers = output
    .toString("latin1", 0, end)
    .split("\r\n")
    .map((line) => line.split(/: (.*)/s, 2) as [string, string]);
  const status = headers.find(([name]) => name === "Status")?.[1] ?? "200";
  for (const [name, value] of headers) {
    response.setHeader(name, value);
  }
  response.writeHead(Number.parseInt(status, 10)).end(output.subarray(end + 4));
}
