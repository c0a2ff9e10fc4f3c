import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { watchServices } from "./watch-services.ts";

test("while a task of a server elsewhere is followed, nothing is started on this machine", async () => {
  const home = await mkdtemp(join(tmpdir(), "catalyst-watch-"));
  const url = "https://catalyst.example.com";
  const logins = JSON.stringify({ current: url, tokens: { [url]: "a-token" } });
  await writeFile(join(home, "logins.json"), logins, { mode: 0o600 });
  const readConfig = vi.fn(() => Promise.reject(new Error("the services of this machine are looked at")));
  const onTick = watchServices({ home, server: null, readConfig, output: {} as never });
  const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 10_000);
  await expect(onTick({ number: 1 })).resolves.toBeUndefined();
  later.mockRestore();
  await rm(home, { recursive: true });
});
