import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { askHidden } from "../credentials/ask-hidden.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { registerRepository } from "../repositories/register-repository.ts";

/** Stores a secret for a repository's setup hook, sealed. */
export async function addSecret(
  { name, repo: of, project, isJson }: { name: string; repo: string; project?: string | undefined; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  const repo = await registerRepository({ repo: of, project }, context, client);
  const value = await askHidden(`value of ${cleanTerminalLine(name, 80)}`, context);
  const { isReplaced } = await client.call("putSecret", { params: { repository: repo.id, name }, body: { value } });
  const { output } = context;
  if (isJson) {
    output.json({ name, repository: repo.url, isReplaced });
  } else {
    const instead = isReplaced ? ", in place of the one that was there" : "";
    output.data(
      `${output.colors.green("✓")} The setup hook of ${cleanTerminalLine(repo.name, 80)} gets ${name}${instead}.`,
    );
  }
}
