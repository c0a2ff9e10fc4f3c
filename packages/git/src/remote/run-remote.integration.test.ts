import { type AddressInfo, createServer, type Server } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { runRemote } from "./run-remote.ts";

let server: Server;
let port: number;
let connections = 0;

/** Something in the owner's own network, which speaks no TLS. */
beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());
beforeEach(() => {
  connections = 0;
});

const read = (host: string, privateHosts: string[] = []) => {
  const url = `https://${host}:${port}/x.git`;
  return runRemote({ url, privateHosts }, { args: ["ls-remote", "--", url], repositoryPath: null });
};

test.each(["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "[::1]", "2130706433", "0x7f.1"])(
  "a repository at %s is not dialled",
  async (host) => {
    await expect(read(host)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringMatching(/ is not a public address\. .*CATALYST_PRIVATE_HOSTS=/),
    });
    expect(connections).toBe(0);
  },
);

test("a metadata service is not dialled, though its address was named", async () => {
  const reading = runRemote(
    { url: "https://169.254.169.254/x.git", privateHosts: ["169.254.169.254"] },
    { args: ["ls-remote", "--", "https://169.254.169.254/x.git"], repositoryPath: null },
  );
  await expect(reading).rejects.toMatchObject({
    code: "forbidden",
    message:
      "Reading the repository https://169.254.169.254/x.git failed: 169.254.169.254 is neither a public nor a private address.",
  });
});

test("a host of the owner's network that was named is dialled, and what fails there is said without false advice", async () => {
  const failure = await read("localhost", ["localhost"]).catch((error: Error) => error);
  expect(connections).toBeGreaterThan(0);
  expect(failure).toMatchObject({ code: "unavailable" });
  expect((failure as Error).message).toMatch(/^Reading the repository https:\/\/localhost:\d+\/x\.git failed: .*\.$/);
  expect((failure as Error).message).not.toMatch(/password/);
});
