import { createSecretKey, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { MAX_DELIVERY_BYTES } from "@catalyst/core/forge";
import { clientNetwork } from "../door/admission/plain-address.ts";
import type { Refusal } from "../http/problem-of.ts";
import type { ServerDeps } from "../server-deps.ts";
import { type BodyRooms, createBodyRooms } from "./body-rooms.ts";
import { type Candidate, createKnownApps, type KnownApps } from "./known-apps.ts";
import { type ForgerLimit, limitForgers } from "./limit-forgers.ts";
import { type DeliveryHead, readHead } from "./read-head.ts";
import { readSignedBody } from "./read-signed-body.ts";
import { type StoreDelivery, storeTogether } from "./store-together.ts";
import { createWaitingDeliveries, type WaitingDeliveries } from "./waiting-deliveries.ts";

export interface HearDeps
  extends Pick<
    ServerDeps,
    "githubApps" | "githubDeliveries" | "openWebhookSecret" | "isOutage" | "measures" | "now" | "log"
  > {
  /** Aborts when the server is about to stop. */
  closing: AbortSignal;
}

const FULL_RETRY_SECONDS = 30;

const MALFORMED: Refusal = {
  code: "invalid_input",
  detail: "This isn't a delivery of a GitHub App: one of its headers is missing, doubled, or not as GitHub writes it.",
};
const NOT_JSON: Refusal = {
  code: "unsupported_media_type",
  detail: "Have the App's webhook send its deliveries as application/json.",
};
const FORGED: Refusal = { code: "forbidden", detail: "No App that is known here signed this." };
const TOO_LARGE: Refusal = { code: "too_large", detail: `A delivery has at most ${MAX_DELIVERY_BYTES} bytes.` };
const BUSY: Refusal = { code: "unavailable", detail: "There are too many deliveries just now. Send it again." };
const FULL: Refusal = {
  code: "unavailable",
  detail: "Too many deliveries wait to be decided. Send it again later.",
  retrySeconds: FULL_RETRY_SECONDS,
};

interface Hearing extends HearDeps {
  knownApps: KnownApps;
  forgers: ForgerLimit;
  bodies: BodyRooms;
  store: StoreDelivery;
  waiting: WaitingDeliveries;
}

/** What stores a delivery, or says why not; null: it is stored. Rejects where the database is away. */
export function createHearing(deps: HearDeps): (request: IncomingMessage) => Promise<Refusal | null> {
  const hearing: Hearing = {
    ...deps,
    knownApps: createKnownApps({ ...deps, apps: deps.githubApps }),
    forgers: limitForgers(),
    bodies: createBodyRooms(),
    store: storeTogether(deps.githubDeliveries),
    waiting: createWaitingDeliveries(deps.githubDeliveries, deps),
  };
  return (request) => hear(request, hearing);
}

async function hear(request: IncomingMessage, hearing: Hearing): Promise<Refusal | null> {
  if (!isJson(request)) {
    return NOT_JSON;
  }
  const head = readHead(request.headers);
  if (head === null) {
    return MALFORMED;
  }
  const client = clientNetwork(String(request.headers["x-forwarded-for"] ?? request.socket.remoteAddress ?? ""));
  const retrySeconds = await hearing.forgers.secondsShutOut(client);
  if (retrySeconds !== null) {
    return { code: "too_many", detail: "Too much came from there that nobody signed.", retrySeconds };
  }
  const candidates = await hearing.knownApps.find(head);
  const leave = await hearing.bodies.enter(client, request.headers["content-length"]);
  if (leave === null) {
    return BUSY;
  }
  try {
    return await take({ request, head, client, candidates }, hearing);
  } finally {
    leave();
  }
}

function isJson({ headers }: IncomingMessage): boolean {
  return (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() === "application/json";
}

interface Told {
  request: IncomingMessage;
  head: DeliveryHead;
  client: string;
  candidates: readonly Candidate[];
}

async function take({ request, head, client, candidates }: Told, hearing: Hearing): Promise<Refusal | null> {
  // A body is read whether its App is known or not: who tries numbers learns nothing by how soon they are answered.
  const keys = candidates.flatMap(({ id, secrets }) => secrets.map((secret) => ({ id, secret })));
  const secrets = keys.length === 0 ? [createSecretKey(randomBytes(32))] : keys.map(({ secret }) => secret);
  const read = await readSignedBody(request, { secrets, maxBytes: MAX_DELIVERY_BYTES });
  if (read === null) {
    return TOO_LARGE;
  }
  const signedBy = keys.filter((_, index) => timingSafeEqual(read.digests[index] as Buffer, head.signature)).at(0);
  if (signedBy === undefined) {
    await hearing.forgers.noteForged(client);
    return FORGED;
  }
  await hearing.forgers.noteSigned(client);
  if (!(await hearing.waiting.hasPlace(read.body.length))) {
    return FULL;
  }
  const added = await hearing.store({ appId: signedBy.id, guid: head.guid, event: head.event, body: read.body });
  return added === "gone" ? FORGED : null;
}
