import { readFile } from "node:fs/promises";
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import { Refusal } from "../../http/refusal.ts";

const MAX_TOKEN_LENGTH = 16 * 1024;
const MAX_KEYS_BYTES = 1024 * 1024;
/** New keys are there before anything is signed by them; asking again at each unknown one would cost a file read each. */
const KEYS_MILLISECONDS = 5000;
const CLOCK_TOLERANCE_SECONDS = 5;

/** What a token says that the cluster's API server signed for this audience and no other one. Refuses with `unauthenticated`, and with `unavailable` where that passes. */
export type VerifyToken = (token: string, audience: string) => Promise<JWTPayload>;

/**
 * Checks who somebody is offline, by the cluster's public keys as they are in a file: the API server is not on the way of any
 * request, and the gateway has no rights there.
 */
export function createTokenCheck({ keysFile, issuer }: { keysFile: string; issuer: string }): VerifyToken {
  const keys = createKeys(keysFile);
  return async (token, audience) => {
    if (token.length > MAX_TOKEN_LENGTH) {
      throw refuseIdentity();
    }
    const payload = await verify(token, { issuer, audience, keys });
    // A token for several is one that others may have been shown, too.
    const isForUsAlone = payload.aud === audience || (Array.isArray(payload.aud) && payload.aud.length === 1);
    if (!isForUsAlone) {
      throw refuseIdentity();
    }
    return payload;
  };
}

export function refuseIdentity(cause?: unknown): Refusal {
  return new Refusal("unauthenticated", "This identity is not valid for what is asked.", { cause });
}

interface Expected {
  issuer: string;
  audience: string;
  keys: Keys;
}

async function verify(token: string, { issuer, audience, keys }: Expected): Promise<JWTPayload> {
  const options = {
    ...{ issuer, audience, algorithms: ["ES256", "RS256"], requiredClaims: ["exp", "iat", "aud"] },
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  };
  const check = async () => (await jwtVerify(token, await keys.current(), options)).payload;
  try {
    return await check().catch(async (error: unknown) => {
      if (error instanceof errors.JWKSNoMatchingKey && (await keys.refresh())) {
        return check();
      }
      throw error;
    });
  } catch (error) {
    throw error instanceof errors.JOSEError ? refusalOf(error) : error;
  }
}

/** What the next token, or the cluster's keys of the next minute, may mend is no reason to give up. */
function refusalOf(error: errors.JOSEError): Refusal {
  if (error instanceof errors.JWKSNoMatchingKey) {
    return passing("The gateway doesn't know yet by which key this identity was signed.", error);
  }
  const isOfTime = error instanceof errors.JWTClaimValidationFailed && error.claim === "nbf";
  return error instanceof errors.JWTExpired || isOfTime
    ? passing("This identity isn't valid now.", error)
    : refuseIdentity(error);
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
  return passing("The gateway doesn't know its cluster's keys yet.", cause);
}

function passing(message: string, cause: unknown): Refusal {
  return new Refusal("unavailable", message, { cause, retryAfterSeconds: 2 });
}
