import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { type Answer, json } from "../door/answer.ts";
import { makeToken } from "../state/secrets.ts";
import type { World } from "../state/world.ts";

const LIFETIME_SECONDS = 900;
const GRANT = "urn:ietf:params:oauth:grant-type:device_code";

/** What programs ask of GitHub's pages to find out who a person is. null: another page. */
export async function answerDeviceFlow(world: World, request: IncomingMessage, url: URL): Promise<Answer | null> {
  const answer = request.method === "POST" ? PAGES[url.pathname] : undefined;
  if (answer === undefined) {
    return null;
  }
  const form = new URLSearchParams(await text(request));
  if (form.get("client_id") !== world.app.clientId) {
    return url.pathname.startsWith("/login/device") ? json(404, { error: "Not Found" }) : refuse(INCORRECT_CLIENT);
  }
  return world.app.hasDeviceFlow ? answer(world, form) : json(400, { error: "device_flow_disabled" });
}

const INCORRECT_CLIENT = "incorrect_client_credentials";

const PAGES: Readonly<Record<string, (world: World, form: URLSearchParams) => Answer>> = {
  "/login/device/code": begin,
  "/login/oauth/access_token": tell,
};

function begin(world: World): Answer {
  const now = world.now().getTime();
  const code = randomBytes(20).toString("hex");
  const userCode = `${randomBytes(2).toString("hex")}-${randomBytes(2).toString("hex")}`.toUpperCase();
  const { deviceSeconds: intervalSeconds } = world.app;
  const [expiresAt, notBefore] = [now + LIFETIME_SECONDS * 1000, now + intervalSeconds * 1000];
  world.deviceAsks.set(code, { userCode, said: null, intervalSeconds, expiresAt, notBefore });
  return json(200, {
    ...{ device_code: code, user_code: userCode, verification_uri: `${world.address}/login/device` },
    ...{ expires_in: LIFETIME_SECONDS, interval: intervalSeconds },
  });
}

function tell(world: World, form: URLSearchParams): Answer {
  const code = form.get("device_code") ?? "";
  const ask = world.deviceAsks.get(code);
  const now = world.now().getTime();
  if (form.get("grant_type") !== GRANT) {
    return refuse("unsupported_grant_type");
  }
  if (ask === undefined || ask.expiresAt < now) {
    return refuse(ask === undefined ? "incorrect_device_code" : "expired_token");
  }
  if (now < ask.notBefore) {
    ask.intervalSeconds += 5;
    ask.notBefore = now + ask.intervalSeconds * 1000;
    return refuse("slow_down", { interval: ask.intervalSeconds });
  }
  ask.notBefore = now + ask.intervalSeconds * 1000;
  if (ask.said === null || ask.said === "denied") {
    return refuse(ask.said === null ? "authorization_pending" : "access_denied");
  }
  world.deviceAsks.delete(code);
  const token = makeToken("ghu");
  world.userTokens.set(token, ask.said.account);
  return json(200, { access_token: token, token_type: "bearer", scope: "" });
}

/** GitHub says no with 200. */
function refuse(error: string, more: object = {}): Answer {
  return json(200, { error, error_description: error.replaceAll("_", " "), ...more });
}
