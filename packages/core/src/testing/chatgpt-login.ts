/** A token that says what is claimed, signed by nobody. */
export function jwtOf(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.${part({})}`;
}

/** An `auth.json` as Codex CLI 0.169 writes it. */
export function chatGptLogin({
  accessToken,
  refreshToken,
  accountId,
}: {
  accessToken?: string;
  refreshToken: string;
  accountId: string;
}): string {
  const claims = { "https://api.openai.com/auth": { chatgpt_account_id: accountId } };
  return JSON.stringify({
    auth_mode: "chatgpt",
    OPENAI_API_KEY: null,
    tokens: {
      id_token: jwtOf(claims),
      access_token: accessToken ?? jwtOf({ ...claims, exp: 4_000_000_000 }),
      refresh_token: refreshToken,
      account_id: accountId,
    },
    last_refresh: "2026-11-27T03:55:20.159219572Z",
  });
}
