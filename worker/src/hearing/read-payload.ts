import { DeliveryFacts, GitHubId } from "@catalyst/core/forge";
import { z } from "zod";

/** What GitHub sends is at most ten deep. Whoever walks through it may recurse. */
const MAX_DEPTH = 64;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = [0x7b, 0x5b];
const CLOSING = [0x7d, 0x5d];

export interface ReadPayload {
  payload: Record<string, unknown>;
  facts: DeliveryFacts;
}

const Named = z.object({ id: GitHubId }).nullable().catch(null);

/** What of a payload says where it comes from, each as far as it can be read. */
const Origin = z.object({
  action: z
    .string()
    .regex(/^[a-z0-9_]{1,100}$/)
    .nullable()
    .catch(null),
  installation: Named,
  repository: Named,
});

/** A delivery's body; null: it is no object in JSON, or one so deep that nobody meant it. */
export function readPayload(body: Buffer): ReadPayload | null {
  if (depthOf(body) > MAX_DEPTH) {
    return null;
  }
  const payload = parseObject(body);
  if (payload === null) {
    return null;
  }
  const { action, installation, repository } = Origin.parse(payload);
  const facts = { action, installationId: installation?.id ?? null, repositoryId: repository?.id ?? null };
  return { payload, facts: DeliveryFacts.parse(facts) };
}

function parseObject(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** How deep brackets are within each other, without those in texts. Of what isn't JSON it may be anything. */
function depthOf(body: Buffer): number {
  let [depth, deepest, isText] = [0, 0, false];
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] as number;
    if (isText && byte === BACKSLASH) {
      at += 1;
    } else if (byte === QUOTE) {
      isText = !isText;
    } else if (!isText && OPENING.includes(byte)) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (!isText && CLOSING.includes(byte)) {
      depth -= 1;
    }
  }
  return deepest;
}
