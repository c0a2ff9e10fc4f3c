import type { NextStep, Way } from "../../way.ts";
import type { AgentCredential } from "../credential.ts";

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
