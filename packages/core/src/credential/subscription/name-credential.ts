import type { NextStep, Way } from "../../way.ts";
import type { AgentCredential, CredentialProvider } from "../credential.ts";

type Named = Pick<AgentCredential, "provider" | "kind">;

/** Subscriptions as people know them, by whose provider they are. */
const NAMES: Partial<Record<CredentialProvider, { name: string; title: string }>> = {
  anthropic: { name: "claude", title: "Claude" },
  openai: { name: "chatgpt", title: "ChatGPT" },
};

/** The word for a credential where an owner's are told apart: a key's provider, or `claude` and `chatgpt`. */
export function nameCredential({ provider, kind }: Named): string {
  return kind === "key" ? provider : (NAMES[provider]?.name ?? `${provider}-subscription`);
}

/** What a credential is called in sentences: `anthropic credential`, `ChatGPT subscription`. */
export function titleCredential({ provider, kind }: Named): string {
  return kind === "key" ? `${provider} credential` : `${NAMES[provider]?.title ?? provider} subscription`;
}

/** How another comes into a credential's place: by a sign-in for a ChatGPT login, else by another key or token. */
export function wayToReplace(
  { provider, kind, isOfTask = false }: Pick<AgentCredential, "provider" | "kind"> & { isOfTask?: boolean },
  next?: NextStep,
): Way {
  const then = next === undefined ? {} : { next };
  return provider === "openai" && kind === "subscription"
    ? { kind: "sign_in_to_provider", provider, ...then }
    : { kind: "replace_credential", provider, isOfTask, ...then };
}
