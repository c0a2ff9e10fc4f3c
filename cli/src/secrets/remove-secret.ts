import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { lookUpRepository } from "../repositories/look-up-repository.ts";

export async function removeSecret(
  { name, repo, project }: { name: string; repo: string; project?: string | undefined },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  const { id: repository } = await lookUpRepository({ repo, project }, context, client);
  await client.call("removeSecret", { params: { repository, name } });
  context.output.data(`The secret ${cleanTerminalLine(name, 80)} is removed.`);
}
