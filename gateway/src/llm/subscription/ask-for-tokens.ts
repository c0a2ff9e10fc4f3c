import type { ChatGptTokens } from "@catalyst/core";
import type { Dispatcher } from "undici";
import { z } from "zod";
import type { OpenedCredential } from "../../keys/open-stored.ts";
import { secretsOf } from "../../keys/open-stored.ts";
import { createByteFinder, redactText } from "../../redaction/redact-chunks.ts";
import { parseJson } from "../request/read-json.ts";
import { isUnsent } from "../upstream/is-unsent.ts";
import { readErrorMessage } from "../upstream/provider-words.ts";
import type { Upstreams } from "../upstream/upstream.ts";

/** Where Codex CLI (0.169) refreshes, and as whom. */
const REFRESH_URL = "https://auth.openai.com/oauth/token";
const CLIENT_ID = "app_EMoamEEZ73f0CkXaXp7hrann";
const REFRESH_SECONDS = 30;
const MAX_ANSWER_BYTES = 128 * 1024;

/** What is left out of an answer stays as it was. */
const Answer = z.object({ access_token: z.string(), refresh_token: z.string().nullish() });

/**
 * What a refresh came to. `later`: it certainly had no effect. `ended`: the login is over. `unknown`: its token may be spent,
 * and what came in its place is lost. `reason` is a sentence.
 */
export type Refreshed =
  | { kind: "renewed"; tokens: ChatGptTokens }
  | { kind: "later" | "ended" | "unknown"; reason: string };

/** Asks for new tokens once. Never throws, and goes on when whoever wanted them is gone: an answer that nobody takes is lost. */
export async function askForTokens(
  opened: OpenedCredential & { tokens: ChatGptTokens },
  upstreams: Pick<Upstreams, "to">,
): Promise<Refreshed> {
  const { tokens, secret, credential } = opened;
  const url = refreshUrl(secret.baseUrl);
  try {
    const answer = await upstreams.to(url, credential).request({
      origin: url.origin,
      path: url.pathname,
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", "accept-encoding": "identity" },
      body: JSON.stringify({
        client_id: CLIENT_ID,
        grant_type: "refresh_token",
        refresh_token: tokens.refreshToken,
      }),
      signal: AbortSignal.timeout(REFRESH_SECONDS * 1000),
    });
    return judge(answer.statusCode, await readAnswer(answer), opened);
  } catch (error) {
    return isUnsent(error)
      ? { kind: "later", reason: `${url.origin} could not be reached.` }
      : unknown(`no whole answer came from ${url.origin}`);
  }
}

/** One that stands in front of ChatGPT stands in front of its logins too. */
function refreshUrl(baseUrl: string | null): URL {
  return baseUrl === null ? new URL(REFRESH_URL) : new URL("/oauth/token", baseUrl);
}

/** Throws where there is too much of it, or it breaks off. */
async function readAnswer({ body }: Dispatcher.ResponseData): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) {
      throw new Error("the answer is too long");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function judge(httpStatus: number, text: string, opened: OpenedCredential & { tokens: ChatGptTokens }): Refreshed {
  if (httpStatus >= 200 && httpStatus < 300) {
    const tokens = readTokens(text, opened.tokens);
    return tokens === null ? unknown("the answer holds no token") : { kind: "renewed", tokens };
  }
  const said = redactText(readErrorMessage(text), createByteFinder(secretsOf(opened)));
  if ([400, 401, 403].includes(httpStatus)) {
    return { kind: "ended", reason: `the login is over, or was refreshed by somebody else (${httpStatus}: ${said}).` };
  }
  return httpStatus >= 400 && httpStatus < 500
    ? { kind: "later", reason: `a refresh was answered with ${httpStatus}: ${said}` }
    : unknown(`it was answered with ${httpStatus}`);
}

function readTokens(text: string, before: ChatGptTokens): ChatGptTokens | null {
  const { data } = Answer.safeParse(parseJson(text));
  return data === undefined
    ? null
    : { ...before, accessToken: data.access_token, refreshToken: data.refresh_token ?? before.refreshToken };
}

function unknown(what: string): Refreshed {
  return { kind: "unknown", reason: `nobody knows how its last refresh ended: ${what}.` };
}
