import { inProject } from "../api/in-project.ts";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { readCredentialName } from "./read-name.ts";

export async function removeCredential(
  { name: text, project }: { name: string; project: string | undefined },
  context: CliContext,
): Promise<void> {
  const credential = readCredentialName(text);
  const client = await openApi(context);
  await client.call("removeCredential", { params: { credential }, query: inProject(project) });
  context.output.data(`The ${credential} credential is removed.`);
}
