import { readFile } from "node:fs/promises";
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from "jose";
import { z } from "zod";
import { Refusal } from "../../http/refusal.ts";

const MAX_TOKEN_LENGTH = 16 * 1024;
const MAX_KEYS_BYTES = 1024 * 1024;
/** New keys are there before anything is signed by them; asking again at each unknown one would cost a file read each. */
const KEYS_MILLISECONDS = 5000;
const CLOCK_TOLERANCE_SECONDS = 5;

const Claims = z.object({
  /** An API server that is older gives none; then nothing can be handed out once. */
  jti: z.string().min(1).max(255),
  "kubernetes.io": z.object({
    pod: z.object({ uid: z.string().min(1).max(64) }),
    serviceaccount: z.object({ name: z.literal("catalyst-environment") }),
  }),
});

interface PodIdentity {
  podUid: string;
  identityId: string;
}

/** Which pod a token is of that its cluster's API server signed for this stage. Refuses with `unauthenticated`. */
export type CheckIdentity = (token: string, stage: string) => Promise<PodIdentity>;

/**
 * Checks identities offline, by the cluster's public keys as they are in a file: the API server is not on the way of any
 * request, and the gateway has no rights there.
 */
export function createIdentityCheck({ keysFile, issuer }: { keysFile: string; issuer: string }): CheckIdentity {
  const keys = createKeys(keysFile);
  return async (token, stage) => {
    if (token.length > MAX_TOKEN_LENGTH) {
      throw refuse();
    }
    const audience = `catalyst-gateway/${stage}`;
    const { payload } = await verify(token, { issuer, audience, keys });
    const claims = Claims.safeParse(payload);
    // A token for several is one that others may have been shown, too.
    const isForUsAlone = payload.aud === audience || (Array.isArray(payload.aud) && payload.aud.length === 1);
    if (!claims.success || !isForUsAlone) {
      throw refuse();
    }
    return { podUid: claims.data["kubernetes.io"].pod.uid, identityId: claims.data.jti };
  };
}

interface Expected {
  issuer: string;
  audience: string;
  keys: Keys;
}

async function verify(token: string, { issuer, audience, keys }: Expected) {
  const options = {
    ...{ issuer, audience, algorithms: ["ES256", "RS256"], requiredClaims: ["exp", "iat", "aud"] },
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  };
  try {
    return await jwtVerify(token, await keys.current(), options);
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey && (await keys.refresh())) {
      return jwtVerify(token, await keys.current(), options).catch((cause: unknown) => {
        throw refuse(cause);
      });
    }
    throw error instanceof errors.JOSEError ? refuse(error) : error;
  }
}

function refuse(cause?: unknown): Refusal {
  return new Refusal("unauthenticated", "The pod's identity is not valid for this stage.", { cause });
}

interface Keys {
  current(): Promise<ReturnType<typeof createLocalJWKSet>>;
  /** Reads the file again, if that is some time ago. False: it is as it was. */
  refresh(): Promise<boolean>;
}

function createKeys(file: string): Keys {
  let text = "";
  let readAt = Number.NEGATIVE_INFINITY;
  let found: ReturnType<typeof createLocalJWKSet> | null = null;
  const read = async (): Promise<boolean> => {
    if (performance.now() - readAt < KEYS_MILLISECONDS) {
      return false;
    }
    readAt = performance.now();
    const now = await readKeys(file);
    const isNew = now !== text;
    if (isNew) {
      found = createLocalJWKSet(JSON.parse(now) as JSONWebKeySet);
      text = now;
    }
    return isNew;
  };
  return {
    async current() {
      // What was signed by a key that is there no more counts no more.
      await read().catch((cause: unknown) => {
        if (found === null) {
          throw away(cause);
        }
      });
      if (found === null) {
        throw away(undefined);
      }
      return found;
    },
    refresh: () => read().catch(() => false),
  };
}

async function readKeys(file: string): Promise<string> {
  const content = await readFile(file);
  if (content.length > MAX_KEYS_BYTES) {
    throw new Error(`${file} is larger than ${MAX_KEYS_BYTES} bytes.`);
  }
  return content.toString("utf8");
}

function away(cause: unknown): Refusal {
  return new Refusal("unavailable", "The gateway doesn't know its cluster's keys yet.", {
    cause,
    retryAfterSeconds: 2,
  });
}
