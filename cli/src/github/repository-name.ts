import { CatalystError } from "@catalyst/core/apart";

/** `owner/repo` as people type it. Throws `invalid_input`; `attempt` begins its sentence. */
export function readRepositoryName(text: string, attempt: string): { owner: string; name: string } {
  const [, owner, name] = /^([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(text) ?? [];
  if (owner === undefined || name === undefined) {
    throw new CatalystError(
      "invalid_input",
      `${attempt} "${text.slice(0, 200)}" failed: a repository is named owner/repo.`,
    );
  }
  return { owner, name };
}
