import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Peer } from "../../github-peer/make-peer.ts";
import type { TestHome } from "../../start-catalyst.ts";

/** Adds the peer's App to a home, as of this host, as a person does. */
export async function addApp(
  home: TestHome,
  { app }: Peer,
  { host, hasWebhook = true }: { host: string; hasWebhook?: boolean },
): Promise<void> {
  const path = join(tmpdir(), `${app.slug}-${app.id}-${process.pid}.pem`);
  await writeFile(path, app.privateKey, { mode: 0o600 });
  try {
    const named = ["--app-id", String(app.id), "--slug", app.slug, "--host", host];
    const add = ["github", "add", ...named, "--key", path];
    const added = hasWebhook
      ? await home.run(add, { stdin: `${app.webhook.secret}\n` })
      : await home.run([...add, "--no-webhook"]);
    expect(added.exitCode, added.stderr).toBe(0);
  } finally {
    await rm(path);
  }
}
