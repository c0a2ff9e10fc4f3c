import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { registerRepository } from "../repositories/register-repository.ts";

/** Shows a repository's default branch, after the owner said it where `branch` isn't null. */
export async function changeDefaultBranch(
  {
    repo,
    project,
    branch,
    isJson,
  }: { repo: string; project: string | undefined; branch: string | null; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const client = await openApi(context);
  const known = await registerRepository({ repo, project }, context, client);
  const { url, defaultBranch } =
    branch === null
      ? known
      : await client.call("putDefaultBranch", { params: { repository: known.id }, body: { branch } });
  if (isJson) {
    output.json({ repository: url, defaultBranch });
  } else {
    output.data(cleanTerminalLine(defaultBranch ?? "", 255));
  }
}
