import type { GitHubConfig } from "../../agent/github-config.ts";

/** That nobody signs off commits that the project wants signed off by whoever asks; null: it wants no such thing. */
export function describeMissingSignOff(dco: GitHubConfig["dco"]): string | null {
  return dco === "requester"
    ? "- Signed off by nobody: the project wants that of whoever asked (`github.dco`), and Catalyst has no word of theirs that it may. A check of sign-offs (DCO) fails until a person signs the commits off."
    : null;
}
