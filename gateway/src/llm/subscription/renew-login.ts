import { setTimeout as wait } from "node:timers/promises";
import { type AgentCredential, type ChatGptTokens, expiryOf, serializeTokens, signInNeeded } from "@catalyst/core";
import type { Logger } from "pino";
import { errorFields } from "../../error-fields.ts";
import type { GatewayDeps } from "../../gateway-deps.ts";
import { Refusal } from "../../http/refusal.ts";
import { type OpenedCredential, openStored } from "../../keys/open-stored.ts";
import type { Upstreams } from "../upstream/upstream.ts";
import { askForTokens, type Refreshed } from "./ask-for-tokens.ts";

/** Longer than a request waits for its beginning. */
const EARLY_SECONDS = 600;
/** Tokens that run out at once, as those of a clock that goes wrong do, are used as they are. */
const EARLY_AGE_SECONDS = 60;
/** Whoever refuses tokens that are so new refuses the next ones too. */
const REFUSED_AGE_SECONDS = 300;
/** New tokens must not be lost: there are no others. */
const STORE_PAUSES_SECONDS = [0, 0.25, 1, 3, 10, 30];
const UNKNOWN_END = "nobody knows how its last refresh ended: whoever asked for it was ended meanwhile.";

export interface RenewDeps extends Pick<GatewayDeps, "subscriptions" | "openCredential" | "sealAnew" | "now"> {
  credentials: Pick<GatewayDeps["credentials"], "get" | "replaceSealed">;
  upstreams: Pick<Upstreams, "to">;
  log: Logger;
}

type Login = OpenedCredential & { tokens: ChatGptTokens };

/** Keeps the tokens of logins fresh; what isn't a login passes as it is. Refuses where it must be signed in anew. */
export interface LoginRenewer {
  /** With tokens that don't run out while they are used. */
  freshen(opened: OpenedCredential): Promise<OpenedCredential>;
  /** Others in the place of those that were refused; null: there are none. */
  replaceRefused(opened: OpenedCredential): Promise<OpenedCredential | null>;
  /** Every refresh that is under way has ended. */
  settle(): Promise<void>;
}

/** One refresh at a time for each login: here by sharing it, among gateways by a lock of the database. */
export function createLoginRenewer(deps: RenewDeps): LoginRenewer {
  const running = new Map<string, Promise<OpenedCredential | null>>();
  const renew = (stale: Login, minAgeSeconds: number): Promise<OpenedCredential | null> => {
    const key = `${stale.credential.wrappedDataKey} ${minAgeSeconds}`;
    const shared = running.get(key);
    if (shared !== undefined) {
      return shared;
    }
    const { id } = stale.credential;
    const renewal = deps.subscriptions
      .withRefreshLock(id, () => renewLocked(stale, minAgeSeconds, deps))
      .catch((error: unknown) => {
        throw error instanceof Refusal ? error : outage(error, deps);
      })
      .finally(() => running.delete(key));
    running.set(key, renewal);
    return renewal;
  };
  return {
    async freshen(opened) {
      refuseSignedOut(opened.credential);
      if (!isLogin(opened) || !runsOut(opened, deps.now())) {
        return opened;
      }
      return (await renew(opened, EARLY_AGE_SECONDS)) ?? opened;
    },
    async replaceRefused(opened) {
      return isLogin(opened) ? renew(opened, REFUSED_AGE_SECONDS) : null;
    },
    async settle() {
      await Promise.allSettled([...running.values()]);
    },
  };
}

function isLogin(opened: OpenedCredential): opened is Login {
  return opened.tokens !== null;
}

function runsOut({ tokens }: Login, now: Date): boolean {
  const expiry = expiryOf(tokens.accessToken);
  return expiry !== null && expiry.getTime() - now.getTime() < EARLY_SECONDS * 1000;
}

/** null: the tokens are too new for a refresh. */
async function renewLocked(stale: Login, minAgeSeconds: number, deps: RenewDeps): Promise<OpenedCredential | null> {
  const { id } = stale.credential;
  const stored = await openAgain(id, deps);
  refuseSignedOut(stored.credential);
  if (!isLogin(stored) || stored.tokens.accessToken !== stale.tokens.accessToken) {
    return stored;
  }
  const begin = await deps.subscriptions.beginRefresh(id, { minAgeSeconds });
  if (begin === "too_soon") {
    return null;
  }
  const refreshed: Refreshed =
    begin === "unknown" ? { kind: "unknown", reason: UNKNOWN_END } : await askForTokens(stored, deps.upstreams);
  return conclude(stored, refreshed, deps);
}

async function conclude(stored: Login, refreshed: Refreshed, deps: RenewDeps): Promise<OpenedCredential> {
  const { credential } = stored;
  const { id } = credential;
  switch (refreshed.kind) {
    case "renewed":
      deps.log.info({ credentialId: id }, "login refreshed");
      return storeTokens(stored, refreshed.tokens, deps);
    case "later":
      await deps.subscriptions.undoRefresh(id);
      deps.log.warn({ credentialId: id, reason: refreshed.reason }, "login not refreshed");
      return stillGood(stored, refreshed.reason, deps.now());
    case "ended":
    case "unknown":
      await deps.subscriptions.requireSignIn(id, refreshed.reason);
      deps.log.warn({ credentialId: id, reason: refreshed.reason }, "login must be signed in anew");
      throw signedOut(credential, refreshed.reason);
  }
}

/** What is refreshed early is good for a while yet. */
function stillGood(stored: Login, reason: string, now: Date): OpenedCredential {
  const expiry = expiryOf(stored.tokens.accessToken);
  if (expiry !== null && expiry > now) {
    return stored;
  }
  throw new Refusal("unavailable", `The ChatGPT subscription's login can't be refreshed now: ${reason}`, {
    retryAfterSeconds: 30,
  });
}

/** Stored before anybody uses them. A key of the gateway may be changed meanwhile, and a person may sign in anew. */
async function storeTokens(stored: Login, tokens: ChatGptTokens, deps: RenewDeps): Promise<OpenedCredential> {
  let before = stored.credential;
  let failure: unknown = null;
  for (const pauseSeconds of STORE_PAUSES_SECONDS) {
    await wait(pauseSeconds * 1000);
    try {
      const after = { ...(await deps.sealAnew(before, serializeTokens(tokens))), refreshedAt: deps.now() };
      if (await deps.credentials.replaceSealed(before, after)) {
        return { credential: after, secret: { key: tokens.accessToken, baseUrl: before.baseUrl }, tokens };
      }
      const other = await openAgain(before.id, deps);
      if (other.tokens?.accessToken !== stored.tokens.accessToken) {
        return other;
      }
      before = other.credential;
    } catch (error) {
      if (error instanceof Refusal) {
        throw error;
      }
      failure = error;
    }
  }
  throw failure ?? new Error("the login was changed again and again");
}

async function openAgain(id: string, deps: RenewDeps): Promise<OpenedCredential> {
  const credential = await deps.credentials.get(id);
  if (credential === null) {
    throw new Refusal("forbidden", "The subscription of this task was removed. Add it again, then retry the task.");
  }
  return openStored(credential, deps);
}

function refuseSignedOut(credential: AgentCredential): void {
  if (credential.signInNeeded !== null) {
    throw signedOut(credential, credential.signInNeeded);
  }
}

/** No client asks again after it, as some do after 401. */
function signedOut(credential: AgentCredential, reason: string): Refusal {
  return new Refusal("forbidden", signInNeeded(credential, reason).message);
}

function outage(error: unknown, { log }: RenewDeps): Refusal {
  log.error(errorFields(error), "login not refreshed");
  return new Refusal("unavailable", "The gateway can't refresh the subscription's login now.", {
    cause: error,
    retryAfterSeconds: 5,
  });
}
