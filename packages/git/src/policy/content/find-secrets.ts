import { lintSource } from "@secretlint/core";
import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import { PROVIDER_KEYS } from "./provider-keys.ts";

/** One value that looks like a secret. */
export interface SecretHit {
  /** Which kind, for people. */
  kind: string;
  value: string;
}

const PREFIX = "@secretlint/secretlint-rule-";

/** Without the rule that lets comments in the text switch the others off. */
const RULES = [...rules, PROVIDER_KEYS]
  .filter(({ meta }) => meta.id !== `${PREFIX}filter-comments`)
  .map((rule) => ({ id: rule.meta.id, rule }));

/** What looks like a secret in a text. Nothing that the text says changes how it is searched. */
export async function findSecrets(text: string, path: string): Promise<SecretHit[]> {
  const source = { content: text, filePath: `/${path}`, ext: "", contentType: "text" } as const;
  const { messages } = await lintSource({ source, options: { config: { rules: RULES }, noPhysicFilePath: true } });
  const isOwn = ({ ruleId }: { ruleId: string }) => ruleId === PROVIDER_KEYS.meta.id;
  const known = new Set(messages.filter((message) => !isOwn(message)).map(({ range }) => range[0]));
  const found = messages.filter((message) => !isOwn(message) || !known.has(message.range[0]));
  return found.map(({ ruleId, range }) => ({
    kind: ruleId.replace(PREFIX, ""),
    value: text.slice(range[0], range[1]),
  }));
}
