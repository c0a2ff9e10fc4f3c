import { z } from "zod";
import { createAsker } from "../client/asker.ts";
import { openOctokit } from "../client/open-octokit.ts";
import { cleanWords } from "../faults/clean-words.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { openRateGate } from "../limits/rate-gate.ts";
import { askWeb, type WebSite } from "./ask-web.ts";

const GRANT = "urn:ietf:params:oauth:grant-type:device_code";
/** What GitHub waits for where it doesn't say. */
const INTERVAL_SECONDS = 5;
const MAX_SECONDS = 3600;

/** Why GitHub goes no further: the App doesn't allow it, its time is over, or its person refused. */
export type DeviceRefusal = "disabled" | "expired" | "denied";

export interface DeviceCode {
  kind: "begun";
  /** By which it is asked what came of it; worth the person's token once they agreed. */
  deviceCode: string;
  /** What the person types at GitHub. */
  userCode: string;
  intervalSeconds: number;
  lifetimeSeconds: number;
}

export type DeviceAnswer =
  | { kind: "waiting"; intervalSeconds: number }
  | { kind: "agreed"; account: { id: string; login: string } };

type Refused = { kind: "refused"; why: DeviceRefusal };

const Refusal = z.object({ error: z.string().max(100), interval: z.number().positive().max(MAX_SECONDS).optional() });
const Begun = z.object({
  device_code: z.string().min(1).max(255),
  user_code: z.string().regex(/^[A-Z0-9-]{4,20}$/),
  expires_in: z.number().positive().max(MAX_SECONDS),
  interval: z.number().positive().max(MAX_SECONDS).default(INTERVAL_SECONDS),
});
const Token = z.object({ access_token: z.string().min(1).max(1000) });
const Account = z.object({ id: z.int().positive(), login: z.string().min(1).max(100) });

/** Begins to ask a person who they are, by an App. Throws `GitHubFault`. */
export async function beginDeviceFlow(site: WebSite, clientId: string): Promise<DeviceCode | Refused> {
  const wish = { path: "/login/device/code", form: { client_id: clientId } };
  const answer = await askWeb(site, wish, z.union([Begun, Refusal]));
  if ("error" in answer) {
    return { kind: "refused", why: whyOf(answer.error) };
  }
  const { device_code: deviceCode, user_code: userCode, interval, expires_in: lifetimeSeconds } = answer;
  return { kind: "begun", deviceCode, userCode, intervalSeconds: interval, lifetimeSeconds };
}

/** Who the person is, once they agreed. Their token is asked with once, and kept nowhere. Throws `GitHubFault`. */
export async function askDeviceFlow(
  site: WebSite,
  { clientId, deviceCode }: { clientId: string; deviceCode: string },
): Promise<DeviceAnswer | Refused> {
  const form = { client_id: clientId, device_code: deviceCode, grant_type: GRANT };
  const answer = await askWeb(site, { path: "/login/oauth/access_token", form }, z.union([Token, Refusal]));
  if ("access_token" in answer) {
    return { kind: "agreed", account: await readAccount(site, answer.access_token) };
  }
  const { error, interval = INTERVAL_SECONDS } = answer;
  return error === "authorization_pending" || error === "slow_down"
    ? { kind: "waiting", intervalSeconds: interval }
    : { kind: "refused", why: whyOf(error) };
}

async function readAccount({ api, connections, now }: WebSite, token: string): Promise<{ id: string; login: string }> {
  const octokit = openOctokit(api, connections, { auth: token });
  const { id, login } = await createAsker(octokit, { gate: openRateGate(now), now }).ask("GET /user", {}, Account);
  return { id: String(id), login };
}

const REFUSALS: Readonly<Record<string, DeviceRefusal>> = {
  device_flow_disabled: "disabled",
  access_denied: "denied",
  expired_token: "expired",
  incorrect_device_code: "expired",
  bad_verification_code: "expired",
};

/** Throws `GitHubFault` for what is wrong with us. */
function whyOf(error: string): DeviceRefusal {
  const why = Object.hasOwn(REFUSALS, error) ? REFUSALS[error] : undefined;
  if (why === undefined) {
    throw new GitHubFault({ kind: "refused", reason: cleanWords(error) });
  }
  return why;
}
