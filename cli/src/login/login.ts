import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { createClient } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import { z } from "zod";
import { reachRemote } from "../api/reach-remote.ts";
import { readableErrors } from "../api/readable-errors.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { findLoginHome } from "./find-login-home.ts";
import { readLogins, writeLogins } from "./logins.ts";
import { postToServer } from "./post-to-server.ts";
import { readServerAddress } from "./server-address.ts";

const CLIENT = "catalyst-cli";
const MAX_HOST = 64;
const SLOWER_MILLISECONDS = 5000;

const Code = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);
const Begun = z.object({
  device_code: z.string().min(1).max(500),
  user_code: Code,
  verification_uri_complete: z.url().max(2000),
  expires_in: z.number().positive(),
  interval: z.number().min(1).max(60),
});
const Granted = z.object({ access_token: z.string().min(1).max(1000) });
const Refused = z.object({ error: z.string().max(100) });

/** Signs this user in at a server elsewhere, by somebody who approves it there. Throws `unauthenticated` when they don't. */
export async function login({ address }: { address: string }, context: CliContext): Promise<void> {
  const { output } = context;
  const url = readServerAddress(address);
  const home = await findLoginHome(context);
  const logins = readLogins(home);
  const host =
    hostname()
      .replaceAll(/[^A-Za-z0-9._-]/g, "-")
      .slice(0, MAX_HOST) || "a-machine";
  const asked = await postToServer({ url, host, path: "/device/code", body: { client_id: CLIENT, scope: host } });
  const begun = Begun.safeParse(asked.answer);
  if (!begun.success || new URL(begun.data.verification_uri_complete).origin !== url) {
    throw new CatalystError(
      "unavailable",
      `Signing in failed: what answers at ${url} is no Catalyst server, or calls itself otherwise.`,
    );
  }
  const { user_code: code, verification_uri_complete: place } = begun.data;
  output.say(`Open ${place}\nand approve this code: ${code}`);
  const token = await pollForToken({ ...begun.data, url, host }, context);
  const client = readableErrors(createClient(reachRemote({ url, token })));
  const me = await client.call("getMe", {});
  await writeLogins(home, { current: url, tokens: { ...logins.tokens, [url]: token } });
  output.data(
    `Signed in at ${url} as ${cleanTerminalLine(me.login, 255)}. Commands ask that server; to ask this machine's own: --server local`,
  );
}

interface Poll extends z.infer<typeof Begun> {
  url: string;
  host: string;
}

async function pollForToken(poll: Poll, { output, interrupted }: CliContext): Promise<string> {
  const until = Date.now() + poll.expires_in * 1000;
  let pause = poll.interval * 1000;
  output.status("waiting for the approval …");
  try {
    while (Date.now() < until) {
      await wait(pause, undefined, { signal: interrupted }).catch(() => undefined);
      if (interrupted.aborted) {
        throw new CatalystError("cancelled", "Nobody is signed in.");
      }
      const body = {
        grant_type: "urn:ietf:params:oauth:grant-type:device_code",
        device_code: poll.device_code,
        client_id: CLIENT,
      };
      const { answer } = await postToServer({ ...poll, path: "/device/token", body });
      const granted = Granted.safeParse(answer);
      if (granted.success) {
        return granted.data.access_token;
      }
      const error = Refused.safeParse(answer).data?.error;
      if (error === "slow_down") {
        pause += SLOWER_MILLISECONDS;
      } else if (error !== "authorization_pending") {
        throw new CatalystError(
          "unauthenticated",
          REFUSALS[error ?? ""] ?? `Signing in failed: ${poll.url} refused it.`,
        );
      }
    }
  } finally {
    output.status(null);
  }
  throw new CatalystError("unauthenticated", REFUSALS.expired_token as string);
}

const REFUSALS: Record<string, string> = {
  access_denied: "Signing in failed: it was denied there.",
  expired_token: "Signing in failed: nobody approved it in time. Begin anew.",
};
