import type { CredentialProvider } from "../credential.ts";
import { looksLikeLogin, parseTokens } from "./chatgpt-login.ts";
import { CLAUDE_TOKEN } from "./claude-token.ts";
import type { CredentialKind } from "./subscription.ts";

/** What a secret is, by its form: that of each kind is known, so that nobody has to say it, and nobody can say it wrongly. */
export function kindOfSecret(provider: CredentialProvider, secret: string): CredentialKind {
  const isSubscription =
    (provider === "anthropic" && CLAUDE_TOKEN.test(secret)) || (provider === "openai" && looksLikeLogin(secret));
  return isSubscription ? "subscription" : "key";
}

/** The last characters of a secret, for lists; of a login its account's. */
export function hintOfSecret(provider: CredentialProvider, secret: string): string {
  const isLogin = provider === "openai" && looksLikeLogin(secret);
  const shown = isLogin ? (parseTokens(secret)?.accountId ?? "") : secret;
  return shown.length < 12 ? "" : shown.slice(-4);
}
