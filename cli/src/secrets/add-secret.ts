import { randomUUID } from "node:crypto";
import { checkSecretName, addSecret as storeSecret } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { readHidden } from "../credentials/ask-secret.ts";
import { findActor, withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { findRepo } from "./find-repo.ts";

/** Stores a secret for a repository's setup hook, sealed. Refuses before asking for the value what can't be stored. */
export async function addSecret(
  { name, repo: of, isJson }: { name: string; repo: string; isJson: boolean },
  context: CliContext,
): Promise<void> {
  checkSecretName(name);
  await withStores(context, async (stores) => {
    const repo = await findRepo(of, stores, context);
    const value = await readHidden(`Value of ${name}`, context);
    const deps = { ...stores, newId: randomUUID, now: () => new Date() };
    await storeSecret({ actor: await findActor(stores), repoId: repo.id, name, value }, deps);
    const { output } = context;
    if (isJson) {
      output.json({ name, repository: repo.url });
    } else {
      output.data(`${output.colors.green("✓")} The setup hook of ${cleanTerminalLine(repo.name, 80)} gets ${name}.`);
    }
  });
}
