import { checkDocument } from "./check-document.ts";
import type { SettingsFormats } from "./parsed-document.ts";
import { FileSettings } from "./project-settings.ts";

/** The repository's own settings. */
export const PROJECT_FILE = ".catalyst/config.yaml";
const REMEDY =
  "Mend these lines and commit them to the base branch. All settings: docs/guide/project-settings.md; to try the file: catalyst config check";

/** Reads `.catalyst/config.yaml`. Throws `invalid_configuration` that names every problem with its place. */
export function readProjectFile(
  { text, where }: { text: string; where: string },
  { parseYaml }: Pick<SettingsFormats, "parseYaml">,
): FileSettings {
  return checkDocument({
    document: parseYaml(text),
    schema: FileSettings,
    file: PROJECT_FILE,
    where,
    remedy: REMEDY,
  });
}
