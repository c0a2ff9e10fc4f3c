import { randomUUID } from "node:crypto";
import { CatalystError, hasRoomForSecret, SecretValue, sealProjectSecret, VariableName } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { readHidden } from "../credentials/ask-secret.ts";
import { withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { findRepo } from "./find-repo.ts";

/** Stores a secret for a repository's setup hook, sealed. Refuses before asking for the value what can't be stored. */
export async function addSecret(
  { name, repo: of, isJson }: { name: string; repo: string; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const parsed = VariableName.safeParse(name);
  if (!parsed.success) {
    throw refuse(name, parsed.error.issues[0]?.message ?? "it can't be a variable's name");
  }
  await withStores(context, async (stores) => {
    const repo = await findRepo(of, stores, context);
    const value = SecretValue.safeParse(await readHidden(`Value of ${name}`, context));
    if (!value.success) {
      throw refuse(name, value.error.issues[0]?.message ?? "its value can't be stored");
    }
    if (!hasRoomForSecret(await stores.secrets.list(repo.id), { name, value: value.data })) {
      throw refuse(name, "all secrets of a repository may have 32 KiB together; remove one that isn't needed");
    }
    const identity = { id: randomUUID(), projectId: repo.projectId, repoId: repo.id, name, createdAt: new Date() };
    await stores.secrets.put(sealProjectSecret(identity, value.data, await stores.openSealing()));
    const { output } = context;
    if (isJson) {
      output.json({ name, repository: repo.url });
    } else {
      output.data(`${output.colors.green("✓")} The setup hook of ${cleanTerminalLine(repo.name, 80)} gets ${name}.`);
    }
  });
}

function refuse(name: string, problem: string): CatalystError {
  return new CatalystError(
    "invalid_input",
    `Storing the secret ${cleanTerminalLine(name, 80)} failed: ${problem}. See: catalyst secrets add --help`,
  );
}
