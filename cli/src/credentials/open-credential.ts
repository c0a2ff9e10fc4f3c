import { inProject } from "../api/in-project.ts";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { readCredentialName } from "./read-name.ts";

export interface OpenCredentialInput {
  name: string;
  project: string | undefined;
  isOpen: boolean;
  isJson: boolean;
}

/** Opens a key to everyone who may write in its owner's repositories, or closes it. */
export async function openCredential(
  { name, project, isOpen, isJson }: OpenCredentialInput,
  context: CliContext,
): Promise<void> {
  const credential = readCredentialName(name);
  const client = await openApi(context);
  const asked = { params: { credential }, query: inProject(project), body: { isOpen } };
  const after = await client.call("openCredential", asked);
  if (isJson) {
    context.output.json(after);
    return;
  }
  const whom = isOpen ? "open to everyone who may write in its owner's repositories" : "for its owner alone";
  context.output.data(`The ${credential} credential is ${whom}.`);
}
