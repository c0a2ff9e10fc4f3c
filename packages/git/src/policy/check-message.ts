import { findSecrets } from "./content/find-secrets.ts";
import { hidesSomething } from "./content/hidden-characters.ts";
import type { Findings } from "./findings.ts";

const MAX_MESSAGE_LENGTH = 64 * 1024;

/** Checks a commit's message, or any other text that is published with the result. */
export async function checkMessage(message: { text: string; findings: Findings; commit: string }): Promise<void> {
  const { text, findings, commit } = message;
  if (text.length > MAX_MESSAGE_LENGTH) {
    const detail = `a commit's message is longer than ${MAX_MESSAGE_LENGTH} characters`;
    findings.add({ rule: "message_size", path: null, detail }, commit);
  }
  if (hidesSomething(text)) {
    findings.add(
      { rule: "hidden_characters", path: null, detail: "a message or name holds invisible characters" },
      commit,
    );
  }
  for (const { kind } of await findSecrets(text, "message.txt")) {
    findings.add({ rule: "secret", path: null, detail: `looks like a secret (${kind}) in a message or name` }, commit);
  }
}
