import type { Caller } from "../auth/caller.ts";
import { notByIntegration, Refusal } from "../door/refusal.ts";
import type { PushRefusal } from "../git/report-push.ts";
import type { RefChange } from "../git/watch-refs.ts";
import { fullName, type Repository } from "../state/repository.ts";
import { findSecrets } from "./find-secrets.ts";
import { findViolations } from "./find-violations.ts";
import { findChangedWorkflow } from "./find-workflow.ts";

/** Why GitHub doesn't take a push of this ref; null: it does. */
export async function refusePush(
  repository: Repository,
  { caller, change, address }: { caller: Caller; change: RefChange; address: string },
): Promise<PushRefusal | null> {
  const { ref } = change;
  const workflow = await findChangedWorkflow(repository, caller, change);
  if (workflow !== null) {
    const what = `refusing to allow a GitHub App to create or update workflow \`${workflow}\``;
    return { ref, reason: `${what} without \`workflows\` permission`, remote: [] };
  }
  const lines = await describeBroken(repository, change);
  if (lines.length === 0) {
    return null;
  }
  const rules = `${address}/${fullName(repository)}/rules?ref=${encodeURIComponent(ref)}`;
  const head = [
    `error: GH013: Repository rule violations found for ${ref}.`,
    `Review all repository rules at ${rules}`,
  ];
  return { ref, reason: "push declined due to repository rule violations", remote: [...head, "", ...lines] };
}

async function describeBroken(repository: Repository, change: RefChange): Promise<string[]> {
  const violations = (await findViolations(repository, change)).flatMap(({ sentence, commits }) => [
    `- ${sentence}`,
    ...(commits.length === 0 ? [] : [`  Found ${commits.length} violation${commits.length === 1 ? "" : "s"}:`, ""]),
    ...commits.map((sha) => `  ${sha}`),
    "",
  ]);
  const secrets = await findSecrets(repository, change);
  const found = secrets.flatMap(({ sha, place }) => [`         - commit: ${sha}`, `           path: ${place}`]);
  const head = ["- GITHUB PUSH PROTECTION", "    - Push cannot contain secrets", "      locations:"];
  return [...violations, ...(found.length > 0 ? [...head, ...found, ""] : [])];
}

/** The same of a change over the API; throws its refusal. */
export async function refuseApiChange(repository: Repository, caller: Caller, change: RefChange): Promise<void> {
  if ((await findChangedWorkflow(repository, caller, change)) !== null) {
    throw notByIntegration();
  }
  const violations = await findViolations(repository, change);
  const secrets = await findSecrets(repository, change);
  const sentences = [
    ...violations.map(({ sentence }) => sentence),
    ...(secrets.length > 0 ? ["Secret detected in content"] : []),
  ];
  if (sentences.length > 0) {
    throw new Refusal(422, `Repository rule violations found\n\n${sentences.join("\n\n")}\n\n`);
  }
}
