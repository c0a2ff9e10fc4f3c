import { z } from "zod";
import { CatalystError } from "../../catalyst-error.ts";

const Token = z
  .string()
  .min(8)
  .max(16_384)
  .regex(/^[\x21-\x7e]+$/);

/** What a ChatGPT subscription is asked and refreshed with. */
export const ChatGptTokens = z.object({
  accessToken: Token,
  /** Good for one refresh, which brings the next. */
  refreshToken: Token,
  accountId: z.string().regex(/^[\w.:-]{1,200}$/),
});
export type ChatGptTokens = z.infer<typeof ChatGptTokens>;

/** The `auth.json` of a `codex login` (Codex CLI 0.169). */
const AuthFile = z.object({
  tokens: z.object({
    access_token: Token,
    refresh_token: Token,
    id_token: z.string().max(16_384).nullish(),
    account_id: z.string().nullish(),
  }),
});

const Claims = z.object({
  exp: z.number().positive().max(8.64e12).optional().catch(undefined),
  "https://api.openai.com/auth": z.object({ chatgpt_account_id: z.string().optional() }).optional().catch(undefined),
});

/**
 * The tokens of an `auth.json`. The id token is left out: it says who somebody is, and nothing is asked with it. Throws
 * `invalid_input`, without a word of what was given.
 */
export function readChatGptLogin(text: string): ChatGptTokens {
  const { data } = AuthFile.safeParse(parseJson(text));
  const { access_token: accessToken, refresh_token: refreshToken, id_token, account_id } = data?.tokens ?? {};
  const accountId = account_id ?? accountOf(id_token) ?? accountOf(accessToken);
  const tokens = ChatGptTokens.safeParse({ accessToken, refreshToken, accountId });
  if (!tokens.success) {
    throw new CatalystError(
      "invalid_input",
      "Reading the ChatGPT login failed: this isn't the auth.json of a `codex login` with ChatGPT, or it lacks the access token, the refresh token or the account.",
      { way: { kind: "sign_in_to_provider", provider: "openai" } },
    );
  }
  return tokens.data;
}

/** Whether text is meant as a login, and not as a key. */
export function looksLikeLogin(text: string): boolean {
  return text.trimStart().startsWith("{");
}

/** What is sealed of a login. */
export function serializeTokens({ accessToken, refreshToken, accountId }: ChatGptTokens): string {
  return JSON.stringify({ accessToken, refreshToken, accountId });
}

/** Reads what `serializeTokens` wrote; null: it didn't. */
export function parseTokens(text: string): ChatGptTokens | null {
  return ChatGptTokens.safeParse(parseJson(text)).data ?? null;
}

/** When an access token runs out; null: it doesn't say. Whoever issued it isn't proven: the gateway got it from there. */
export function expiryOf(accessToken: string): Date | null {
  const { exp } = claimsOf(accessToken) ?? {};
  return exp === undefined ? null : new Date(exp * 1000);
}

function accountOf(token: string | null | undefined): string | undefined {
  return claimsOf(token ?? "")?.["https://api.openai.com/auth"]?.chatgpt_account_id;
}

function claimsOf(jwt: string): z.infer<typeof Claims> | null {
  const [, payload = ""] = jwt.split(".");
  return Claims.safeParse(parseJson(Buffer.from(payload, "base64url").toString("utf8"))).data ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
