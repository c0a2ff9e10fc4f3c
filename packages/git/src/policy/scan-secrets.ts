import type { PolicyFinding } from "@catalyst/core";
import { createEngine } from "@secretlint/node";
import { z } from "zod";
import type { AddedText } from "./added-text.ts";

const Report = z.array(
  z.object({
    messages: z.array(z.object({ ruleId: z.string(), loc: z.object({ start: z.object({ line: z.number() }) }) })),
  }),
);

/** Secrets in texts, by kind and place, never by value. `path` null stands for messages and names. */
export async function scanSecrets(
  texts: { path: string | null; text: string }[],
  knownSecrets: string[],
): Promise<PolicyFinding[]> {
  const findings = texts.flatMap(({ path, text }) =>
    knownSecrets.some((secret) => secret !== "" && text.includes(secret))
      ? [{ rule: "secret", path, detail: "a key that Catalyst knows" }]
      : [],
  );
  const engine = await createEngine({
    cwd: "/",
    color: false,
    formatter: "json",
    maskSecrets: true,
    configFileJSON: { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend" }] },
  });
  for (const { path, text } of texts) {
    const { ok, output } = await engine.executeOnContent({ content: text, filePath: `/${path ?? "message.txt"}` });
    if (!ok) {
      findings.push(...toFindings(output, path));
    }
  }
  return findings;
}

function toFindings(output: string, path: string | null): PolicyFinding[] {
  const kinds = Report.parse(JSON.parse(output)).flatMap(({ messages }) =>
    messages.map(({ ruleId }) => ruleId.replace("@secretlint/secretlint-rule-", "")),
  );
  return [...new Set(kinds)].map((kind) => ({
    rule: "secret",
    path,
    detail: `looks like a secret (${kind}) in what was added`,
  }));
}

const HIDDEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u{e0000}-\u{e007f}]/u;

/** Characters in added lines that make code look other than it is. */
export function findHiddenCharacters(added: AddedText[]): PolicyFinding[] {
  return added
    .filter(({ text }) => HIDDEN.test(text))
    .map(({ path }) => ({
      rule: "hidden_characters",
      path,
      detail: "added lines hold bidirectional controls or invisible characters",
    }));
}
