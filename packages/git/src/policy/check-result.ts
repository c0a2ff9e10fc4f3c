import type { PolicyFinding, ResultCommit, ResultPolicy } from "@catalyst/core";
import { readAddedText } from "./added-text.ts";
import { type ChangedFile, listChangedFiles } from "./changed-files.ts";
import { checkPaths } from "./check-paths.ts";
import { findHiddenCharacters, scanSecrets } from "./scan-secrets.ts";

export interface CheckedRange {
  repositoryPath: string;
  base: string;
  head: string;
  branch: string;
  commits: (ResultCommit & { message: string })[];
}

/** Checks the raw diff between two commits, the commits' messages and the names against the policy. */
export async function checkResult(range: CheckedRange, policy: ResultPolicy): Promise<PolicyFinding[]> {
  const { repositoryPath, base, head } = range;
  const files = await listChangedFiles(repositoryPath, base, head);
  const findings = await checkPaths(repositoryPath, files, policy);
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (totalBytes > policy.maxPatchBytes) {
    // Reading further would only cost memory: the result is stopped already.
    return [...findings, tooLarge(totalBytes, policy)];
  }
  const { added, patchBytes } = await readAddedText(repositoryPath, base, head);
  if (patchBytes > policy.maxPatchBytes) {
    findings.push(tooLarge(patchBytes, policy));
  }
  findings.push(...findHiddenCharacters(added));
  findings.push(...(await scanSecrets([...added, ...readMessages(range, files)], policy.knownSecrets)));
  return findings;
}

function readMessages({ commits, branch }: CheckedRange, files: ChangedFile[]): { path: null; text: string }[] {
  const messages = commits.map(({ message }) => message).join("\n");
  const names = files.map(({ path }) => path).join("\n");
  return [messages, `${branch}\n${names}`].map((text) => ({ path: null, text }));
}

function tooLarge(bytes: number, policy: ResultPolicy): PolicyFinding {
  return {
    rule: "patch_size",
    path: null,
    detail: `the changes hold ${bytes} bytes, ${policy.maxPatchBytes} are allowed`,
  };
}
