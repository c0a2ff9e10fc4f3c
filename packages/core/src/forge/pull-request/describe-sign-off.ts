import type { GitHubConfig } from "../../agent/github-config.ts";

/** What the project wants signed off, and whether somebody did. */
export interface SigningOff {
  dco: GitHubConfig["dco"];
  isSignedOff: boolean;
}

/** That nobody signs off commits that the project wants signed off by whoever asked; null: it wants no such thing, or they did. */
export function describeMissingSignOff({ dco, isSignedOff }: SigningOff): string | null {
  return dco === "requester" && !isSignedOff
    ? "- Signed off by nobody: the project wants that of whoever asked (`github.dco`), and Catalyst has no word of theirs that it may: they give it there once. A check of sign-offs (DCO) fails until a person signs the commits off."
    : null;
}
