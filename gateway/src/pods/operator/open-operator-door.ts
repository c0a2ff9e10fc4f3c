import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { type EnvironmentJobStore, OPERATOR_AUDIENCE, POD_NEWS_PATH, type PodNews } from "@catalyst/core";
import type { Logger } from "pino";
import { errorFields } from "../../error-fields.ts";
import { Refusal } from "../../http/refusal.ts";
import { respondJson } from "../../http/respond.ts";
import { createTokenBucket } from "../../limits/token-bucket.ts";
import { readCertificate } from "../door/follow-certificate.ts";
import { type OpenPort, openPort } from "../door/open-port.ts";
import { refuseIdentity, type VerifyToken } from "../identity/verify-token.ts";
import type { PodDoorConfig } from "../pod-door-config.ts";
import type { HeardPods } from "./heard-pods.ts";
import type { OperatorDoorConfig } from "./operator-door-config.ts";

/** Operators are few, and each asks every few seconds. */
const MAX_CONNECTIONS = 64;
const QUESTIONS = { perSecond: 20, burst: 60 };
const REQUEST_MILLISECONDS = 10_000;

interface OperatorDoorDeps {
  jobs: Pick<EnvironmentJobStore, "listTrips">;
  heard: HeardPods;
  verify: VerifyToken;
  log: Logger;
}

/**
 * GET /pods, for the operator alone: when each pod was last heard, and which are isolated no more. At a port of its own, which no policy
 * lets environments reach; who reaches it all the same has to show that the cluster knows it as the operator.
 */
export async function openOperatorDoor(
  { port, account, ...files }: OperatorDoorConfig & Pick<PodDoorConfig, "certFile" | "keyFile">,
  deps: OperatorDoorDeps,
): Promise<OpenPort> {
  const first = await readCertificate(files);
  const questions = createTokenBucket(QUESTIONS, () => performance.now());
  const server = createServer(
    {
      ...{ ...first, minVersion: "TLSv1.3", handshakeTimeout: REQUEST_MILLISECONDS },
      ...{ headersTimeout: REQUEST_MILLISECONDS, requestTimeout: REQUEST_MILLISECONDS, maxHeaderSize: 32 * 1024 },
    },
    (request, response) => {
      answer({ request, account, questions }, deps).then(
        (news) => respondJson(response, 200, news),
        (error: unknown) => refuse(response, error, deps),
      );
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  const whom = "the operator";
  const opened = await openPort(server, { listen: { port }, whom, tls: server, files, first, log: deps.log });
  return {
    port: opened.port,
    close: async () => {
      const closed = opened.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Asked {
  request: IncomingMessage;
  account: string;
  questions: ReturnType<typeof createTokenBucket>;
}

async function answer(
  { request, account, questions }: Asked,
  { jobs, heard, verify }: OperatorDoorDeps,
): Promise<PodNews> {
  request.resume();
  if (questions.take(1) > 0) {
    throw new Refusal("rate_limited", "The gateway is asked too often.", { retryAfterSeconds: 1 });
  }
  const [, token = ""] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "") ?? [];
  const { sub } = await verify(token, OPERATOR_AUDIENCE);
  if (sub !== `system:serviceaccount:${account.replace("/", ":")}`) {
    throw refuseIdentity();
  }
  if (request.method !== "GET" || request.url !== POD_NEWS_PATH) {
    throw new Refusal("not_found", `The operator is told this only: GET ${POD_NEWS_PATH}.`);
  }
  const trips = await jobs.listTrips();
  return {
    upSeconds: heard.upSeconds(),
    heardSecondsAgo: heard.list(),
    trips: Object.fromEntries(trips.map(({ podUid, reason }) => [podUid, reason])),
  };
}

function refuse(response: ServerResponse, error: unknown, { log }: OperatorDoorDeps): void {
  const refusal = error instanceof Refusal ? error : new Refusal("unavailable", "The gateway can't tell now.");
  if (refusal !== error) {
    log.error(errorFields(error), "operator not told");
  }
  respondJson(response, refusal.httpStatus, { error: { code: refusal.kind, message: refusal.message } });
}
