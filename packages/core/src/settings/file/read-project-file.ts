import { FileSettings } from "../project-settings.ts";
import { checkDocument } from "./check-document.ts";
import type { SettingsFormats } from "./parsed-document.ts";

/** The repository's own settings. */
export const PROJECT_FILE = ".catalyst/config.yaml";

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
    way: { kind: "mend", what: "settings" },
  });
}
