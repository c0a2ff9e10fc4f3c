import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { makeTemporaryFolder } from "@catalyst/machine/apart";

/** Lets the user change a text in their editor. Throws `invalid_input` when there is none, or it doesn't end well. */
export async function editText(text: string, fileName: string, editor: string | null): Promise<string> {
  if (editor === null) {
    throw new CatalystError(
      "invalid_input",
      "Opening an editor failed: neither VISUAL nor EDITOR names one. Set it: export EDITOR=nano",
    );
  }
  const folder = await makeTemporaryFolder("catalyst-edit-");
  const path = join(folder, fileName);
  try {
    await writeFile(path, `${text.trimEnd()}\n`, { mode: 0o600 });
    await runEditor(editor, path);
    return await readFile(path, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An editor is named with its arguments (`code --wait`): the shell splits them, as git does. */
async function runEditor(editor: string, path: string): Promise<void> {
  const child = spawn("/bin/sh", ["-c", `${editor} "$1"`, editor, path], { stdio: "inherit" });
  const how = await new Promise<number | string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
  });
  if (how !== 0) {
    throw new CatalystError(
      "invalid_input",
      `Editing with "${editor}" failed (${how}). Nothing was changed. Set EDITOR to an editor that works here.`,
    );
  }
}
