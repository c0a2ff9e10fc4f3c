import type { Actor } from "../account/actor.ts";
import { type PermitDeps, permitRepository } from "../account/rights/permit.ts";
import { type AnswerOf, type AskWorkerDeps, askWorker } from "./ask-worker.ts";

export interface CheckSettingsInput {
  actor: Actor;
  repoId: string;
  /** A branch, tag or commit; null: as the files lie in the checkout, committed or not, or for one elsewhere its default branch. */
  base: string | null;
}

export type CheckedSettings = Omit<AnswerOf<"settings">, "kind">;

/** The settings that count for work on a repository, as it would read them. Throws like `askWorker`, and what is wrong with them. */
export async function checkSettings(
  { actor, repoId, base }: CheckSettingsInput,
  deps: AskWorkerDeps & PermitDeps,
): Promise<CheckedSettings> {
  await permitRepository({ actor, action: "see", repoId, attempt: "Checking the settings" }, deps);
  const wish = { kind: "check_settings", repoId, base, askedBy: actor } as const;
  const { kind: _kind, ...checked } = await askWorker({ actor, wish }, "settings", deps);
  return checked;
}
