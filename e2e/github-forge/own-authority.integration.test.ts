import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { openConnections } from "@catalyst/github";
import { afterEach, expect, test, vi } from "vitest";
import { serveTls } from "./testing/serve-tls.ts";

afterEach(() => void vi.restoreAllMocks());

test("the authorities of a GitHub with one of its own are read once, and not for each of its connections", async ({
  onTestFinished,
}) => {
  const plain = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
  onTestFinished(() => void plain.close());
  await once(plain, "listening");
  const front = await serveTls(`http://127.0.0.1:${(plain.address() as AddressInfo).port}`);
  onTestFinished(front.close);

  // Node's own connections ask for it there: more than a hundred certificates take tens of milliseconds, and a megabyte outside the heap.
  const made = vi.spyOn(tls, "createSecureContext");
  const authority = await readFile(front.authorityFile, "utf8");
  const connections = openConnections({ isPrivateAllowed: true, authority });
  onTestFinished(connections.close);
  for (const path of ["/one", "/two", "/three"]) {
    const { status } = await connections.fetch(`https://${front.host}${path}`, { method: "GET", headers: {} });
    expect(status).toBe(200);
  }
  expect(made.mock.calls.filter(([options]) => options?.ca !== undefined).length).toBeLessThanOrEqual(1);
});

test("whoever isn't vouched for by that authority isn't asked", async ({ onTestFinished }) => {
  const [front, other] = [await serveTls("http://127.0.0.1:9"), await serveTls("http://127.0.0.1:9")];
  onTestFinished(front.close);
  onTestFinished(other.close);
  const authority = await readFile(other.authorityFile, "utf8");
  const connections = openConnections({ isPrivateAllowed: true, authority });
  onTestFinished(connections.close);
  await expect(connections.fetch(`https://${front.host}/`, { method: "GET", headers: {} })).rejects.toThrow(
    /self-signed|certificate/,
  );
});
